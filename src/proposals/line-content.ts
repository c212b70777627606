import { responseInWords } from '../documents/changes-chapter.ts';
import type { Draft, Line } from '../drafts/draft-schema.ts';
import { standingInWords } from '../drafts/shape-line.ts';
import { severityLabels, verdictLabels } from '../drafts/wording.ts';

/** In what a line can differ between two drafts. */
export const differenceLabels = {
  added: 'Raden har kommit till',
  removed: 'Raden är borttagen',
  standing: 'Väg och etapp',
  law: 'Lagens svar',
  conditions: 'Villkor',
  flags: 'Flaggor',
  signals: 'Det som talar för',
  wording: 'Reglernas ord',
  motive: 'Motiv',
  responses: 'Svar på flaggor',
} as const;

/** One thing in which a line differs between two drafts. */
export interface Difference {
  what: keyof typeof differenceLabels;
  from: string[];
  to: string[];
}

/** What a line says, so that it can be laid beside the same line of another draft. */
export interface LineContent {
  standing: string;
  law: string[];
  /** By question of the design; in full, the common ones too. */
  conditions: ReadonlyMap<string, string>;
  flags: string[];
  signals: string[];
  /** The words of each rule that speaks here, by rule. */
  wording: ReadonlyMap<string, string>;
  motive: string[];
  responses: string[];
}

/** A line's content; `common` are the villkor that the draft has taken off its lines. */
export function contentOf(line: Line, common: Draft['commonConditions'] = []): LineContent {
  const shared = common.filter(({ field }) => !line.exempt.includes(field));
  return {
    standing: line.pathway === null ? 'En annan lag styr' : standingInWords(line),
    law: [verdictLabels[line.verdict], ...line.grounds.map(({ title, citation }) => `${title} (${citation})`)],
    conditions: new Map(line.stage === null ? [] : [...shared, ...line.conditions].map(({ field, text }) => [field, text])),
    flags: line.flags.map(({ title, severity }) => `${title} (${severityLabels[severity].toLowerCase()})`),
    signals: line.signals.map(({ title }) => title),
    wording: new Map([
      ...line.grounds.map(({ rule, title, text }) => [rule, `${title}: ${text}`] as const),
      ...line.flags.map(({ rule, title, message, clearedBy, remedy, citations }): [string, string] => {
        const ways = [...clearedBy.map((way) => way.text), ...(remedy === null ? [] : [remedy])].join(' Eller: ');
        return [rule, `${title}: ${message} Klaras: ${ways} (${citations.join('; ')})`];
      }),
      ...line.signals.map(({ rule, title, message, citations }) => [rule, `${title}: ${message} (${citations.join('; ')})`] as const),
    ]),
    motive: line.shaped?.motive ? [line.shaped.motive] : [],
    responses: (line.shaped?.responses ?? []).map((response) => `${response.title}: ${responseInWords(response)}`),
  };
}

const only = (one: readonly string[], other: readonly string[]): string[] => one.filter((item) => !other.includes(item));

/** What one of two lists has that the other does not; nothing where they are alike. */
function listDifference(what: Difference['what'], from: readonly string[], to: readonly string[]): Difference[] {
  const [gone, come] = [only(from, to), only(to, from)];
  return gone.length + come.length === 0 ? [] : [{ what, from: gone, to: come }];
}

/** Where a line starts or ceases to open, all its villkor come or go: said as a number, since the reason stands under the pathway. */
function conditionDifference(from: LineContent['conditions'], to: LineContent['conditions']): Difference[] {
  if (from.size === 0 || to.size === 0) {
    const told = ({ size }: LineContent['conditions']) => (size === 0 ? 'Inga villkor, eftersom raden inte öppnas.' : `${size} villkor.`);
    return listDifference('conditions', [told(from)], [told(to)]);
  }
  return listDifference('conditions', [...from.values()], [...to.values()]);
}

/** The same rules speak, but in other words. */
function wordingDifference(from: LineContent['wording'], to: LineContent['wording']): Difference[] {
  const changed = [...to].flatMap(([rule, text]) => {
    const before = from.get(rule);
    return before === undefined || before === text ? [] : [[before, text] as const];
  });
  return changed.length === 0 ? [] : [{ what: 'wording', from: changed.map(([before]) => before), to: changed.map(([, after]) => after) }];
}

/** Everything in which a line differs; undefined is a line that is not there. */
export function differencesOf(from: LineContent | undefined, to: LineContent | undefined): Difference[] {
  if (from === undefined || to === undefined) return from === to ? [] : [{ what: from === undefined ? 'added' : 'removed', from: [], to: [] }];
  return [
    ...listDifference('standing', [from.standing], [to.standing]),
    ...listDifference('law', from.law, to.law),
    ...conditionDifference(from.conditions, to.conditions),
    ...listDifference('flags', from.flags, to.flags),
    ...listDifference('signals', from.signals, to.signals),
    ...wordingDifference(from.wording, to.wording),
    ...listDifference('motive', from.motive, to.motive),
    ...listDifference('responses', from.responses, to.responses),
  ];
}
