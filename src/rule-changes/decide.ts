/** Whether a condition can hold at all, and whether it can fail: decided by search, exactly, or said to be undecided. */
import type { Facts, FactValue } from '../candidate/facts.ts';
import { childrenOf, isLeaf, leavesOf } from '../rules/conditions.ts';
import type { Condition } from '../rules/format.ts';
import { type Variable, variablesOf } from './domain.ts';

/** `sometimes` comes with facts for which it holds and facts for which it does not. */
export type Decision = { is: 'never' | 'always' | 'undecided' } | { is: 'sometimes'; holds: Facts; fails: Facts };

/** Steps of search before the answer is "undecided"; the repository's largest rule takes some hundreds. */
const defaultBudget = 100_000;

/** A tree whose leaves are numbered in the order of `leavesOf`. */
type Numbered = { leaf: number } | { join: 'all' | 'any' | 'not'; children: Numbered[] };

function numbered(condition: Condition, next: { leaf: number }): Numbered {
  if (isLeaf(condition)) {
    next.leaf += 1;
    return { leaf: next.leaf - 1 };
  }
  const join = 'all' in condition ? 'all' : 'any' in condition ? 'any' : 'not';
  return { join, children: childrenOf(condition).map((child) => numbered(child, next)) };
}

/** The truth of the tree where only some leaves are known: true, false, or the first leaf that is still needed. */
function truthOf(node: Numbered, known: readonly (boolean | undefined)[]): boolean | { needs: number } {
  if ('leaf' in node) return known[node.leaf] ?? { needs: node.leaf };
  if (node.join === 'not') {
    const [child] = node.children;
    const truth = child === undefined ? false : truthOf(child, known);
    return typeof truth === 'boolean' ? !truth : truth;
  }
  const settles = node.join === 'any';
  let open: { needs: number } | null = null;
  for (const child of node.children) {
    const truth = truthOf(child, known);
    if (truth === settles) return settles;
    if (typeof truth !== 'boolean') open ??= truth;
  }
  return open ?? !settles;
}

/**
 * Facts for which the tree is what is wanted, by backtracking over the values that the leaves tell apart; a branch ends as
 * soon as the tree is settled. Null where there are none, "undecided" where the budget is used up.
 */
function find(root: Numbered, wanted: boolean, variables: readonly Variable[], leafCount: number, budget: number): Facts | null | 'undecided' {
  const variableOf: Variable[] = [];
  for (const variable of variables) for (const [leaf] of variable.truths[0] ?? []) variableOf[leaf] = variable;
  const known: (boolean | undefined)[] = Array.from({ length: leafCount });
  const chosen = new Map<string, FactValue>();
  let steps = 0;
  const search = (): boolean | 'undecided' => {
    steps += 1;
    if (steps > budget) return 'undecided';
    const truth = truthOf(root, known);
    if (typeof truth === 'boolean') return truth === wanted;
    const variable = variableOf[truth.needs];
    if (variable === undefined) return false;
    for (const [i, truths] of variable.truths.entries()) {
      for (const [leaf, holds] of truths) known[leaf] = holds;
      for (const [at, fact] of variable.facts.entries()) chosen.set(fact, variable.values[i]?.[at] ?? '');
      const found = search();
      if (found !== false) return found;
      for (const [leaf] of truths) known[leaf] = undefined;
      for (const fact of variable.facts) chosen.delete(fact);
    }
    return false;
  };
  const found = search();
  return found === 'undecided' ? found : found ? Object.fromEntries(chosen) : null;
}

/** Decides a condition whose leaves are sound. "never" and "always" are proved; facts that it does not read are left out of the examples. */
export function decide(condition: Condition, budget = defaultBudget): Decision {
  const leaves = leavesOf(condition).map(({ leaf }) => leaf);
  const root = numbered(condition, { leaf: 0 });
  const variables = variablesOf(leaves);
  const holds = find(root, true, variables, leaves.length, budget);
  if (holds === null) return { is: 'never' };
  const fails = find(root, false, variables, leaves.length, budget);
  if (fails === null) return { is: 'always' };
  return holds === 'undecided' || fails === 'undecided' ? { is: 'undecided' } : { is: 'sometimes', holds, fails };
}

/** The parts of a condition, topmost first, that can never or always hold; and whether something could not be decided. */
export function decideParts(condition: Condition, path = ''): { path: string; is: 'never' | 'always' | 'undecided' }[] {
  const { is } = decide(condition);
  if (is === 'never' || is === 'always') return [{ path, is }];
  const own = is === 'undecided' ? [{ path, is }] : [];
  if (isLeaf(condition)) return own;
  const name = 'all' in condition ? 'all' : 'any' in condition ? 'any' : 'not';
  return [...own, ...childrenOf(condition).flatMap((child, i) => decideParts(child, `${path === '' ? '' : `${path}.`}${name}.${i}`))];
}
