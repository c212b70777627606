import { responseInWords } from '../documents/changes-chapter.ts';
import type { Draft, Line } from '../drafts/draft-schema.ts';
import { type DocumentPart, defaultOutline, documentPartIds, documentParts, type Outline, sameOutline } from '../drafts/outline.ts';
import { standingInWords } from '../drafts/shape-line.ts';
import { lineKey, sameShaping, untouched } from '../drafts/shaping.ts';
import { assumptionIds, assumptions, type Scenario, type Span } from '../economy/scenario.ts';
import { number } from '../web/format.ts';
import type { StoredVersion } from './repository.ts';

/** Why a line differs: because people changed it, because rules, law or catalogue did, or both. */
export type Cause = 'people' | 'rules' | 'both';

export interface Difference {
  what: 'added' | 'removed' | 'standing' | 'conditions' | 'flags' | 'motive' | 'responses';
  from: string[];
  to: string[];
}

export interface ComparedLine {
  insats: string;
  name: string;
  targetGroup: string;
  targetGroupName: string;
  cause: Cause;
  differences: Difference[];
}

/** The villkor of a line in full: the common ones that apply to it and its own. */
function conditionsOf(draft: Draft, line: Line): Map<string, string> {
  if (line.stage === null) return new Map();
  const common = draft.commonConditions.filter(({ field }) => !line.exempt.includes(field));
  return new Map([...common, ...line.conditions].map(({ field, text }) => [field, text]));
}

const only = (one: Iterable<string>, other: ReadonlySet<string>): string[] => [...one].filter((item) => !other.has(item));

/** What one of two lists has that the other does not; nothing where they are alike. */
function listDifference(what: Difference['what'], from: readonly string[], to: readonly string[]): Difference[] {
  const [gone, come] = [only(from, new Set(to)), only(to, new Set(from))];
  return gone.length + come.length === 0 ? [] : [{ what, from: gone, to: come }];
}

/** Where a line starts or ceases to open, all its villkor come or go: said as a number, since the reason stands under the pathway. */
function conditionDifference(from: ReadonlyMap<string, string>, to: ReadonlyMap<string, string>): Difference[] {
  if (from.size === 0 || to.size === 0) {
    const told = ({ size }: ReadonlyMap<string, string>) => (size === 0 ? 'Inga villkor, eftersom raden inte öppnas.' : `${size} villkor.`);
    return listDifference('conditions', [told(from)], [told(to)]);
  }
  return listDifference('conditions', [...from.values()], [...to.values()]);
}

function differencesOf(a: Draft, before: Line, b: Draft, after: Line): Difference[] {
  const standing = (line: Line) => (line.pathway === null ? 'En annan lag styr' : standingInWords(line));
  const answers = (line: Line) => (line.shaped?.responses ?? []).map((response) => `${response.title}: ${responseInWords(response)}`);
  const motive = (line: Line) => (line.shaped?.motive ? [line.shaped.motive] : []);
  return [
    ...listDifference('standing', [standing(before)], [standing(after)]),
    ...conditionDifference(conditionsOf(a, before), conditionsOf(b, after)),
    ...listDifference(
      'flags',
      before.flags.map((flag) => flag.title),
      after.flags.map((flag) => flag.title),
    ),
    ...listDifference('motive', motive(before), motive(after)),
    ...listDifference('responses', answers(before), answers(after)),
  ];
}

/** Every line that differs between two versions of a proposal, in the order of the later one, removed lines last. */
export function compareVersions(from: StoredVersion, to: StoredVersion): ComparedLine[] {
  const byKey = (draft: Draft) => new Map(draft.lines.map((line) => [lineKey(line.insats, line.targetGroup), line]));
  const [before, after] = [byKey(from.draft), byKey(to.draft)];
  const otherRules = from.ruleset !== to.ruleset || from.catalogue !== to.catalogue;
  const causeOf = (key: string): Cause => {
    const people = !sameShaping(from.inputs.shaping?.[key] ?? untouched, to.inputs.shaping?.[key] ?? untouched);
    if (!people) return 'rules';
    return otherRules ? 'both' : 'people';
  };
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((key): ComparedLine[] => {
    const [old, current] = [before.get(key), after.get(key)];
    const line = current ?? old;
    if (line === undefined) return [];
    const { insats, name, targetGroup, targetGroupName } = line;
    const differences: Difference[] =
      old !== undefined && current !== undefined
        ? differencesOf(from.draft, old, to.draft, current)
        : [{ what: old === undefined ? 'added' : 'removed', from: [], to: [] }];
    return differences.length === 0 ? [] : [{ insats, name, targetGroup, targetGroupName, cause: causeOf(key), differences }];
  });
}

/** What people have written beside the lines, where two versions differ. Rules and catalogue never change it. */
export interface ComparedParts {
  texts: { part: DocumentPart; title: string; from: string; to: string }[];
  /** The headings in their order; null where they are the same. */
  outline: { from: string[]; to: string[] } | null;
  scenarios: { id: string; name: string; from: string[]; to: string[] }[];
}

const spanInWords = ({ low, high }: Span): string => (low === high ? number(low) : `${number(low)} till ${number(high)}`);

/** A scenario as a list of what it says, so that two can be compared item by item. */
function scenarioInWords({ name, lines, ...assumed }: Scenario): string[] {
  const numbers = assumptionIds.flatMap((assumption) => {
    const value = assumed[assumption];
    const { label, unit } = assumptions[assumption];
    return value === null ? [] : [`${label}: ${spanInWords(value.span)} ${unit}${value.from === '' ? '' : ` (${value.from})`}`];
  });
  return [`Namn: ${name}`, `Antal rader: ${number(lines.length)}`, ...numbers];
}

/** Texts, headings and scenarios that differ between two versions. */
export function compareParts({ inputs: from }: Pick<StoredVersion, 'inputs'>, { inputs: to }: Pick<StoredVersion, 'inputs'>): ComparedParts {
  const outline = (one: Outline | undefined) => one ?? defaultOutline;
  const titleOf = (part: DocumentPart) => [...outline(to.outline), ...outline(from.outline)].find((one) => one.part === part)?.title ?? documentParts[part];
  const texts = documentPartIds.flatMap((part) => {
    const [before, after] = [from.texts?.[part] ?? '', to.texts?.[part] ?? ''];
    return before === after ? [] : [{ part, title: titleOf(part), from: before, to: after }];
  });
  const titles = (one: Outline | undefined) => outline(one).map(({ title }) => title);
  const [before, after] = [from, to].map(({ economy = [] }) => new Map(economy.map((scenario) => [scenario.id, scenario])));
  const ids = new Set([...(after?.keys() ?? []), ...(before?.keys() ?? [])]);
  const scenarios = [...ids].flatMap((id) => {
    const [old, current] = [before?.get(id), after?.get(id)];
    if (JSON.stringify(old) === JSON.stringify(current)) return [];
    const [was, is] = [old === undefined ? [] : scenarioInWords(old), current === undefined ? [] : scenarioInWords(current)];
    return [{ id, name: current?.name ?? old?.name ?? '', from: only(was, new Set(is)), to: only(is, new Set(was)) }];
  });
  return { texts, outline: sameOutline(outline(from.outline), outline(to.outline)) ? null : { from: titles(from.outline), to: titles(to.outline) }, scenarios };
}
