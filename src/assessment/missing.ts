import { isDesignFieldName } from '../candidate/design.ts';
import { type DesignFieldName, UNKNOWN } from '../candidate/design-fields.ts';
import { compile, type FactRow, factIndex, type Test } from '../rules/compile.ts';
import { childrenOf, isLeaf, leavesOf } from '../rules/conditions.ts';
import type { Condition, Leaf } from '../rules/format.ts';

/** Branches are asked again for every candidate; each is compiled once. */
const compiled = new WeakMap<Condition, Test>();
function holds(condition: Condition, row: FactRow): boolean {
  let test = compiled.get(condition);
  if (!test) {
    test = compile(condition);
    compiled.set(condition, test);
  }
  return test(row);
}

const derived: Readonly<Record<string, DesignFieldName>> = { private: 'provider', contactWayCount: 'contactWays' };

/** The design question behind a fact, or null for a fact that is not about the design. */
export function designFieldOf(fact: string): DesignFieldName | null {
  if (!fact.startsWith('design.')) return null;
  const name = fact.slice('design.'.length);
  const field = derived[name] ?? name;
  return isDesignFieldName(field) ? field : null;
}

/** The leaves that carry a condition that holds: every branch of "all", the branches of "any" that hold. */
function supporting(condition: Condition, row: FactRow): Leaf[] {
  if (isLeaf(condition)) return [condition];
  if ('any' in condition) return condition.any.filter((c) => holds(c, row)).flatMap((c) => supporting(c, row));
  return childrenOf(condition).flatMap((c) => ('not' in condition ? leavesOf(c).map((l) => l.leaf) : supporting(c, row)));
}

/** Unanswered design questions that a fired rule rests on. */
export function missingFields(condition: Condition, row: FactRow): DesignFieldName[] {
  const fields = supporting(condition, row)
    .filter((leaf) => row[factIndex[leaf.fact] ?? -1] === UNKNOWN)
    .map((leaf) => designFieldOf(leaf.fact))
    .filter((field) => field !== null);
  return [...new Set(fields)];
}
