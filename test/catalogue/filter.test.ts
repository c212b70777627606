import fc from 'fast-check';
import t from 'tap';
import { catalogueRows, filterCatalogue, fold } from '../../src/catalogue/filter.ts';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import type { PairOutcome } from '../../src/catalogue/outcomes.ts';
import { shareDistribution } from '../../src/catalogue/picture.ts';
import { catalogueQuerySchema, queryParams, sortKeys, verdictIds } from '../../src/catalogue/query.ts';

const { insatser, groups, pairs } = loadCatalogue();
const sections = [...new Set(insatser.map((insats) => insats.section))];
const schema = catalogueQuerySchema({ groups: groups.map((group) => group.id), sections, themes: ['a', 'b'], legalBases: ['x', 'y'] });
const outcomes: PairOutcome[] = pairs.map(({ insats, group }, i) => ({
  insats: insats.id,
  targetGroup: group.id,
  verdict: verdictIds[i % 4] ?? 'allowed',
  flags: i % 3 === 0 ? [{ theme: 'a', severity: 'high' }] : [],
}));
const rows = catalogueRows(insatser, groups, outcomes);
const find = (input: Record<string, unknown>) => filterCatalogue(rows, schema.parse(input));

t.test('without a filter all 409 are found, in the order of the areas', async (t) => {
  const found = find({});
  t.equal(found.length, 409);
  t.equal(found[0]?.insats.area, 'aldre');
  t.equal(found.at(-1)?.insats.area, 'vald-i-nara-relationer');
});

t.test('search wants every word, in any order, with or without marks', async (t) => {
  t.equal(fold('Träffpunkt ÅÄÖ É'), 'traffpunkt aao e');
  const plain = find({ q: 'traffpunkt' });
  t.ok(plain.length > 0);
  t.same(find({ q: 'TRÄFFPUNKT' }), plain);
  t.same(
    find({ q: 'valdsutsatta kbt' }).map((row) => row.insats.id),
    find({ q: 'kbt valdsutsatta' }).map((row) => row.insats.id),
  );
  t.equal(find({ q: 'zzz' }).length, 0);
});

t.test('each filter keeps exactly the rows it names', async (t) => {
  t.equal(find({ omrade: 'aldre' }).length, 75);
  t.ok(find({ omrade: '3.1' }).every((row) => row.insats.section === '3.1'));
  t.ok(find({ slag: 'kontaktperson' }).every((row) => row.insats.classification.kind === 'kontaktperson'));
  t.ok(find({ malgrupp: 'anhoriga' }).every((row) => row.insats.classification.targetGroups.includes('anhoriga')));
  t.ok(find({ andel: '50' }).every((row) => (row.insats.statistics.withoutDecision?.share ?? 0) >= 50));
  t.equal(find({ andel: 'saknas' }).length, insatser.filter((insats) => insats.statistics.withoutDecision === null).length);
});

t.test('verdict and theme must meet in one and the same target group, the chosen one where one is chosen', async (t) => {
  const found = find({ svar: 'unclear', tema: 'a', malgrupp: 'anhoriga' });
  t.ok(found.length > 0 && found.length < find({ malgrupp: 'anhoriga' }).length);
  t.ok(found.every((row) => row.outcomes.some((o) => o.targetGroup === 'anhoriga' && o.verdict === 'unclear' && o.flags.some((flag) => flag.theme === 'a'))));
});

t.test('sorting never loses a row and puts missing figures last either way', async (t) => {
  for (const sortera of Object.keys(sortKeys)) {
    for (const ordning of ['stigande', 'fallande']) t.equal(new Set(find({ sortera, ordning }).map((row) => row.insats.id)).size, 409, `${sortera} ${ordning}`);
  }
  for (const ordning of ['stigande', 'fallande']) t.equal(find({ sortera: 'utanbeslut', ordning }).at(-1)?.insats.statistics.withoutDecision, null);
});

t.test('the address of a query gives the same query back', async (t) => {
  const some = fc.record({
    q: fc.string({ maxLength: 20 }),
    omrade: fc.constantFrom('', 'aldre', '3.1'),
    svar: fc.constantFrom('', ...verdictIds),
    sida: fc.integer({ min: 1, max: 9 }),
    grund: fc.constantFrom('x', 'y'),
    sortera: fc.constantFrom(...Object.keys(sortKeys)),
  });
  fc.assert(
    fc.property(some, (input) => {
      const query = schema.parse(input);
      const again = schema.parse(JSON.parse(JSON.stringify(queryParams(query, 'x'))));
      return filterCatalogue(rows, query).length === filterCatalogue(rows, again).length && (again.sida === 1 || again.sida === query.sida);
    }),
    { numRuns: 50 },
  );
  t.pass();
});

t.test('the picture counts every row once for each statistic', async (t) => {
  for (const { values } of shareDistribution(insatser))
    t.equal(
      values.reduce((sum, value) => sum + value, 0),
      409,
    );
});
