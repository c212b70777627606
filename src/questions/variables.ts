/** What can be changed in a question, one thing at a time, with the values worth trying for the leaves of a goal. */
import { z } from 'zod';
import type { Assessor } from '../assessment/assess.ts';
import type { Candidate } from '../assessment/types.ts';
import { factText } from '../assessment/words.ts';
import { designFacts, factsOfField, groupFacts, nothingEntered } from '../candidate/build-facts.ts';
import { type Design, designChangeSchema, designFieldNames } from '../candidate/design.ts';
import { type DesignFieldName, designFields, UNKNOWN } from '../candidate/design-fields.ts';
import { type FactInfo, type Facts, type FactValue, factTable } from '../candidate/facts.ts';
import { kinds } from '../catalogue/kinds.ts';
import type { TargetGroup } from '../catalogue/schema.ts';
import type { Leaf } from '../rules/format.ts';
import { ageFactNames, ageText, factsOfAges } from './ages.ts';
import type { Variable } from './smallest-changes.ts';

/** Who could bring a change about, the easiest first: whoever designs, the district, or only another group or insats. */
export const levers = ['design', 'district', 'group', 'insats'] as const;
export type Lever = (typeof levers)[number];

export interface QuestionVariable extends Variable {
  lever: Lever;
  label: string;
  /** Some of the values in words: numbers beside each other as a span, ages as the catalogue has them. */
  say(values: readonly number[]): string[];
  /** The value of the question as it stands, in words. */
  now: string;
  /** The candidate with one of the values. */
  apply(candidate: Candidate, value: number): Candidate;
}

const known = z.enum(['yes', 'no', UNKNOWN]);
export const currentStateSchema = z.strictObject({ givenToday: known, withoutDecisionToday: known, privateToday: known, wishesOpen: known });

const pick = (facts: Facts, names: readonly string[]): Facts => Object.fromEntries(Object.entries(facts).filter(([name]) => names.includes(name)));
const distinct = <T>(items: readonly T[]): T[] => [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];

/** Numbers around the limits that the leaves name, each side of them. */
function numbersAround(leaves: readonly Leaf[], min: number, max: number): number[] {
  const limits = leaves.flatMap(({ value }) => [value].flat().map(Number)).filter(Number.isFinite);
  return distinct([...limits.flatMap((n) => [n - 1, n, n + 1]), min, max].filter((n) => n >= min && n <= max)).sort((a, b) => a - b);
}

/**
 * Numbers among those that were tried, in words. Between two that were tried next to each other no leaf has a limit, so where both do, all between
 * them do.
 */
function spansText(values: readonly number[], tried: readonly number[], min: number, max: number): string[] {
  const chosen = new Set(values);
  const spans: [number, number][] = [];
  for (const [i, number] of tried.entries()) {
    if (!chosen.has(number)) continue;
    const last = spans.at(-1);
    if (last !== undefined && i > 0 && last[1] === tried[i - 1]) last[1] = number;
    else spans.push([number, number]);
  }
  return spans.map(([from, to]) => {
    if (from === to) return String(from);
    if (from === min && to === max) return 'ett bestämt tal';
    return from === min ? `högst ${to}` : to === max ? `minst ${from}` : `${from}–${to}`;
  });
}

/** Words for values of which some are numbers: `answers` is what was tried, in order. */
function sayAnswers(answers: readonly unknown[], text: (i: number) => string, min: number, max: number): (values: readonly number[]) => string[] {
  const numbers = answers.filter((answer) => typeof answer === 'number');
  return (values) => [
    ...spansText(
      values.map((i) => answers[i]).filter((answer) => typeof answer === 'number'),
      numbers,
      min,
      max,
    ),
    ...values.filter((i) => typeof answers[i] !== 'number').map(text),
  ];
}

