/** The values that facts can have together, cut down to those that the leaves of a condition tell apart. */
import { designFieldNames } from '../candidate/design.ts';
import { designFields, UNKNOWN } from '../candidate/design-fields.ts';
import { type FactInfo, type FactValue, factTable, outcomeFacts } from '../candidate/facts.ts';
import { type Kind, kinds } from '../catalogue/kinds.ts';
import { compile, factIndex } from '../rules/compile.ts';
import type { Leaf } from '../rules/format.ts';

/** Facts that belong together, and every combination of their values that leaves can tell apart. */
export interface Variable {
  facts: readonly string[];
  values: readonly (readonly FactValue[])[];
  /** For each combination the truth of the leaves that read these facts: [position of the leaf, holds]. */
  truths: readonly (readonly (readonly [number, boolean])[])[];
}

/** The whole numbers that a fact can be, by the schemas that its data is read with (survey counts 0–290, shares 0–100, ages 0–120). */
function rangeOf(fact: string): readonly [number, number] {
  const field = designFieldNames.find((name) => fact === `design.${name}`);
  const design = field === undefined ? undefined : designFields[field];
  if (design?.type === 'integer') return [design.min, design.max];
  if (fact === 'design.contactWayCount') return [0, Object.keys(designFields.contactWays.choices).length];
  if (fact.endsWith('Share')) return [0, 100];
  if (fact === 'city.wishDistricts') return [0, 13];
  if (fact.startsWith('insats.')) return [0, 290];
  if (fact.startsWith('group.age')) return [0, 120];
  return [0, Number.MAX_SAFE_INTEGER];
}

/** Each side of every limit, and the limit itself: between them nothing changes. */
function numbers(fact: string, leaves: readonly Leaf[]): number[] {
  const [least, most] = rangeOf(fact);
  if (most - least < 20) return Array.from({ length: most - least + 1 }, (_, i) => least + i);
  const limits = leaves.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
  const near = limits.flatMap((n) => [Math.floor(n) - 1, Math.floor(n), Math.ceil(n), Math.ceil(n) + 1]);
  return [...new Set([least, most, ...near])].filter((n) => n >= least && n <= most);
}

/** Every subset of the values; a list is only asked whether it contains one. */
function subsets(values: readonly string[]): string[][] {
  const [first, ...rest] = values;
  if (first === undefined) return [[]];
  const others = subsets(rest);
  return [...others, ...others.map((some) => [first, ...some])];
}

function domainOf(fact: string, info: FactInfo, leaves: readonly Leaf[]): FactValue[] {
  const special = info.special ?? [];
  if (info.type === 'boolean') return [true, false];
  if (info.type === 'number') return [...numbers(fact, leaves), ...special];
  const values = info.values ?? [];
  return info.type === 'list' ? [...subsets(values), ...special] : [...values, ...special];
}

const isKind = (value: FactValue): value is Kind => typeof value === 'string' && Object.hasOwn(kinds, value);

/** Facts that follow from each other (`build-facts.ts`, and the catalogue's own checks): what no candidate can combine. */
const bound: readonly { facts: readonly [string, string]; can: (a: FactValue, b: FactValue) => boolean }[] = [
  { facts: ['design.provider', 'design.private'], can: (provider, other) => other === (provider === UNKNOWN ? UNKNOWN : provider === 'own' ? 'no' : 'yes') },
  { facts: ['design.contactWays', 'design.contactWayCount'], can: (ways, count) => count === (Array.isArray(ways) ? ways.length : UNKNOWN) },
  { facts: ['insats.kind', 'insats.feeListed'], can: (kind, listed) => isKind(kind) && kinds[kind].feeListed === listed },
  { facts: ['group.ageMin', 'group.ageMax'], can: (least, most) => Number(least) <= Number(most) },
];

/** Combinations that no leaf tells apart count once. */
function distinct(facts: readonly string[], combinations: readonly FactValue[][], leaves: readonly Leaf[]): Variable {
  const tests = leaves.flatMap((leaf, i) => (facts.includes(leaf.fact) ? [{ i, test: compile(leaf) }] : []));
  const row: FactValue[] = [];
  const seen = new Map<string, { values: FactValue[]; truths: [number, boolean][] }>();
  for (const values of combinations) {
    for (const [at, fact] of facts.entries()) row[factIndex[fact] ?? 0] = values[at] ?? UNKNOWN;
    const truths = tests.map(({ i, test }): [number, boolean] => [i, test(row)]);
    const key = truths.map(([, holds]) => (holds ? '1' : '0')).join('');
    if (!seen.has(key)) seen.set(key, { values, truths });
  }
  const kept = [...seen.values()];
  return { facts, values: kept.map((k) => k.values), truths: kept.map((k) => k.truths) };
}

/** The variables of a condition with these leaves. Every fact must be in the fact table (`checkLeaf` has said so). */
export function variablesOf(leaves: readonly Leaf[]): Variable[] {
  const read = [...new Set(leaves.map(({ fact }) => fact))];
  const of = (fact: string): FactValue[] => {
    const info = factTable[fact] ?? outcomeFacts[fact];
    if (info === undefined) throw new Error(`okänt faktum ${fact}`);
    return domainOf(
      fact,
      info,
      leaves.filter((leaf) => leaf.fact === fact),
    );
  };
  const pairs = bound.filter(({ facts }) => facts.every((fact) => read.includes(fact)));
  const paired = new Set(pairs.flatMap(({ facts }) => facts));
  return [
    ...pairs.map(({ facts: [a, b], can }) => {
      const second = of(b);
      return distinct(
        [a, b],
        of(a).flatMap((x) => second.filter((y) => can(x, y)).map((y) => [x, y])),
        leaves,
      );
    }),
    ...read
      .filter((fact) => !paired.has(fact))
      .map((fact) =>
        distinct(
          [fact],
          of(fact).map((value) => [value]),
          leaves,
        ),
      ),
  ];
}
