import fc from 'fast-check';
import t from 'tap';
import { limitInside } from '../../src/catalogue/age-limits.ts';
import { checkGroup } from '../../src/catalogue/check-group.ts';
import { loadCatalogue } from '../../src/catalogue/load.ts';

const age = fc.integer({ min: 0, max: 120 });
const span = fc.tuple(age, age).map(([a, b]) => ({ ageMin: Math.min(a, b), ageMax: Math.max(a, b) }));

t.test('a limit is inside a group exactly when some have reached it and some have not', async () => {
  fc.assert(
    fc.property(span, age, (group, limit) => {
      const ages = Array.from({ length: group.ageMax - group.ageMin + 1 }, (_, index) => group.ageMin + index);
      const parted = ages.some((a) => a < limit) && ages.some((a) => a >= limit);
      return (limitInside(group, [limit]) === limit) === parted;
    }),
  );
});

t.test('a group without an upper age holds every limit above its lowest age', async () => {
  fc.assert(fc.property(age, age, (ageMin, limit) => (limitInside({ ageMin, ageMax: null }, [limit]) !== undefined) === limit > ageMin));
});

t.test('whatever the span, exactly the traits that its years allow are accepted', async () => {
  const [group] = loadCatalogue().groups;
  if (!group) throw new Error('no groups');
  fc.assert(
    fc.property(span, fc.constantFrom('all', 'some', 'none' as const), (years, value) => {
      const ages = Array.from({ length: years.ageMax - years.ageMin + 1 }, (_, index) => years.ageMin + index);
      const young = ages.filter((a) => a >= 18 && a <= 20).length;
      const accepted = young === ages.length ? ['all'] : young === 0 ? ['none'] : ['some', 'none'];
      const faults = checkGroup({ ...group, ...years, traits: { ...group.traits, age18to20: value } });
      return faults.some((fault) => fault.problem.includes('age18to20')) !== accepted.includes(value);
    }),
  );
});
