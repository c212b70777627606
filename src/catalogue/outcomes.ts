import type { verdictIds } from './query.ts';

/**
 * What law and risk say about an insats for a target group in its default design. The catalogue lies below the
 * assessment and cannot ask for it; whoever registers the pages hands it over.
 */
export interface PairOutcome {
  insats: string;
  targetGroup: string;
  verdict: (typeof verdictIds)[number];
  flags: readonly { theme: string; severity: string }[];
}

/** The outcomes of every pair of the catalogue under a legal basis, today's date. */
export type OutcomesOf = (legalBasis: string) => readonly PairOutcome[] | Promise<readonly PairOutcome[]>;
