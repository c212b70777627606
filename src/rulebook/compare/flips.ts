import { type Pathway, pathways, severities, type Verdict, verdicts } from '../../rules/format.ts';
import { pathwayLabels, severityLabels, verdictLabels } from '../../web/labels.ts';
import type { Answer, ComparedPair, Comparison } from './compare.ts';
import type { Side } from './sides.ts';

/** No pathway, stage or flag. */
export const none = 'none';

/** What of two answers is compared, and the values that it can have, in the order of the tables. */
export const aspects = {
  verdict: { label: 'Lagens svar', values: verdicts },
  pathway: { label: 'Föreslagen väg', values: [...pathways, none] },
  stage: { label: 'Etapp', values: ['1', '2', '3', none] },
  flags: { label: 'Riskflaggor', values: [...severities, none] },
} as const satisfies Record<string, { label: string; values: readonly string[] }>;
export type Aspect = keyof typeof aspects;
export const aspectIds = Object.keys(aspects) as Aspect[];

const words: Readonly<Record<Aspect, Readonly<Record<string, string>>>> = {
  verdict: verdictLabels,
  pathway: { ...pathwayLabels, [none]: 'Ingen väg: annan lag styr' },
  stage: { '1': 'Etapp 1', '2': 'Etapp 2', '3': 'Etapp 3', [none]: 'Öppnas inte' },
  flags: { ...severityLabels, [none]: 'Ingen flagga' },
};
/** A value in Swedish. */
export const valueText = (aspect: Aspect, value: string): string => words[aspect][value] ?? value;

/** A candidate about which the two sides say different things; for flags, one of them about one rule. */
export interface Flip {
  pair: ComparedPair;
  from: string;
  to: string;
  /** The rules that make it so on each side, by name. */
  fromRules: readonly string[];
  toRules: readonly string[];
}

/** How many candidates have one value on the one side and another (or the same) on the other. */
export type Crossing = Readonly<{ from: string; to: string; count: number }>;

const pathwayOf = ({ pathway }: Answer): Pathway | typeof none => pathway.event.params.pathway ?? none;
const stageOf = ({ pathway }: Answer): string => String(pathway.event.params.stage ?? none);

/** The kinds of rules of one side, so that the fired names can be told apart. */
interface Kinds {
  law: ReadonlySet<string>;
  /** Severity by name. */
  risks: ReadonlyMap<string, string>;
}
function kindsOf({ rules }: Side): Kinds {
  return {
    law: new Set(rules.lawRules.map(({ rule }) => rule.name)),
    risks: new Map(rules.risks.map(({ rule }) => [rule.name, rule.event.params.severity])),
  };
}

const lawOf = ({ fired }: Answer, { law }: Kinds): string[] => fired.filter((name) => law.has(name));
const risksOf = ({ fired }: Answer, { risks }: Kinds): string[] => fired.filter((name) => risks.has(name));

/** Pairs of values of a candidate under an aspect, with the rules behind; one for each flag of either side. */
function valuesOf(pair: ComparedPair, aspect: Aspect, kinds: { from: Kinds; to: Kinds }): Flip[] {
  const { from, to } = pair;
  if (aspect === 'verdict') return [{ pair, from: from.verdict, to: to.verdict, fromRules: lawOf(from, kinds.from), toRules: lawOf(to, kinds.to) }];
  if (aspect === 'flags') {
    const [before, after] = [new Set(risksOf(from, kinds.from)), new Set(risksOf(to, kinds.to))];
    const severity = (fired: ReadonlySet<string>, { risks }: Kinds, name: string) => (fired.has(name) ? (risks.get(name) ?? none) : none);
    return [...new Set([...before, ...after])].map((name) => ({
      pair,
      from: severity(before, kinds.from, name),
      to: severity(after, kinds.to, name),
      fromRules: before.has(name) ? [name] : [],
      toRules: after.has(name) ? [name] : [],
    }));
  }
  const value = aspect === 'pathway' ? pathwayOf : stageOf;
  return [{ pair, from: value(from), to: value(to), ...behindPathway(pair, kinds) }];
}

/** A pathway follows from the law's answer, and where that is the same on both sides from the flags that are not. */
function behindPathway({ from, to }: ComparedPair, kinds: { from: Kinds; to: Kinds }): Pick<Flip, 'fromRules' | 'toRules'> {
  const byLaw = from.verdict !== to.verdict;
  const [before, after] = [risksOf(from, kinds.from), risksOf(to, kinds.to)];
  const only = (some: readonly string[], others: readonly string[], own: Kinds, other: Kinds) =>
    some.filter((name) => !others.includes(name) || own.risks.get(name) !== other.risks.get(name));
  return {
    fromRules: [from.pathway.name, ...(byLaw ? lawOf(from, kinds.from) : only(before, after, kinds.from, kinds.to))],
    toRules: [to.pathway.name, ...(byLaw ? lawOf(to, kinds.to) : only(after, before, kinds.to, kinds.from))],
  };
}

export interface Flips {
  flips: readonly Flip[];
  /** Every crossing that occurs, those that change nothing too. */
  crossings: readonly Crossing[];
}

/** What differs between the sides, in the catalogue's order, and how often each value meets each. */
export function flipsOf({ from, to, pairs }: Comparison, aspect: Aspect): Flips {
  const kinds = { from: kindsOf(from), to: kindsOf(to) };
  const all = pairs.flatMap((pair) => valuesOf(pair, aspect, kinds));
  return { flips: all.filter((one) => one.from !== one.to), crossings: crossingsOf(all, aspect) };
}

/** Counts the crossings, in the order of the aspect's values. */
export function crossingsOf(all: readonly Pick<Flip, 'from' | 'to'>[], aspect: Aspect): Crossing[] {
  const counts = new Map<string, number>();
  for (const { from, to } of all) counts.set(`${from} ${to}`, (counts.get(`${from} ${to}`) ?? 0) + 1);
  return aspects[aspect].values.flatMap((from) =>
    aspects[aspect].values.flatMap((to) => {
      const count = counts.get(`${from} ${to}`);
      return count === undefined ? [] : [{ from, to, count }];
    }),
  );
}

/** Whether a text is a verdict: the cells of the law's answer are shown with their sign. */
export const isVerdict = (value: string): value is Verdict => verdicts.some((verdict) => verdict === value);
