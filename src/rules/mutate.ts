/** Small faults that someone could make in a rule. The check asks whether any case would notice each of them. */
import { isLeaf } from './conditions.ts';
import type { Condition, Leaf, Operator, TopCondition } from './format.ts';

export const mutationKinds = ['negate', 'operator', 'threshold', 'list_value', 'group', 'drop'] as const;
export type MutationKind = (typeof mutationKinds)[number];

export interface Mutation {
  kind: MutationKind;
  /** Where in the tree: "all.2.any.0"; the empty path is the whole condition. */
  path: string;
  /** What stood there and what stands there instead; null where it is dropped. */
  before: Condition;
  after: Condition | null;
  /** The rule's whole condition with the fault in it. */
  mutant: TopCondition;
}

type Change = Omit<Mutation, 'mutant'> & { whole: Condition };

const comparisons: readonly Operator[] = ['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'];
const opposite: Readonly<Partial<Record<Operator, Operator>>> = {
  equal: 'notEqual',
  notEqual: 'equal',
  in: 'notIn',
  notIn: 'in',
  contains: 'doesNotContain',
  doesNotContain: 'contains',
};

/** Operators that the same value would pass the check with: a number is also compared, a list is only looked through. */
function otherOperators({ operator, value }: Leaf): Operator[] {
  const swapped = opposite[operator];
  const all = typeof value === 'number' ? [...comparisons, 'equal' as const, 'notEqual' as const] : swapped === undefined ? [] : [swapped];
  return all.filter((other) => other !== operator);
}

function leafChanges(leaf: Leaf, path: string): Change[] {
  const { operator, value } = leaf;
  const change = (kind: MutationKind, whole: Condition): Change => ({ kind, path, before: leaf, after: whole, whole });
  const numbers = typeof value === 'number' ? [value - 1, value + 1] : [];
  const shorter = Array.isArray(value) && value.length > 1 ? value.map((_, i) => value.filter((_, k) => k !== i)) : [];
  return [
    change('negate', { not: leaf }),
    ...otherOperators(leaf).map((other) => change('operator', { ...leaf, operator: other })),
    ...numbers.map((number) => change('threshold', { fact: leaf.fact, operator, value: number })),
    ...shorter.map((list) => change('list_value', { fact: leaf.fact, operator, value: list })),
  ];
}

function changesOf(condition: Condition, path: string): Change[] {
  if (isLeaf(condition)) return leafChanges(condition, path);
  const under = (name: string, i: number): string => `${path === '' ? '' : `${path}.`}${name}.${i}`;
  if ('not' in condition) {
    const inner = changesOf(condition.not, under('not', 0)).map((change) => ({ ...change, whole: { not: change.whole } }));
    return [{ kind: 'negate', path, before: condition, after: condition.not, whole: condition.not }, ...inner];
  }
  const name = 'all' in condition ? 'all' : 'any';
  const children = 'all' in condition ? condition.all : condition.any;
  const group = (items: Condition[]): Condition => (name === 'all' ? { all: items } : { any: items });
  const replaced = children.flatMap((child, i) =>
    changesOf(child, under(name, i)).map((change) => ({ ...change, whole: group(children.map((item, k) => (k === i ? change.whole : item))) })),
  );
  if (children.length < 2) return replaced;
  const turned: Condition = name === 'all' ? { any: [...children] } : { all: [...children] };
  const dropped = children.map(
    (child, i): Change => ({ kind: 'drop', path: under(name, i), before: child, after: null, whole: group(children.filter((_, k) => k !== i)) }),
  );
  return [{ kind: 'group', path, before: condition, after: turned, whole: turned }, ...dropped, ...replaced];
}

/**
 * Every rule condition that differs from this one in a single place: a condition negated, another operator that the value allows,
 * a limit one higher or lower, a value missing from a list, "all" for "any", a part left out. Two that read the same are one.
 */
export function mutationsOf(condition: TopCondition): Mutation[] {
  const seen = new Set<string>([JSON.stringify(condition)]);
  return changesOf(condition, '').flatMap(({ whole, ...rest }) => {
    const mutant: TopCondition = isLeaf(whole) ? { all: [whole] } : whole;
    return seen.size === seen.add(JSON.stringify(mutant)).size ? [] : [{ ...rest, mutant }];
  });
}
