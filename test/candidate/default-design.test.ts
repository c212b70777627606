import t from 'tap';
import { findContradictions } from '../../src/candidate/contradictions.ts';
import { checkLayers, DefaultDesignError, defaultDesign, type Layer, loadDefaultDesigns } from '../../src/candidate/default-design.ts';
import { type Design, designFieldNames, designSchema } from '../../src/candidate/design.ts';
import type { DesignFieldName } from '../../src/candidate/design-fields.ts';
import { loadCatalogue } from '../../src/catalogue/load.ts';

const designs = loadDefaultDesigns();
const catalogue = loadCatalogue();
const all = catalogue.pairs.flatMap(({ insats, group }) =>
  ['sol-2025-400', 'sou-2020-47'].map((basis) => ({
    name: `${insats.id} ${group.id} ${basis}`,
    insats,
    group,
    basis,
    ...defaultDesign(designs, insats, group, basis),
  })),
);
/** Lists the pairs for which a claim does not hold, so that a failure says where. */
const failing = (claim: (pair: (typeof all)[number]) => boolean) => all.filter((pair) => !claim(pair)).map((pair) => pair.name);

t.test('every pair of the catalogue has a valid design without contradictions', async (t) => {
  t.ok(all.length > 1000);
  t.same(
    failing(({ design }) => designSchema.safeParse(design).success),
    [],
  );
  t.same(
    failing(({ design }) => findContradictions(design).length === 0),
    [],
  );
});

t.test('every question is either assumed or left open, with a reason', async (t) => {
  const fields = (answers: { field: DesignFieldName; reason: string }[]) => answers.map((a) => a.field);
  t.same(
    failing(({ assumed, leftOpen }) => [...fields(assumed), ...fields(leftOpen)].sort().join() === [...designFieldNames].sort().join()),
    [],
  );
  t.same(
    failing(({ assumed, leftOpen }) => [...assumed, ...leftOpen].every((a) => a.reason.length > 20)),
    [],
  );
  t.same(
    failing(({ design, leftOpen }) => leftOpen.every(({ field }) => design[field] === 'unknown')),
    [],
  );
});

t.test('what nobody may assume is never assumed', async (t) => {
  const open: DesignFieldName[] = ['budget', 'capacityCeiling', 'evidence', 'trainedStaff', 'equalTerms', 'stopRule'];
  for (const field of open)
    t.same(
      failing(({ design }) => design[field] === 'unknown'),
      [],
      field,
    );
  t.same(
    failing(({ design }) => design.regionCoordination !== 'agreement' && design.olderAdministration !== 'yes'),
    [],
  );
});

t.test('the default never takes an exception, a judgement by a provider or the child as sole measure', async (t) => {
  t.same(
    failing(({ design }) => design.documentation !== 'exception' && design.documentation !== 'none'),
    [],
  );
  t.same(
    failing(({ design }) => design.conditionsCheckedBy !== 'provider' && design.conditionsLeaveJudgement === 'no'),
    [],
  );
  t.same(
    failing(({ design }) => design.soleMeasure === 'no' && design.reportRoutine === 'yes' && design.rightToApplyInfo === 'yes'),
    [],
  );
});

t.test('consent and suitability follow the ages of the group', async (t) => {
  t.same(
    failing(({ design, insats: { classification }, group: { role, traits } }) => {
      const withAdult = traits.accompanyingChild || role === 'guardian' || role === 'foster_home';
      const takesPart = classification.childReach === 'direct' && !classification.roundTheClock && withAdult;
      return (design.consentUnder15 === 'guardian') === (traits.under15 !== 'none' || takesPart);
    }),
    [],
  );
  t.same(
    failing(({ design, group }) => (design.suitability15to17 === 'criteria') === (group.traits.age15to17 !== 'none')),
    [],
  );
  t.same(
    failing(({ design, group }) => group.traits.minors === 'none' || design.anonymity === 'no'),
    [],
  );
  t.same(
    failing(({ design, group }) => !group.traits.accompanyingChild || design.accompanyingChildren === 'own_assessment'),
    [],
  );
});

t.test('documentation without personal circumstances, and anonymity, only at counselling', async (t) => {
  const counselling = (p: (typeof all)[number]) => p.insats.classification.counselling;
  t.same(
    failing((p) => p.design.documentation !== 'counselling' || counselling(p)),
    [],
  );
  t.same(
    failing((p) => p.design.anonymity !== 'allowed' || counselling(p)),
    [],
  );
});

t.test('treatment is never charged', async (t) => {
  t.same(
    failing(({ design, insats }) => !insats.classification.treatment || design.fee === 'none'),
    [],
  );
});

const base: Layer = {
  id: 'bas',
  when: {},
  set: Object.fromEntries(designFieldNames.map((f) => [f, 'unknown'])),
  reason: 'Allt lämnas öppet i det här provet.',
};
const layer = (over: Partial<Layer>): Layer => ({ id: 'lager', when: {}, set: {}, reason: 'Ett skäl som är långt nog.', ...over });

t.test('a later layer overrides an earlier one, and gives its own reason', async (t) => {
  const two = checkLayers([base, layer({ id: 'a', set: { fee: 'charged' } }), layer({ id: 'b', set: { fee: 'none' }, reason: 'Det senare lagret gäller.' })]);
  const [pair] = catalogue.pairs;
  if (pair === undefined) throw new Error('no pairs');
  const result = defaultDesign(two, pair.insats, pair.group, 'sol-2025-400');
  t.equal(result.design.fee, 'none' satisfies Design['fee']);
  t.same(result.assumed, [{ field: 'fee', reason: 'Det senare lagret gäller.' }]);
});

t.test('layers that cannot be used are refused', async (t) => {
  const refused = (over: Partial<Layer>) => t.throws(() => checkLayers([base, layer(over)]), DefaultDesignError);
  refused({ id: 'bas' });
  refused({ when: { 'insats.sort': ['hvb'] } });
  refused({ when: { 'design.fee': ['none'] } });
  refused({ when: { 'insats.kind': ['trollkonst'] } });
  refused({ when: { 'insats.treatment': ['ja'] } });
  refused({ set: { fee: 'gratis' } });
  refused({ set: { farg: 'bla' } });
  t.throws(() => checkLayers([layer({ set: { fee: 'none' } })]), DefaultDesignError, 'a forgotten question');
});

t.test('own provision is not assumed where the district gives the insats privately', async (t) => {
  for (const { insats, group } of catalogue.pairs) {
    const state = { givenToday: 'yes', withoutDecisionToday: 'unknown', privateToday: 'yes', wishesOpen: 'unknown' } as const;
    const { design, leftOpen } = defaultDesign(designs, insats, group, 'sol-2025-400', state);
    if (design.provider !== 'unknown' || findContradictions(design).length > 0) t.fail(`${insats.id} ${group.id}`);
    if (!leftOpen.some(({ field }) => field === 'provider')) t.fail(`${insats.id} ${group.id} says no reason`);
  }
});