/** Every list that the leaves could tell apart: with and without each choice that they name, and of every length. */
function listsOf(choices: readonly string[], leaves: readonly Leaf[], now: readonly string[]): string[][] {
  const named = choices.filter((choice) => leaves.some(({ value }) => value === choice)).slice(0, 5);
  const others = choices.filter((choice) => !named.includes(choice));
  const subsets = named.reduce<string[][]>((all, choice) => all.concat(all.map((list) => [...list, choice])), [[]]);
  const near = choices.map((choice) => (now.includes(choice) ? now.filter((item) => item !== choice) : [...now, choice]));
  const all = [...near, ...subsets.flatMap((subset) => [subset, ...others.map((_, i) => [...subset, ...others.slice(0, i + 1)])])];
  // A form cannot answer with an empty list.
  return distinct(all.map((list) => choices.filter((choice) => list.includes(choice)))).filter((list) => list.length > 0);
}

function answersOf(field: DesignFieldName, leaves: readonly Leaf[], now: Design[DesignFieldName]): unknown[] {
  const info = designFields[field];
  if (info.type === 'choice') return [...Object.keys(info.choices), UNKNOWN];
  if (info.type === 'list') return [...listsOf(Object.keys(info.choices), leaves, typeof now === 'object' ? now : []), UNKNOWN];
  return [...numbersAround(leaves, info.min, info.max), 'none', UNKNOWN];
}

const kindFacts: readonly string[] = ['insats.kind', 'insats.feeListed'];

/** The id of what has to be changed for a fact to be otherwise. */
export function variableOf(fact: string): string {
  if (ageFactNames.includes(fact)) return 'group.age';
  if (kindFacts.includes(fact)) return 'insats.kind';
  const field = designFieldNames.find((name) => factsOfField(name).includes(fact));
  return field === undefined ? fact : `design.${field}`;
}

function designVariable(field: DesignFieldName, leaves: readonly Leaf[], candidate: Candidate): QuestionVariable | null {
  const own = factsOfField(field);
  const read = leaves.filter(({ fact }) => own.includes(fact));
  if (read.length === 0) return null;
  const answers = answersOf(field, read, candidate.design[field]);
  const changes = answers.map((answer) => designChangeSchema.parse({ [field]: answer }));
  const facts = (design: Design): Facts => pick(designFacts(design), own);
  const text = (design: Design): string => factText(`design.${field}`, design[field]);
  const info = designFields[field];
  const [min, max] = info.type === 'integer' ? [info.min, info.max] : [0, 0];
  return {
    id: `design.${field}`,
    lever: 'design',
    label: designFields[field].label,
    values: changes.map((change) => facts({ ...candidate.design, ...change })),
    say: sayAnswers(answers, (i) => text({ ...candidate.design, ...changes[i] }), min, max),
    now: text(candidate.design),
    apply: (to, value) => ({ ...to, design: { ...to.design, ...changes[value] } }),
  };
}

const largest = ({ label }: FactInfo): number => (label.includes('%') ? 100 : 1000);

function valuesOf(info: FactInfo, leaves: readonly Leaf[]): FactValue[] {
  if (info.type === 'boolean') return [true, false];
  if (info.type === 'number') return [...numbersAround(leaves, 0, largest(info)), ...(info.special ?? [])];
  return [...(info.values ?? [])];
}

const apply = (candidate: Candidate, facts: Facts): Candidate => ({ ...candidate, overrides: { ...candidate.overrides, ...facts } });

