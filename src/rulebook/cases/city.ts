/** The whole catalogue under every legal basis at a date, as the analyses of the rules look at it. */
import type { Assessor } from '../../assessment/assess.ts';
import { CandidateError } from '../../assessment/errors.ts';
import type { RulesAt } from '../../assessment/ruleset.ts';
import type { Assessment } from '../../assessment/types.ts';
import type { Design } from '../../candidate/design.ts';
import type { FactValue } from '../../candidate/facts.ts';
import { LegalBasisError } from '../../law/law.ts';
import { fillRow } from '../../rules/compile.ts';

export interface CityCandidate {
  insats: string;
  targetGroup: string;
  legalBasis: string;
  /** The default design. */
  design: Design;
  /** Every fact of the candidate with that design; copied before it is changed. */
  row: readonly FactValue[];
  assessment: Assessment;
}

export interface City {
  assessor: Assessor;
  date: string;
  candidates: readonly CityCandidate[];
  /** The rules under each basis that says something at the date. */
  rules: ReadonlyMap<string, RulesAt>;
}

/** Rests between slices of work, so that other requests are answered meanwhile. */
export type Rest = () => Promise<void>;

function rulesOf(assessor: Assessor, date: string): Map<string, RulesAt> {
  const found = new Map<string, RulesAt>();
  for (const { id } of assessor.knowledge.ruleset.laws) {
    try {
      found.set(id, assessor.rulesAt(id, date));
    } catch (error) {
      // A basis that does not exist yet at the date has no candidates then.
      if (!(error instanceof CandidateError || error instanceof LegalBasisError)) throw error;
    }
  }
  return found;
}

/** Every pair of the catalogue under every basis at the date (ISO), with the design that a first draft assumes. */
export async function readCity(assessor: Assessor, date: string, rest: Rest = async () => undefined): Promise<City> {
  const rules = rulesOf(assessor, date);
  const candidates: CityCandidate[] = [];
  for (const legalBasis of rules.keys()) {
    const assessments = assessor.assessCatalogue(legalBasis, date);
    for (const assessment of assessments) {
      const { insats, targetGroup } = assessment;
      const { design } = assessor.defaultDesign(insats, targetGroup, legalBasis);
      const row = fillRow([], assessor.factsOf({ insats, targetGroup, legalBasis, date, design }));
      candidates.push({ insats, targetGroup, legalBasis, design, row, assessment });
      await rest();
    }
  }
  return { assessor, date, candidates, rules };
}

/** Names of every rule that answered: grounds, flags, signals and the pathway. */
export function firedIn({ law, flags, signals, recommendation }: Assessment): string[] {
  return [...law.grounds.map((g) => g.rule), ...flags.map((f) => f.rule), ...signals.map((s) => s.rule), recommendation.rule];
}

/** For each rule that fires, the positions of the candidates it fires on, in order. */
export function firingSets(city: City): Map<string, number[]> {
  const sets = new Map<string, number[]>();
  for (const [i, { assessment }] of city.candidates.entries()) {
    for (const rule of firedIn(assessment)) {
      const set = sets.get(rule);
      if (set) set.push(i);
      else sets.set(rule, [i]);
    }
  }
  return sets;
}
