import type { Assessor } from '../assessment/assess.ts';
import { buildLine } from '../drafts/build-line.ts';
import type { Draft, Line } from '../drafts/draft-schema.ts';
import { type Pair, pairOf, scopeOf } from '../drafts/scope.ts';
import { lineKey, sameShaping, untouched } from '../drafts/shaping.ts';
import { contentOf, type Difference, differencesOf, type LineContent } from './line-content.ts';
import type { ProposalInputs } from './proposal-inputs.ts';
import { differingStates } from './staleness.ts';

/** Why a line differs: rules, law, catalogue or program did, the district's nuläge, the date that the law is read for, or people. */
export const causes = ['rules', 'current_state', 'date', 'people'] as const;
export type Cause = (typeof causes)[number];

export interface ComparedLine {
  insats: string;
  name: string;
  targetGroup: string;
  targetGroupName: string;
  causes: Cause[];
  /** False where the causes are only those that may lie behind: the rules of the later version are gone and cannot be asked again. */
  certain: boolean;
  differences: Difference[];
}

/** A draft with what it was made from. */
export interface Compared {
  inputs: ProposalInputs;
  draft: Draft;
}

/** A pair, and whether the proposal began with it. */
type ScopedPair = Pair & { inScope: boolean };

const sameRules = (a: ProposalInputs, b: ProposalInputs): boolean => a.ruleset === b.ruleset && a.catalogue === b.catalogue && a.program === b.program;

/** What has changed between two sets of inputs, one cause after the other, with the inputs after each. */
function stepsBetween(from: ProposalInputs, to: ProposalInputs): { cause: Cause; inputs: ProposalInputs }[] {
  const { shaping, currentStates, date } = from;
  const moved: readonly [Cause, boolean, ProposalInputs][] = [
    ['rules', !sameRules(from, to), { ...to, shaping, currentStates, date }],
    ['current_state', differingStates(currentStates, to.currentStates).length > 0, { ...to, shaping, date }],
    ['date', date !== to.date, { ...to, shaping }],
    ['people', JSON.stringify(shaping) !== JSON.stringify(to.shaping), to],
  ];
  return moved.flatMap(([cause, has, inputs]) => (has ? [{ cause, inputs }] : []));
}

/** Why a line differs, found by changing one thing after the other and assessing the line after each. */
function causesFound(assessor: Assessor, pair: ScopedPair | undefined, before: LineContent | undefined, steps: ReturnType<typeof stepsBetween>): Cause[] {
  let last = before;
  return steps.flatMap(({ cause, inputs }) => {
    const next = pair === undefined ? undefined : lineOf(assessor, inputs, pair);
    const differs = differencesOf(last, next).length > 0;
    last = next;
    return differs ? [cause] : [];
  });
}

/** The line as some inputs have it; undefined where they do not: it is removed, or nobody has taken it in beside those of the scope. */
function lineOf(assessor: Assessor, { legalBasis, date, currentStates, shaping }: ProposalInputs, { inScope, ...pair }: ScopedPair): LineContent | undefined {
  const own = shaping?.[lineKey(pair.insats.id, pair.group.id)];
  return own?.removed === true || (!inScope && own?.added !== true)
    ? undefined
    : contentOf(buildLine(assessor, pair, legalBasis, date, currentStates[pair.insats.id], own).line);
}

/** The causes that may lie behind, read off the inputs alone. */
function causesPossible(from: ProposalInputs, to: ProposalInputs, key: string, insats: string): Cause[] {
  const state = (inputs: ProposalInputs) => Object.fromEntries(Object.entries(inputs.currentStates).filter(([id]) => id === insats));
  const holds: Readonly<Record<Cause, boolean>> = {
    rules: !sameRules(from, to),
    current_state: differingStates(state(from), state(to)).length > 0,
    date: from.date !== to.date,
    people: !sameShaping(from.shaping?.[key] ?? untouched, to.shaping?.[key] ?? untouched),
  };
  return causes.filter((cause) => holds[cause]);
}

/** Every line that differs between two drafts of a proposal, in the order of the later one, removed lines last. `assessor`: by the rules of the later one. */
export function compareVersions(from: Compared, to: Compared, assessor: Assessor): ComparedLine[] {
  const { knowledge } = assessor;
  const byKey = ({ lines }: Draft) => new Map(lines.map((line) => [lineKey(line.insats, line.targetGroup), line]));
  const [before, after] = [byKey(from.draft), byKey(to.draft)];
  const steps = stepsBetween(from.inputs, to.inputs);
  const rulesAreHere = to.inputs.ruleset === knowledge.ruleset.hash && to.inputs.catalogue === knowledge.catalogueHash;
  const scope = new Set(
    scopeOf(to.draft.district, knowledge.catalogue.pairs, knowledge.unitScopes).pairs.map(({ insats, group }) => lineKey(insats.id, group.id)),
  );
  const pairAt = (key: string, insats: string): ScopedPair | undefined => {
    const pair = pairOf(knowledge.catalogue, insats, key.slice(insats.length + 1));
    return pair === undefined ? undefined : { ...pair, inScope: scope.has(key) };
  };
  const whyOf = (key: string, insats: string, old: LineContent | undefined): Pick<ComparedLine, 'causes' | 'certain'> => {
    const possible = causesPossible(from.inputs, to.inputs, key, insats);
    if (possible.length < 2 || !rulesAreHere) return { causes: possible, certain: possible.length < 2 };
    const found = causesFound(assessor, pairAt(key, insats), old, steps);
    return found.length === 0 ? { causes: possible, certain: false } : { causes: found, certain: true };
  };
  const content = (draft: Draft, line: Line | undefined) => (line === undefined ? undefined : contentOf(line, draft.commonConditions));
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((key): ComparedLine[] => {
    const [old, current] = [before.get(key), after.get(key)];
    const line = current ?? old;
    if (line === undefined) return [];
    const { insats, name, targetGroup, targetGroupName } = line;
    const told = content(from.draft, old);
    const differences = differencesOf(told, content(to.draft, current));
    return differences.length === 0 ? [] : [{ insats, name, targetGroup, targetGroupName, ...whyOf(key, insats, told), differences }];
  });
}