function factVariable(fact: string, leaves: readonly Leaf[], now: Facts): QuestionVariable | null {
  const info = factTable[fact];
  if (info === undefined || info.origin === 'basis' || info.origin === 'outcome' || info.origin === 'design') return null;
  const values = valuesOf(
    info,
    leaves.filter((leaf) => leaf.fact === fact),
  );
  const lever: Lever = info.origin === 'city' ? 'insats' : info.origin;
  const name = fact.slice('district.'.length);
  return {
    id: fact,
    lever,
    label: info.label,
    values: values.map((value) => ({ [fact]: value })),
    say: sayAnswers(values, (i) => factText(fact, values[i] ?? UNKNOWN), 0, largest(info)),
    now: factText(fact, now[fact] ?? UNKNOWN),
    apply: (to, i) =>
      lever === 'district'
        ? { ...to, currentState: currentStateSchema.parse({ ...nothingEntered, ...to.currentState, [name]: values[i] }) }
        : apply(to, { [fact]: values[i] ?? UNKNOWN }),
  };
}

/** The kind decides whether a fee may be taken, so they change together. */
function kindVariable(now: Facts): QuestionVariable {
  const all = Object.entries(kinds).map(([id, { feeListed }]) => ({ 'insats.kind': id, 'insats.feeListed': feeListed }));
  return {
    id: 'insats.kind',
    lever: 'insats',
    label: factTable['insats.kind']?.label ?? '',
    values: all,
    say: (values) => values.map((i) => factText('insats.kind', all[i]?.['insats.kind'] ?? UNKNOWN)),
    now: factText('insats.kind', now['insats.kind'] ?? UNKNOWN),
    apply: (to, i) => apply(to, all[i] ?? {}),
  };
}

/** Whether everything that the facts say of ages follows from the span: a group of carers "from 18" may say nothing of the young among them. */
function agesSayAll(facts: Facts): boolean {
  const [min, max] = [facts['group.ageMin'], facts['group.ageMax']].map(Number);
  const said: Facts = factsOfAges(min ?? 0, max ?? 120);
  return Object.entries(facts).every(([fact, value]) => said[fact] === value);
}

/** The spans of ages that groups of the catalogue have, and after them every other that the leaves could tell apart. */
function ageVariable(groups: readonly TargetGroup[], leaves: readonly Leaf[], now: Facts): QuestionVariable {
  const real = distinct(groups.map((group) => pick(groupFacts(group), ageFactNames))).filter(agesSayAll);
  const ofGroups = real.length;
  const limits = numbersAround(
    leaves.filter(({ fact }) => fact === 'group.ageMin' || fact === 'group.ageMax'),
    0,
    120,
  );
  const bounds = distinct([...limits, 14, 15, 17, 18, 20, 21, 64, 65]);
  const made = bounds.flatMap((min) => bounds.filter((max) => max >= min).map((max) => factsOfAges(min, max)));
  const spans = distinct([...real, ...made]);
  return {
    id: 'group.age',
    lever: 'group',
    label: 'Målgruppens ålder',
    values: spans,
    say: (values) => {
      const own = values.filter((i) => i < ofGroups);
      // Ages that no group of the catalogue has are only told where none of its own does, and a few of them are enough.
      return (own.length > 0 ? own : values.slice(0, 2)).map((i) => ageText(spans[i] ?? {}));
    },
    now: ageText(now),
    apply: (to, i) => apply(to, spans[i] ?? {}),
  };
}

/** Everything that the leaves read and that could be otherwise. The legal basis and the date are no facts to change here. */
export function variablesOf(assessor: Assessor, candidate: Candidate, leaves: readonly Leaf[]): QuestionVariable[] {
  const now = assessor.factsOf(candidate);
  const read = new Set(leaves.map(({ fact }) => fact));
  const reads = (facts: readonly string[]) => facts.some((fact) => read.has(fact));
  const alone = [...read].filter((fact) => !ageFactNames.includes(fact) && !kindFacts.includes(fact));
  return [
    ...designFieldNames.map((field) => designVariable(field, leaves, candidate)),
    ...alone.map((fact) => factVariable(fact, leaves, now)),
    reads(ageFactNames) ? ageVariable(assessor.knowledge.catalogue.groups, leaves, now) : null,
    reads(kindFacts) ? kindVariable(now) : null,
  ].filter((variable) => variable !== null);
}
