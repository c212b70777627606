import type { Assessor } from '../assessment/assess.ts';
import type { Knowledge } from '../knowledge.ts';

/** Knowledge whose ruleset is the one that `now` gives when it is asked; everything else is that of `base`, which never changes. */
export function liveKnowledge(base: Knowledge, now: () => Knowledge): Knowledge {
  return {
    ...base,
    get ruleset() {
      return now().ruleset;
    },
    cite: (key) => now().cite(key),
  };
}

/** An assessor that answers by the one that `now` gives when it is asked. */
export function liveAssessor(knowledge: Knowledge, now: () => Assessor, under: Assessor['under']): Assessor {
  return {
    knowledge,
    under,
    assess: (candidate) => now().assess(candidate),
    explain: (candidate) => now().explain(candidate),
    defaultDesign: (...args) => now().defaultDesign(...args),
    assessCatalogue: (...args) => now().assessCatalogue(...args),
    factsOf: (candidate) => now().factsOf(candidate),
    rulesAt: (...args) => now().rulesAt(...args),
  };
}
