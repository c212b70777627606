import type { PairOutcome } from '../catalogue/outcomes.ts';
import type { CatalogueRoutesOptions } from '../catalogue/routes.ts';
import type { Assessor } from './assess.ts';

/** What the catalogue's pages need from the assessment: the outcome of every pair, kept for each basis and day. */
export function catalogueOptions(assessor: Assessor, today: () => string): CatalogueRoutesOptions {
  const { catalogue, ruleset } = assessor.knowledge;
  const cache = new Map<string, { date: string; outcomes: PairOutcome[] }>();

  function outcomesOf(legalBasis: string): PairOutcome[] {
    const date = today();
    const cached = cache.get(legalBasis);
    if (cached?.date === date) return cached.outcomes;
    const outcomes = assessor.assessCatalogue(legalBasis, date).map(({ insats, targetGroup, law, flags }) => ({
      insats,
      targetGroup,
      verdict: law.verdict,
      flags: flags.map(({ theme, severity }) => ({ theme, severity })),
    }));
    cache.set(legalBasis, { date, outcomes });
    return outcomes;
  }

  return {
    insatser: catalogue.insatser,
    groups: catalogue.groups,
    themes: ruleset.themes.map(({ id, title }) => ({ id, title })),
    legalBases: ruleset.laws.map(({ id, shortTitle }) => ({ id, title: shortTitle })),
    defaultBasis: 'sol-2025-400',
    outcomesOf,
  };
}
