import type { Facts } from '../candidate/facts.ts';
import type { TargetGroup } from '../catalogue/schema.ts';

type AgeTrait = 'minors' | 'under15' | 'age15to17' | 'age18to20' | 'over65';

/** The span of ages, both ends included, that each trait of a group speaks of; as the catalogue checks them. */
const spans: Readonly<Record<AgeTrait, readonly [number, number]>> = {
  minors: [0, 17],
  under15: [0, 14],
  age15to17: [15, 17],
  age18to20: [18, 20],
  over65: [65, 120],
};
const traits = Object.keys(spans) as AgeTrait[];

/** Facts that follow from a group's ages, and move with them. */
export const ageFactNames: readonly string[] = ['ageMin', 'ageMax', ...traits].map((name) => `group.${name}`);

/** What a span of ages (whole years, both ends included, 120 for no limit) says of the group's traits. */
function traitsOfAges(min: number, max: number): Pick<TargetGroup['traits'], AgeTrait> {
  const share = ([from, to]: readonly [number, number]) => (min >= from && max <= to ? 'all' : max < from || min > to ? 'none' : 'some');
  return {
    minors: share(spans.minors),
    under15: share(spans.under15),
    age15to17: share(spans.age15to17),
    age18to20: share(spans.age18to20),
    over65: share(spans.over65),
  };
}

/** A span of ages as facts. */
export function factsOfAges(min: number, max: number): Facts {
  const named = Object.entries(traitsOfAges(min, max)).map(([trait, value]) => [`group.${trait}`, value] as const);
  return { 'group.ageMin': min, 'group.ageMax': max, ...Object.fromEntries(named) };
}

/** "16–17 år", "från 65 år". */
export function ageText(facts: Facts): string {
  const [min, max] = [facts['group.ageMin'], facts['group.ageMax']];
  return max === 120 ? `från ${min} år` : `${min}–${max} år`;
}
