import fc from 'fast-check';
import t from 'tap';
import { checkDistricts, type District, DistrictError, districtsAt, findDistrict, loadDistricts } from '../../src/districts/districts.ts';
import { resolveCitation } from '../../src/sources/resolve-citation.ts';
import { loadSources } from '../../src/sources/sources.ts';

const districts = loadDistricts();
const only = (date: string) =>
  districtsAt(districts, date)
    .filter((d) => d.kind === 'district')
    .map((d) => d.id);

t.test('thirteen districts before the summer of 2023, eleven after', async (t) => {
  t.equal(only('2021-10-01').length, 13);
  t.equal(only('2023-06-30').length, 13);
  t.equal(only('2023-07-01').length, 11);
  t.equal(only('2026-11-22').length, 11);
});

t.test('the seven units of the whole city exist at every day', async (t) => {
  for (const date of ['2021-10-01', '2026-11-22']) t.equal(districtsAt(districts, date).filter((d) => d.kind === 'city_unit').length, 7);
});

t.test('a merged district is found before its last day and names its successor after', async (t) => {
  t.equal(findDistrict(districts, 'rinkeby-kista', '2023-06-30').name, 'Rinkeby-Kista');
  t.throws(() => findDistrict(districts, 'rinkeby-kista', '2023-07-01'), /Järva/);
  t.throws(() => findDistrict(districts, 'ostermalm', '2026-01-01'), /Norra innerstaden/);
});

t.test('a new district names its predecessors before its first day', async (t) => {
  t.equal(findDistrict(districts, 'jarva', '2023-07-01').name, 'Järva');
  t.throws(() => findDistrict(districts, 'jarva', '2023-06-30'), /Rinkeby-Kista och Spånga-Tensta/);
});

t.test('an unknown id and a day before what is known are errors, not guesses', async (t) => {
  t.throws(() => findDistrict(districts, 'malmo', '2026-01-01'), DistrictError);
  t.throws(() => districtsAt(districts, '2019-01-01'), DistrictError);
  t.throws(() => findDistrict(districts, '__proto__', '2026-01-01'), DistrictError);
});

t.test('every citation is in the source register', async (t) => {
  const sources = loadSources();
  for (const district of districts.all) for (const citation of district.citations) t.ok(resolveCitation(sources, citation).label);
});

t.test('at any day, what is listed is what can be found', async () => {
  const day = fc.date({ min: new Date('2020-08-26'), max: new Date('2040-01-01'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, (date) => {
      const listed = new Set(districtsAt(districts, date).map((d) => d.id));
      return districts.all.every((d) => {
        try {
          return findDistrict(districts, d.id, date) === d && listed.has(d.id);
        } catch {
          return !listed.has(d.id);
        }
      });
    }),
  );
});

t.test('a file that contradicts itself is refused', async (t) => {
  const first = districts.all[0] as District;
  const bad = (over: Partial<District>) => () => checkDistricts({ knownFrom: '2020-01-01', all: [{ ...first, ...over }] });
  t.throws(() => checkDistricts({ knownFrom: '2020-01-01', all: [first, first] }), DistrictError);
  t.throws(bad({ validTo: '2021-01-01' }), DistrictError);
  t.throws(bad({ validTo: '2021-01-01', successors: ['finns-inte'] }), DistrictError);
  t.throws(bad({ validFrom: '2022-01-01', validTo: '2021-01-01', successors: ['x'] }), DistrictError);
});
