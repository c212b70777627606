import { findContradictions } from '../candidate/contradictions.ts';
import type { Design } from '../candidate/design.ts';
import { type DesignFieldName, designFields } from '../candidate/design-fields.ts';
import { leavesOf } from '../rules/conditions.ts';
import type { AnyRule, Leaf } from '../rules/format.ts';
import type { Assessor } from './assess.ts';
import { designFieldOf } from './missing.ts';
import type { Assessment, Candidate, DesignChange } from './types.ts';

type Answer = Design[DesignFieldName];

/** Answers worth trying for one question: all of a closed list; for a number the values around the rule's limits. */
function answersToTry(field: DesignFieldName, leaves: readonly Leaf[], current: Answer): Answer[] {
  const info = designFields[field];
  const same = (a: Answer) => JSON.stringify(a) === JSON.stringify(current);
  if (info.type === 'choice') return (Object.keys(info.choices) as Answer[]).filter((a) => !same(a));
  if (info.type === 'list') {
    const all = Object.keys(info.choices);
    return [...all.map((a) => [a]), ...all.map((_, i) => all.slice(0, i + 1))].filter((a) => !same(a as Answer)) as Answer[];
  }
  const limits = leaves.map((l) => Number(l.value)).filter(Number.isFinite);
  const numbers = [...limits, info.min, info.max].flatMap((n) => [n - 1, n, n + 1]).filter((n) => n >= info.min && n <= info.max);
  return [...new Set<Answer>([...numbers, 'none'])].filter((a) => !same(a));
}

/** Every way to choose `size` of the items, in order. */
function* choose<T>(items: readonly T[], size: number, from = 0): Generator<T[]> {
  if (size === 0) yield [];
  else for (let i = from; i <= items.length - size; i += 1) for (const rest of choose(items, size - 1, i + 1)) yield [items[i] as T, ...rest];
}

function* combinations(fields: readonly { field: DesignFieldName; answers: Answer[] }[]): Generator<[DesignFieldName, Answer][]> {
  const [first, ...rest] = fields;
  if (!first) yield [];
  else for (const answer of first.answers) for (const tail of combinations(rest)) yield [[first.field, answer], ...tail];
}

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
  const fields = [...byField].map(([field, own]) => ({ field, answers: answersToTry(field, own, candidate.design[field]) }));
  const had = new Set(before.flags.map((f) => f.rule));
  const contradictionsBefore = findContradictions(candidate.design).length;

  for (let size = 1; size <= Math.min(maxFields, fields.length); size += 1) {
    let best: { set: DesignChange; newFlags: string[]; cost: number } | null = null;
    for (const chosen of choose(fields, size)) {
      for (const answers of combinations(chosen)) {
        const set: DesignChange = Object.fromEntries(answers);
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
