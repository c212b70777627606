import { type Role, roleLabels, roleSchema } from '../accounts/roles.ts';
import { list } from '../web/format.ts';
import type { Delivery, Notice, NoticeKind } from './kinds.ts';

/** What ids are called, from the layers that know. */
export interface NoticeNames {
  district(id: string): string;
  /** "Trygghetslarm, Äldre 65 år och äldre". */
  line(insats: string, targetGroup: string): string;
}

export const deliveryLabels: Readonly<Record<Delivery, string>> = {
  at_once: 'Direkt, ett brev för varje notis',
  digest: 'En gång om dagen, samlat',
  none: 'Ingen e-post',
};

const acts: Readonly<Record<NoticeKind, (number: number, roles: string) => string>> = {
  mention: (_number, roles) => `nämnde dig${roles === '' ? '' : ` som ${roles}`} i en kommentar`,
  submitted: (number) => `lämnade in version ${number} för granskning`,
  returned: (number) => `återlämnade version ${number}`,
  approved: (number) => `godkände riskerna i version ${number}, som nu väntar på juridisk granskning`,
  checked: (number) => `intygade den juridiska granskningen av version ${number}, som nu väntar på nämndens beslut`,
  adopted: (number) => `registrerade nämndens beslut om version ${number}`,
  withdrawn: (number) => `återtog version ${number}`,
  referred: (number) => `vill ha juristens svar om risker i version ${number}`,
  rule_answered: (number) => `avslutade din rapport om en regel i version ${number}`,
};

const rolesInWords = (ids: readonly string[]): string =>
  list(ids.flatMap((id): Role[] => (roleSchema.safeParse(id).success ? [roleSchema.parse(id)] : [])).map((role) => roleLabels[role].toLowerCase()));

/** A notice in words, for the page and for letters: who did what, and what it is about. */
export function noticeInWords({ kind, number, asRoles, actor, district, comment }: Notice, names: NoticeNames): { who: string; did: string; about: string } {
  const line = comment === null ? '' : `${names.line(comment.insats, comment.targetGroup)} – `;
  return {
    who: actor ?? (kind === 'mention' ? 'Den som sitter vid datorn' : 'Ett konto som inte finns längre'),
    did: acts[kind](number, rolesInWords(asRoles)),
    about: `${line}${names.district(district)}`,
  };
}

/** Where what a notice tells of is to be seen. */
export function placeOf({ kind, proposal, number, comment }: Notice): string {
  const home = `/forslag/${proposal}`;
  if (comment !== null) return `${home}/rader/${comment.insats}/${comment.targetGroup}#kommentar-${comment.id}`;
  if (kind === 'rule_answered') return '/metod/regelrapporter';
  if (kind === 'submitted') return `/granskning/${proposal}`;
  if (kind === 'approved' || kind === 'referred') return `/granskning/${proposal}/juridik`;
  return `${home}?version=${number}#status`;
}
