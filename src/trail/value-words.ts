import { type Role, roleLabels, roles, wholeCity } from '../accounts/roles.ts';
import { designValueText } from '../assessment/words.ts';
import { isDesignFieldName } from '../candidate/design.ts';
import { designFields, UNKNOWN } from '../candidate/design-fields.ts';
import { answers, type Question } from '../current-state/schema.ts';
import { documentParts } from '../drafts/outline.ts';
import { assumptions } from '../economy/scenario.ts';
import type { Knowledge } from '../knowledge.ts';
import { deliveryLabels } from '../notices/words.ts';
import { responseLabels } from '../proposals/line-view.ts';
import { checkLabels } from '../reviews/legal-routes.ts';
import { answerLabels } from '../reviews/manager-routes.ts';
import { statusLabels, transitions } from '../reviews/transitions.ts';
import { number } from '../web/format.ts';
import { pathwayLabels, verdictLabels } from '../web/labels.ts';
import { pageWords, permissionWords, routeWords } from './access-words.ts';

export type TrailValue = string | number | boolean | null | undefined;
type Words = Readonly<Record<string, string>>;

/** What the fields of a row are called. */
const fieldWords: Words = {
  ...{ version: 'Version', base: 'Utgår från version', status: 'Status', content: 'Innehåll', contentHash: 'Innehåll', date: 'Datum som lagen läses för' },
  ...{ ruleset: 'Regelversion', legalBasis: 'Rättslig grund', revision: 'Sparad gång nummer', decision: 'Diarienummer', decided: 'Beslutsdag' },
  ...{ by: 'Genom', byVersion: 'Av version', lines: 'Rader', removed: 'Borttagen', added: 'Tillagd', pathway: 'Väg', stage: 'Etapp', motive: 'Motiv' },
  ...{ kind: 'Svar', outcome: 'Svar', rule: 'Regel', rules: 'Regler', subject: 'Granskar', verdict: 'Lagens svar', candidate: 'Kandidat' },
  ...{ text: 'Text', texts: 'Texter', proposal: 'Förslag', mentioned: 'Nämnda', mail: 'E-post', letters: 'Brev', own: 'Egen', why: 'Orsak', step: 'Steg' },
  ...{ year: 'År', changed: 'Ändrade', restored: 'Återställda', rows: 'Rader', made: 'Kopian gjord', touchedAt: 'Senast ändrat', state: 'Läge' },
  ...{
    page: 'Sida',
    route: 'Ville',
    action: 'Behörighet som saknas',
    times: 'Gånger',
    from: 'Från och med',
    to: 'Till och med',
    format: 'Format',
    steps: 'Steg',
  },
  ...{ example: 'Påhittad', drafts: 'Utkast', sessions: 'Inloggningar', notices: 'Notiser', trailRows: 'Rader i loggen', trailLast: 'Till och med nummer' },
  ...{
    draftMonths: 'Utkast sparas, månader',
    trailMonths: 'Loggen sparas, månader',
    appliesFrom: 'Gäller från',
    publishedBy: 'Publicerad av',
    checkedBy: 'Kontrollerad av',
  },
  ...{
    name: 'Namn',
    email: 'E-postadress',
    districts: 'Stadsdelar',
    disabled: 'Stängt',
    basis: 'Rättslig grund',
    formats: 'Format',
    avoidedCost: 'Undviken kostnad',
  },
};

const subjectWords: Words = {
  verdict: 'lagens svar',
  documentation: 'undantag från dokumentation',
  provider: 'privat utförare',
  flag: 'ifrågasatt risk',
  conditions: 'villkor',
};
const formatWords: Words = { ndjson: 'NDJSON', csv: 'CSV' };
const by: Words = { city: 'stadens inloggning', example: 'byt roll i exemplet', link: 'engångslänk', owner: 'kontots ägare', 'command line': 'kommandoraden' };
const refusals: Words = {
  ...{
    no_version: 'versionen finns inte',
    no_account: 'ingen inloggad',
    not_allowed: 'rollen får inte',
    own: 'egen inlämning',
    managed: 'har granskat riskerna',
    wrong_state: 'fel läge',
  },
  ...{ not_newest: 'inte den nyaste versionen', under_way: 'en annan version är inlämnad', missing: 'något saknas', invalid: 'något är fel ifyllt' },
};
/** Fields whose values are one of a list. */
const choices: Readonly<Record<string, Words>> = {
  status: { ...statusLabels },
  pathway: { ...pathwayLabels },
  verdict: { ...verdictLabels },
  kind: { ...answerLabels },
  outcome: { ...checkLabels },
  subject: subjectWords,
  format: formatWords,
  mail: { ...deliveryLabels },
  state: { active: 'gäller', withdrawn: 'tillbakadraget' },
  by,
  why: refusals,
  step: Object.fromEntries(transitions.map(({ id, label }) => [id, label])),
};
const lineFields = /^(design|flag)\.(.+?)(?:\.(text|due))?$/;
const isPrint = /^[0-9a-f]{16}$|^[0-9a-f]{32}$|^[0-9a-f]{64}$/;
const ends: Words = { low: 'lägst', high: 'högst' };
const questions = ['given', 'form', 'provision', 'decision', 'people', 'wish'] as const satisfies readonly (Question | 'people')[];
const wordOf = (words: Words, id: string): string => (Object.hasOwn(words, id) ? words[id] : undefined) ?? id;
const isRole = (name: string): name is Role => roles.some((role) => role === name);

