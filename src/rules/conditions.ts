import type { Condition, Leaf } from './format.ts';

/** Children of a condition that is not a leaf. */
export function childrenOf(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  if ('not' in condition) return [condition.not];
  return [];
}

export function isLeaf(condition: Condition): condition is Leaf {
  return 'fact' in condition;
}

/** Every leaf of a condition tree with its path ("all.2.any.0"), in the order they stand. */
export function leavesOf(condition: Condition, path = ''): { path: string; leaf: Leaf }[] {
  if (isLeaf(condition)) return [{ path, leaf: condition }];
  const name = 'all' in condition ? 'all' : 'any' in condition ? 'any' : 'not';
  return childrenOf(condition).flatMap((child, i) => leavesOf(child, `${path === '' ? '' : `${path}.`}${name}.${i}`));
}

/** Folds a tree to a truth value, given the truth of each leaf. */
export function combine(condition: Condition, leafValue: (path: string, leaf: Leaf) => boolean, path = ''): boolean {
  if (isLeaf(condition)) return leafValue(path, condition);
  const name = 'all' in condition ? 'all' : 'any' in condition ? 'any' : 'not';
  const values = childrenOf(condition).map((child, i) => combine(child, leafValue, `${path === '' ? '' : `${path}.`}${name}.${i}`));
  if (name === 'all') return values.every(Boolean);
  if (name === 'any') return values.some(Boolean);
  return !values[0];
}
