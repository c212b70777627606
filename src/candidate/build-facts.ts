import { kinds } from '../catalogue/kinds.ts';
import type { Insats, Statistic, TargetGroup } from '../catalogue/schema.ts';
import type { AreaSupport, InsatsSupport } from '../catalogue/support.ts';
import type { Design } from './design.ts';
import { designFieldNames } from './design.ts';
import { type DesignFieldName, UNKNOWN } from './design-fields.ts';
import type { Facts, FactValue } from './facts.ts';

/** What a district has told about an insats today; unknown until a person of that district has entered it. */
export interface CurrentState {
  givenToday: 'yes' | 'no' | 'unknown';
  withoutDecisionToday: 'yes' | 'no' | 'unknown';
  privateToday: 'yes' | 'no' | 'unknown';
  wishesOpen: 'yes' | 'no' | 'unknown';
}
export const nothingEntered: CurrentState = { givenToday: UNKNOWN, withoutDecisionToday: UNKNOWN, privateToday: UNKNOWN, wishesOpen: UNKNOWN };

type Mutable = Record<string, FactValue>;
const countOf = (s: Statistic): FactValue => s?.count ?? UNKNOWN;
const shareOf = (s: Statistic): FactValue => s?.share ?? UNKNOWN;

/** Facts of the insats as the catalogue has it. */
export function catalogueFacts(insats: Insats): Facts {
  const c = insats.classification;
  return {
    'insats.kind': c.kind,
    'insats.area': insats.area,
    'insats.otherLaw': c.otherLaw ?? 'none',
    'insats.counselling': c.counselling,
    'insats.treatment': c.treatment,
    'insats.format': c.format,
    'insats.manualBased': c.manualBased,
    'insats.roundTheClock': c.roundTheClock,
    'insats.childReach': c.childReach,
    'insats.violence': c.violence,
    'insats.honour': c.honour,
    'insats.digitalOnly': c.digitalOnly,
    'insats.regionShared': c.regionShared,
    'insats.feeListed': kinds[c.kind].feeListed,
    'insats.givenCount': countOf(insats.statistics.given),
    'insats.privateShare': shareOf(insats.statistics.private),
    'insats.withoutDecisionCount': countOf(insats.statistics.withoutDecision),
    'insats.withoutDecisionShare': shareOf(insats.statistics.withoutDecision),
  };
}

/** Facts of the insats itself and of what the sources say about it in the city and the county. */
export function insatsFacts(insats: Insats, support: InsatsSupport | undefined, area: AreaSupport): Facts {
  return {
    ...catalogueFacts(insats),
    'city.openToday': support?.openToday != null,
    'city.wishDistricts': support?.wishDistricts ?? UNKNOWN,
    'city.wishCategoryShare': support?.wishCategoryShare ?? UNKNOWN,
    'city.evidence': support?.evidence != null,
    'city.countyPrivateShare': area.countyPrivateShare + area.countyBothShare,
    'city.followUpShare': area.followUpShare ?? UNKNOWN,
  };
}

/** Facts of the target group. */
export function groupFacts(group: TargetGroup): Facts {
  const facts: Mutable = { 'group.ageMin': group.ageMin, 'group.ageMax': group.ageMax ?? 120, 'group.role': group.role };
  for (const [name, value] of Object.entries(group.traits)) facts[`group.${name}`] = value;
  return facts;
}

/** Facts of the legal basis. The date chooses which rules apply; it is not a fact of its own. */
export function basisFacts(basis: string): Facts {
  return { 'basis.id': basis };
}

const derivedFacts: Readonly<Partial<Record<DesignFieldName, string>>> = { provider: 'design.private', contactWays: 'design.contactWayCount' };

/** The facts that a question of the design decides: its own, and what follows from it. */
export function factsOfField(field: DesignFieldName): string[] {
  const derived = derivedFacts[field];
  return derived === undefined ? [`design.${field}`] : [`design.${field}`, derived];
}

/** Facts of the design, with those that follow from it. */
export function designFacts(design: Design): Facts {
  const facts: Mutable = {};
  for (const name of designFieldNames) facts[`design.${name}`] = design[name];
  facts['design.private'] = design.provider === UNKNOWN ? UNKNOWN : design.provider === 'own' ? 'no' : 'yes';
  facts['design.contactWayCount'] = design.contactWays === UNKNOWN ? UNKNOWN : new Set(design.contactWays).size;
  return facts;
}

/** Facts of what the district does today. */
export function districtFacts(state: CurrentState): Facts {
  return {
    'district.givenToday': state.givenToday,
    'district.withoutDecisionToday': state.withoutDecisionToday,
    'district.privateToday': state.privateToday,
    'district.wishesOpen': state.wishesOpen,
  };
}
