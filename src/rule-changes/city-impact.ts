import type { Assessor } from '../assessment/assess.ts';
import { districtsAt } from '../districts/districts.ts';
import { legalBasisAt } from '../law/law.ts';
import type { RuleBase } from './apply.ts';
import { type Impact, type ImpactInput, impactOf } from './impact.ts';

/** Which part of the city's candidates to ask about; what is left out is the whole. */
export type Scope = Pick<ImpactInput, 'date'> & Partial<Pick<ImpactInput, 'stateOf' | 'covers' | 'lines'>> & { legalBasis?: string | undefined };

/**
 * The impact of a change on every district that exists at the date, under one basis or every basis that exists then.
 * @throws DistrictError, LegalBasisError for a date or a basis that is not known.
 */
export function cityImpact(
  assessor: Assessor,
  before: RuleBase['ruleset'],
  after: RuleBase['ruleset'],
  { date, legalBasis, stateOf, covers, lines }: Scope,
): Impact {
  const districts = districtsAt(assessor.knowledge.districts, date).map(({ id }) => id);
  const legalBases =
    legalBasis === undefined
      ? after.laws.filter(({ appliesFrom }) => appliesFrom <= date).map(({ id }) => id)
      : [legalBasisAt(after.laws, legalBasis, date).id];
  return impactOf(assessor, {
    before,
    after,
    date,
    districts,
    legalBases,
    ...(stateOf ? { stateOf } : {}),
    ...(covers ? { covers } : {}),
    ...(lines ? { lines } : {}),
  });
}
