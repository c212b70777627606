import type { Db } from '../database/types.ts';
import { opens } from '../drafts/draft-schema.ts';
import { lineKey } from '../drafts/shaping.ts';
import type { StoredVersion } from '../proposals/repository.ts';
import type { LineReason } from './status-repository.ts';
import type { TransitionId } from './transitions.ts';
import type { OpenItems } from './workflow.ts';

type Version = Pick<StoredVersion, 'id' | 'version' | 'draft'>;
const answered = new Set(['blocking', 'high', 'medium']);

const answersTo = (db: Db, { id, version }: Version) =>
  db.selectFrom('manager_answer').selectAll().where('proposal_id', '=', id).where('number', '=', version).orderBy('rule').execute();
const checksOf = (db: Db, { id, version }: Version) =>
  db.selectFrom('legal_check').selectAll().where('proposal_id', '=', id).where('number', '=', version).orderBy('subject').execute();

/** What is open in a version's review: risks of lines that open, and what the law says of those lines. */
export const openItems: OpenItems = {
  href: {
    risks: ({ id, version }) => `/forslag/${id}?version=${version}#riskbild`,
    legal: ({ id, version }) => `/forslag/${id}?version=${version}#rader`,
  },

  async risks(db, version) {
    const settled = new Set(
      (await answersTo(db, version))
        .filter(({ kind }) => kind !== 'require_change')
        .map(({ insats, target_group, rule }) => `${lineKey(insats, target_group)} ${rule}`),
    );
    return version.draft.lines
      .filter(({ section }) => opens(section))
      .flatMap((line) => line.flags.filter(({ severity }) => answered.has(severity)).map(({ rule }) => `${lineKey(line.insats, line.targetGroup)} ${rule}`))
      .filter((item) => !settled.has(item)).length;
  },

  async legal(db, version) {
    const checks = await checksOf(db, version);
    const item = (insats: string, group: string, subject: string, rule: string) => `${lineKey(insats, group)} ${subject} ${rule}`;
    const right = new Set(
      checks.filter(({ outcome }) => outcome === 'right').map(({ insats, target_group, subject, rule }) => item(insats, target_group, subject, rule)),
    );
    const referred = (await answersTo(db, version)).filter(({ kind }) => kind === 'refer_legal');
    const asked = [
      ...version.draft.lines.filter(({ section }) => opens(section)).map((line) => item(line.insats, line.targetGroup, 'verdict', '')),
      ...referred.map(({ insats, target_group, rule }) => item(insats, target_group, 'flag', rule)),
    ];
    const wrong = checks
      .filter(({ outcome }) => outcome !== 'right')
      .map(({ insats, target_group, subject, rule }) => item(insats, target_group, subject, rule));
    return new Set([...asked.filter((one) => !right.has(one)), ...wrong]).size;
  },
};

/** What the one who returns a version has already asked to have changed, by line: the return begins with it. */
export async function askedChanges(db: Db, version: Version, transition: TransitionId): Promise<LineReason[]> {
  const rows: { insats: string; target_group: string; motive: string }[] = [];
  if (transition === 'manager-return') rows.push(...(await answersTo(db, version)).filter(({ kind }) => kind === 'require_change'));
  if (transition === 'legal-return') rows.push(...(await checksOf(db, version)).filter(({ outcome }) => outcome !== 'right'));
  const byLine = Map.groupBy(rows, ({ insats, target_group }) => lineKey(insats, target_group));
  return [...byLine.values()].flatMap((own) =>
    own.slice(0, 1).map(({ insats, target_group: targetGroup }) => ({ insats, targetGroup, reason: own.map(({ motive }) => motive).join('\n') })),
  );
}
