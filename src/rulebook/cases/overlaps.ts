/** Rules that say yes to the same candidates: one of them may be superfluous, or they say two things that are always true at once. */

export interface Overlap {
  rules: string[];
  /** Candidates on which they fire. */
  candidates: number;
}

export interface Within {
  /** Fires only where `outer` fires too. */
  inner: string;
  outer: string;
  innerCandidates: number;
  outerCandidates: number;
}

export interface Overlaps {
  /** Rules that fire on every candidate: every other rule lies within them, which says nothing. */
  always: string[];
  same: Overlap[];
  within: Within[];
}

/** Whether every number of the first ascending list is in the second. */
function isWithin(inner: readonly number[], outer: readonly number[]): boolean {
  let at = 0;
  for (const value of inner) {
    while (at < outer.length && (outer[at] ?? 0) < value) at += 1;
    if (outer[at] !== value) return false;
  }
  return true;
}

/**
 * Rules of the same kind with the same firing set, and rules whose set lies within another's, most alike first. Rules that never
 * fire are left out: they agree about nothing. `sets` as by `firingSets`, of `total` candidates; `kindOf` tells law, risk and signals
 * apart, null leaves out.
 */
export function findOverlaps(sets: ReadonlyMap<string, readonly number[]>, kindOf: (rule: string) => string | null, total: number): Overlaps {
  const groups = new Map<string, Overlap>();
  for (const [rule, set] of sets) {
    const kind = kindOf(rule);
    if (kind === null || set.length === 0) continue;
    const key = `${kind} ${set.join()}`;
    const group = groups.get(key);
    if (group) group.rules.push(rule);
    else groups.set(key, { rules: [rule], candidates: set.length });
  }
  const known = [...sets].filter(([rule, set]) => set.length > 0 && kindOf(rule) !== null);
  const within = known.flatMap(([inner, own]) =>
    known
      .filter(
        ([outer, other]) => outer !== inner && own.length < other.length && other.length < total && kindOf(outer) === kindOf(inner) && isWithin(own, other),
      )
      .map(([outer, other]) => ({ inner, outer, innerCandidates: own.length, outerCandidates: other.length })),
  );
  return {
    always: known.filter(([, set]) => set.length === total).map(([rule]) => rule),
    same: [...groups.values()].filter(({ rules }) => rules.length > 1).sort((a, b) => b.candidates - a.candidates),
    within: within.sort((a, b) => b.innerCandidates / b.outerCandidates - a.innerCandidates / a.outerCandidates),
  };
}
