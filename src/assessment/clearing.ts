import { findContradictions } from '../candidate/contradictions.ts';
import { type Design, designChangeSchema } from '../candidate/design.ts';
import { type DesignFieldName, designFields } from '../candidate/design-fields.ts';
import { leavesOf } from '../rules/conditions.ts';
import type { AnyRule, Leaf } from '../rules/format.ts';
import type { Assessor } from './assess.ts';
import { designFieldOf } from './missing.ts';
import type { Assessment, Candidate, DesignChange } from './types.ts';

type Answer = Design[DesignFieldName];

/** Answers worth trying to one question: all of a closed list; for a number the values around the rule's limits. */
function answersWorthTrying(field: DesignFieldName, leaves: readonly Leaf[]): (string | number | string[])[] {
  const info = designFields[field];
  if (info.type === 'choice') return Object.keys(info.choices);
  if (info.type === 'list') {
    const all = Object.keys(info.choices);
    return [...all.map((a) => [a]), ...all.map((_, i) => all.slice(0, i + 1))];
  }
  const limits = leaves.map((l) => Number(l.value)).filter(Number.isFinite);
  const numbers = [...limits, info.min, info.max].flatMap((n) => [n - 1, n, n + 1]).filter((n) => n >= info.min && n <= info.max);
  return [...new Set([...numbers, 'none'])];
}

/** The same as changes of the design, without the answer that it has already. */
function changesWorthTrying(field: DesignFieldName, leaves: readonly Leaf[], current: Answer): DesignChange[] {
  const now = JSON.stringify(current);
  return answersWorthTrying(field, leaves)
    .filter((answer) => JSON.stringify(answer) !== now)
    .map((answer) => designChangeSchema.parse({ [field]: answer }));
}

/** Every way to choose `size` of the items, in order. */
function* choose<T>(items: readonly T[], size: number): Generator<T[]> {
  const [first, ...rest] = items;
  if (size === 0) yield [];
  else if (first !== undefined) {
    for (const others of choose(rest, size - 1)) yield [first, ...others];
    yield* choose(rest, size);
  }
}

/** Every way to take one change from each list, put together. */
function* combine(lists: readonly DesignChange[][]): Generator<DesignChange> {
  const [first, ...rest] = lists;
  if (first === undefined) yield {};
  else for (const change of first) for (const others of combine(rest)) yield { ...change, ...others };
}

/** More questions than this at once is no small change, and would take too long to search. */
const maxFields = 3;

/**
 * The smallest change of design that clears a fired flag: fewest answers changed, then fewest new flags, then no
 * contradiction. Found by search over the questions that the rule reads, each try assessed in full. Null where none clears it.
 */
export function findSmallestChange(
  assessor: Assessor,
  candidate: Candidate,
  rule: AnyRule,
  before: Assessment,
): { set: DesignChange; newFlags: string[] } | null {
  const leaves = leavesOf(rule.conditions).map((l) => l.leaf);
  const byField = new Map<DesignFieldName, Leaf[]>();
  for (const leaf of leaves) {
    const field = designFieldOf(leaf.fact);
    if (field) byField.set(field, [...(byField.get(field) ?? []), leaf]);
  }
  const changes = [...byField].map(([field, own]) => changesWorthTrying(field, own, candidate.design[field]));
  const had = new Set(before.flags.map((f) => f.rule));
  const contradictionsBefore = findContradictions(candidate.design).length;

  for (let size = 1; size <= Math.min(maxFields, changes.length); size += 1) {
    let best: { set: DesignChange; newFlags: string[]; cost: number } | null = null;
    for (const chosen of choose(changes, size)) {
      for (const set of combine(chosen)) {
        const design = { ...candidate.design, ...set };
        const after = assessor.assess({ ...candidate, design });
        if (after.flags.some((f) => f.rule === rule.name)) continue;
        const newFlags = after.flags.map((f) => f.rule).filter((name) => !had.has(name));
        const contradictions = Math.max(0, findContradictions(design).length - contradictionsBefore);
        const cost = contradictions * 100 + newFlags.length;
        if (best === null || cost < best.cost) best = { set, newFlags, cost };
      }
    }
    if (best) return { set: best.set, newFlags: best.newFlags };
  }
  return null;
}
