import type { CatalogueFault } from './errors.ts';
import type { TargetGroup } from './schema.ts';

type Fault = Pick<CatalogueFault, 'problem' | 'remedy'>;
type Trait = 'minors' | 'under15' | 'age15to17' | 'age18to20' | 'over65';

/** The span of ages, both ends included, that each trait speaks of. */
const spans: Readonly<Record<Trait, readonly [number, number]>> = {
  minors: [0, 17],
  under15: [0, 14],
  age15to17: [15, 17],
  age18to20: [18, 20],
  over65: [65, Number.POSITIVE_INFINITY],
};

/** The law's rules read the traits and not the years, so the traits must agree with the years. */
export function checkGroup(group: TargetGroup): Fault[] {
  const max = group.ageMax ?? Number.POSITIVE_INFINITY;
  if (max < group.ageMin) return [{ problem: `Högsta åldern (${max}) är lägre än den lägsta (${group.ageMin}).`, remedy: 'Rätta ageMin eller ageMax.' }];
  return (Object.keys(spans) as Trait[]).flatMap((trait) => {
    const [from, to] = spans[trait];
    const within = group.ageMin >= from && max <= to;
    const outside = max < from || group.ageMin > to;
    const value = group.traits[trait];
    const wanted = within ? ['all'] : outside ? ['none'] : ['some', 'none'];
    if (wanted.includes(value)) return [];
    const years = group.ageMax === null ? `från ${group.ageMin} år` : `${group.ageMin}–${group.ageMax} år`;
    return [{ problem: `Gruppen är ${years}, men ${trait} är ${value}.`, remedy: `Sätt ${trait} till ${wanted.join(' eller ')}, eller rätta åldrarna.` }];
  });
}
