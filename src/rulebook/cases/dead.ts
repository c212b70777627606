/** Rules that no first draft ever shows, and whether they could fire at all: most wait for a design that somebody has yet to choose. */
import { rulesIn } from '../../assessment/ruleset.ts';
import type { DesignChange } from '../../assessment/types.ts';
import type { CurrentState } from '../../candidate/build-facts.ts';
import { type Design, designFieldNames } from '../../candidate/design.ts';
import { UNKNOWN } from '../../candidate/design-fields.ts';
import type { FactValue } from '../../candidate/facts.ts';
import { domainsOf } from '../../rules/domains.ts';
import type { AnyRule } from '../../rules/format.ts';
import { compilePartly, search } from '../../rules/solve.ts';
import { type City, type CityCandidate, firedIn, type Rest } from './city.ts';
import { findDesign, openRow, prepareSearch } from './design-search.ts';

export const reaches = ['other_design', 'current_state', 'no_candidate', 'impossible', 'not_valid', 'unclear'] as const;
/**
 * What it takes for a silent rule to fire: another design; also something that a district enters; a candidate that the catalogue does
 * not have; nothing at all helps; a date when the rule is valid. "unclear" where the search was given up.
 */
export type Reach = (typeof reaches)[number];

export interface Example {
  insats: string;
  targetGroup: string;
  legalBasis: string;
  /** Answers that differ from the default design. */
  set: DesignChange;
  /** What the district has to have entered. */
  district: Record<string, FactValue>;
}

export interface SilentRule {
  rule: string;
  reach: Reach;
  /** A candidate on which it fires, verified by assessing; only where there is one. */
  example: Example | null;
}

/** The answers in which two designs differ, as in the second. */
export function designDifference(from: Design, to: Design): DesignChange {
  const changed = designFieldNames.filter((name) => JSON.stringify(from[name]) !== JSON.stringify(to[name]));
  return Object.fromEntries(changed.map((name) => [name, to[name]]));
}

const asCurrentState = (district: Record<string, FactValue>): CurrentState => {
  const answer = (fact: string): CurrentState['givenToday'] => {
    const value = district[`district.${fact}`];
    return value === 'yes' || value === 'no' ? value : UNKNOWN;
  };
  return {
    givenToday: answer('givenToday'),
    withoutDecisionToday: answer('withoutDecisionToday'),
    privateToday: answer('privateToday'),
    wishesOpen: answer('wishesOpen'),
  };
};

interface Fired {
  example: Example;
  fired: string[];
}

function assessWith({ assessor, date }: City, candidate: CityCandidate, design: Design, district: Record<string, FactValue>): Fired {
  const { insats, targetGroup, legalBasis } = candidate;
  const assessment = assessor.assess({ insats, targetGroup, legalBasis, date, design, currentState: asCurrentState(district) });
  return { example: { insats, targetGroup, legalBasis, set: designDifference(candidate.design, design), district }, fired: firedIn(assessment) };
}

/** Rules valid at the city's date, with the bases under which they are asked. */
function basesOf({ rules }: City): Map<string, Set<string>> {
  const bases = new Map<string, Set<string>>();
  for (const [basis, at] of rules) {
    for (const { name } of rulesIn(at)) bases.set(name, (bases.get(name) ?? new Set()).add(basis));
  }
  return bases;
}

/** Whether any facts at all make the condition hold. */
function isPossible({ conditions }: AnyRule): boolean {
  return search([], { domains: domainsOf([conditions]), goal: compilePartly(conditions) }).found === 'yes';
}

function tryFreedom(city: City, rule: AnyRule, bases: ReadonlySet<string>, freedom: 'design' | 'design_and_district'): Fired | 'none' | 'gave_up' {
  const prepared = prepareSearch(rule.conditions, freedom);
  let gaveUp = false;
  for (const candidate of city.candidates) {
    if (!bases.has(candidate.legalBasis) || prepared.goal(openRow(candidate, prepared.domains)) === false) continue;
    const found = findDesign(candidate, prepared);
    if (found === 'gave_up') gaveUp = true;
    if (typeof found === 'string') continue;
    const fired = assessWith(city, candidate, found.design, found.district);
    if (fired.fired.includes(rule.name)) return fired;
  }
  return gaveUp ? 'gave_up' : 'none';
}

/**
 * Every rule that fires on no candidate with its default design, with what it would take. Exact for the catalogue's candidates: every
 * answer to every question that the rule asks is tried, and answers that contradict each other do not count.
 * Pathway rules read what the other rules say; they are tried with the designs found for those.
 */
export async function findSilent(city: City, fired: ReadonlySet<string>, rules: readonly AnyRule[], rest: Rest = async () => undefined): Promise<SilentRule[]> {
  const bases = basesOf(city);
  const silent: SilentRule[] = [];
  const tried: Fired[] = [];
  for (const rule of rules.filter(({ name, event }) => !fired.has(name) && event.type !== 'pathway')) {
    await rest();
    const own = bases.get(rule.name);
    if (own === undefined) {
      silent.push({ rule: rule.name, reach: 'not_valid', example: null });
      continue;
    }
    const byDesign = tryFreedom(city, rule, own, 'design');
    const either = typeof byDesign === 'string' ? tryFreedom(city, rule, own, 'design_and_district') : byDesign;
    if (typeof either !== 'string') {
      tried.push(either);
      silent.push({ rule: rule.name, reach: either === byDesign ? 'other_design' : 'current_state', example: either.example });
    } else {
      silent.push({ rule: rule.name, reach: either === 'gave_up' ? 'unclear' : isPossible(rule) ? 'no_candidate' : 'impossible', example: null });
    }
  }
  for (const rule of rules.filter(({ name, event }) => !fired.has(name) && event.type === 'pathway')) {
    const hit = tried.find((one) => one.fired.includes(rule.name));
    const reach = !bases.has(rule.name) ? 'not_valid' : hit ? 'other_design' : isPossible(rule) ? 'unclear' : 'impossible';
    silent.push({ rule: rule.name, reach, example: hit?.example ?? null });
  }
  return silent;
}