/** What was asked for or read, where a value names a permission, a page or an address; null for every other value. */
function accessWords(name: string, value: string): string | null {
  if (name === 'action') return wordOf(permissionWords, value) === value ? null : wordOf(permissionWords, value);
  if (name === 'route') return routeWords(value);
  return name === 'page' ? pageWords(value) : null;
}

/** An answer of the nuläge, which the trail tells in one value (`current-state/audit.ts`); its last word is the comment's fingerprint. */
function stateInWords(told: string): string {
  const values = told.split(' ');
  const known = questions.map((question, place) => {
    const value = values[place] ?? '';
    if (question === 'people') return value === '-' ? 'antal okänt' : `${value.replace('-', '–')} personer`;
    return wordOf(answers[question], value).toLowerCase();
  });
  return known.join(', ');
}

type Known = Pick<Knowledge, 'catalogue' | 'districts' | 'ruleset'>;
const namesOf = (all: readonly { id: string; name: string }[]): Words => Object.fromEntries(all.map(({ id, name }) => [id, name]));

/**
 * The trail's names and values in Swedish. What has no words, such as what another version of the program wrote, is told as it is.
 * @param knowledge may be a live view: rules are called what they are called now.
 */
export function createTrailWords(knowledge: Known) {
  const insatser = namesOf(knowledge.catalogue.insatser);
  const groups = namesOf(knowledge.catalogue.groups);
  const places: Words = { [wholeCity]: 'hela staden', ...namesOf(knowledge.districts.all) };
  const bases = (): Words => Object.fromEntries(knowledge.ruleset.laws.map(({ id, shortTitle }) => [id, shortTitle]));
  const rules = (): Words =>
    Object.fromEntries(
      [...knowledge.ruleset.laws.flatMap((law) => law.rules), ...knowledge.ruleset.themes.flatMap((theme) => theme.rules)].map(({ name, event }) => [
        name,
        event.params.title,
      ]),
    );
  const each = (ids: string, words: Words): string => {
    const known = ids.split(' ').map((id) => wordOf(words, id));
    return known.join(', ');
  };

  function text(name: string, value: string): string {
    const [, kind, about = '', detail] = lineFields.exec(name) ?? [];
    if (kind === 'design' && isDesignFieldName(about))
      return designValueText(about, designFields[about].type === 'list' && value !== UNKNOWN ? value.split(' ').filter(Boolean) : value);
    if (kind === 'flag' && detail === undefined) return wordOf(responseLabels, value);
    const access = accessWords(name, value);
    if (access !== null) return access;
    if (isPrint.test(value)) return `fingeravtryck ${value.slice(0, 16)}`;
    if (isRole(name)) return each(value, places);
    if (name === 'rule' || name === 'rules') return each(value, rules());
    if (name === 'legalBasis' || name === 'basis') return wordOf(bases(), value);
    if (name === 'mentioned') return each(value, roleLabels);
    if (Object.hasOwn(insatser, name)) return stateInWords(value);
    const words = choices[name];
    return words === undefined ? value : each(value, words);
  }

  return {
    /** What a field of a row is called. */
    field(name: string): string {
      const [, kind, about = '', detail] = lineFields.exec(name) ?? [];
      if (kind === 'design' && isDesignFieldName(about)) return designFields[about].label;
      if (kind === 'flag') return `Svar på ”${wordOf(rules(), about)}”${detail === 'text' ? ', text' : detail === 'due' ? ', klart senast' : ''}`;
      const [assumption = '', end] = name.split('.');
      const assumed = Object.entries(assumptions).find(([id]) => id === assumption)?.[1];
      if (assumed !== undefined && end !== undefined) return `${assumed.label}, ${wordOf(ends, end)}`;
      if (isRole(name)) return roleLabels[name];
      return wordOf({ ...insatser, ...fieldWords }, name);
    },

    /** The id that stands behind a value's words, for who compares with the server's own log; null where the value says it all. */
    raw: (name: string, value: TrailValue): string | null => (typeof value === 'string' && accessWords(name, value) !== null ? value : null),

    /** A value of the field. */
    value(name: string, value: TrailValue): string {
      if (value === null || value === undefined || value === '') return '–';
      if (typeof value === 'boolean') return value ? 'ja' : 'nej';
      if (typeof value === 'string') return text(name, value);
      // A year or a version has no space in it; an amount may have a comma.
      return Number.isInteger(value) ? String(value) : number(value);
    },

    /** What a row is about, by name; the beginning of the id where it has none. */
    object(type: string, id: string): string {
      const [first = '', second = '', third = ''] = id.split('/');
      const short = first.slice(0, 8);
      if (type === 'line' || type === 'comment') return `${wordOf(insatser, second)}, ${wordOf(groups, third).toLowerCase()}`;
      if (type === 'text') return wordOf({ ...documentParts, outline: 'Rubriker' }, second);
      if (type === 'current_state') return `${wordOf(places, first)}, ${second}`;
      if (type === 'rule') return wordOf(rules(), id);
      return wordOf({ all: 'Allt', trail: 'Hela loggen', retention: 'Allt som är gammalt nog' }, /^[0-9a-f]{8}-/.test(id) ? short : id);
    },
  };
}
export type TrailWords = ReturnType<typeof createTrailWords>;
