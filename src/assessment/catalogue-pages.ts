import type { PairOutcome } from '../catalogue/outcomes.ts';
import type { CatalogueRoutesOptions } from '../catalogue/routes.ts';
import type { CatalogueLists } from '../catalogue/view.ts';
import type { Assessor } from './assess.ts';

/** What the catalogue's pages need from the assessment: the outcome of every pair, kept for each basis, day and ruleset. */
export function catalogueOptions(assessor: Assessor, today: () => string): CatalogueRoutesOptions {
  const { knowledge } = assessor;
  const { catalogue } = knowledge;
  const cache = new Map<string, { date: string; ruleset: string; outcomes: PairOutcome[] }>();
  let listed: { ruleset: string; lists: CatalogueLists } | undefined;

  function outcomesOf(legalBasis: string): PairOutcome[] {
    const [date, ruleset] = [today(), knowledge.ruleset.hash];
    const cached = cache.get(legalBasis);
    if (cached?.date === date && cached.ruleset === ruleset) return cached.outcomes;
    const outcomes = assessor.assessCatalogue(legalBasis, date).map(({ insats, targetGroup, law, flags }) => ({
      insats,
      targetGroup,
      verdict: law.verdict,
      flags: flags.map(({ theme, severity }) => ({ theme, severity })),
    }));
    cache.set(legalBasis, { date, ruleset, outcomes });
    return outcomes;
  }

  function lists(): CatalogueLists {
    const { hash, themes, laws } = knowledge.ruleset;
    if (listed?.ruleset !== hash) {
      const named = { themes: themes.map(({ id, title }) => ({ id, title })), legalBases: laws.map(({ id, shortTitle }) => ({ id, title: shortTitle })) };
      listed = { ruleset: hash, lists: { insatser: catalogue.insatser, groups: catalogue.groups, ...named } };
    }
    return listed.lists;
  }

  return { lists, defaultBasis: 'sol-2025-400', outcomesOf };
}
