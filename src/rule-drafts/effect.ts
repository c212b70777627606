import type { DraftImpacts } from './impact/draft-impact.ts';
import { type ImpactNumbers, impactSummary } from './impact/summary.ts';
import type { Evaluation } from './rule-drafts.ts';

/** What a change does, in a few numbers. */
export interface Effect extends ImpactNumbers {
  /** Areas of the catalogue where any answer or text changes, in the city or in an open proposal, by id. */
  areas: readonly string[];
  /** Proposals that are neither decided nor withdrawn. */
  open: number;
}
export type EffectOf = (evaluation: Evaluation, date: string) => Promise<Effect | null>;

/** The effect of a change on the city and on open proposals at a date (ISO); null while it has faults. */
export function createEffects(impacts: DraftImpacts): EffectOf {
  return async ({ before, after }, date) => {
    if (before === null || after === null) return null;
    const impact = await impacts.of(before.ruleset, after.ruleset, date);
    return { ...impactSummary(impact), areas: impact.areas, open: impact.open };
  };
}
