import type { Verdict } from '../../rules/format.ts';
import type { City } from './city.ts';

/** A candidate about which no risk rule has anything of its own to say. */
export interface Gap {
  insats: string;
  targetGroup: string;
  legalBasis: string;
  verdict: Verdict;
  /** Rules that fire nevertheless: those that fire on every candidate. */
  only: string[];
}

/**
 * Candidates on which no risk rule fires with the default design. A rule that fires on every candidate would hide them all, so it does
 * not count; `always` names such rules.
 */
export function findGaps({ candidates }: City, always: readonly string[]): Gap[] {
  return candidates.flatMap(({ insats, targetGroup, legalBasis, assessment }) => {
    const only = assessment.flags.map(({ rule }) => rule);
    return only.every((rule) => always.includes(rule)) ? [{ insats, targetGroup, legalBasis, verdict: assessment.law.verdict, only }] : [];
  });
}
