import fc from 'fast-check';
import t from 'tap';
import { findContradictions } from '../../src/candidate/contradictions.ts';
import { type Design, designFieldNames, designSchema, emptyDesign } from '../../src/candidate/design.ts';
import { designFields } from '../../src/candidate/design-fields.ts';

const found = (answers: Partial<Design>) => findContradictions({ ...emptyDesign, ...answers }).flatMap((c) => c.fields);

/** Name, answers that contradict each other, and one change that puts them right. */
const cases: [string, Partial<Design>, Partial<Design>][] = [
  ['provider checks without a provider', { conditionsCheckedBy: 'provider' }, { provider: 'lou' }],
  ['provider checks at own provision', { conditionsCheckedBy: 'provider', provider: 'own' }, { conditionsCheckedBy: 'municipality' }],
  ['anonymity and residence', { anonymity: 'allowed', residence: 'district' }, { residence: 'none' }],
  ['anonymity and full documentation', { anonymity: 'allowed', documentation: 'full' }, { documentation: 'counselling' }],
  ['anonymity and a guardian’s consent', { anonymity: 'allowed', consentUnder15: 'guardian' }, { anonymity: 'no' }],
  ['ages the wrong way round', { ageMin: 30, ageMax: 20 }, { ageMax: 40 }],
  ['an age limit that is said not to exist', { ageMin: 18, ageLimitReason: 'not_applicable' }, { ageLimitReason: 'stated' }],
  ['a motive without a limit', { ageMin: 'none', ageMax: 'none', ageLimitReason: 'missing' }, { ageLimitReason: 'not_applicable' }],
  ['children under 15 by age, none by consent', { ageMin: 12, ageMax: 16, consentUnder15: 'not_applicable' }, { consentUnder15: 'guardian' }],
  ['adults by age, children by consent', { ageMin: 18, consentUnder15: 'guardian' }, { consentUnder15: 'not_applicable' }],
  ['15–17 by age, none by suitability', { ageMin: 15, ageMax: 20, suitability15to17: 'not_applicable' }, { suitability15to17: 'criteria' }],
  ['under 15 by age, criteria for 15–17', { ageMax: 14, suitability15to17: 'criteria' }, { ageMax: 17 }],
  ['open to all with residence', { conditionsCheckedBy: 'open_to_all', residence: 'city' }, { residence: 'none' }],
  ['open to all with an age limit', { conditionsCheckedBy: 'open_to_all', ageMax: 25 }, { ageMax: 'none' }],
  ['open to all with judgement', { conditionsCheckedBy: 'open_to_all', conditionsLeaveJudgement: 'yes' }, { conditionsLeaveJudgement: 'no' }],
  ['an exception that is not chosen', { documentation: 'limited', exceptionReason: 'violence' }, { exceptionReason: 'not_applicable' }],
  ['an exception without a description', { documentation: 'exception', exceptionDecision: 'not_applicable' }, { exceptionDecision: 'board_per_insats' }],
  ['group data excepted and counted', { exceptionScope: 'group_data', groupCounts: 'yes' }, { exceptionScope: 'identity' }],
  ['no documentation, but risks recorded', { documentation: 'none', riskDocumented: 'yes' }, { documentation: 'limited' }],
  ['no ceiling with an amount', { ceilingKind: 'none', ceilingAmount: 6 }, { ceilingKind: 'sessions' }],
  ['a ceiling without an amount', { ceilingKind: 'hours', ceilingAmount: 'none' }, { ceilingAmount: 10 }],
  ['a pilot that is never followed up', { pilot: 'yes', followUpIntervalMonths: 'none' }, { followUpIntervalMonths: 6 }],
];

for (const [name, wrong, right] of cases) {
  t.test(name, async (t) => {
    const fields = found(wrong);
    t.ok(fields.length > 0, 'is found');
    for (const field of Object.keys(wrong))
      t.ok(
        fields.some((f) => f === field),
        `names ${field}`,
      );
    t.same(found({ ...wrong, ...right }), [], 'is cleared');
  });
}

t.test('nothing answered, nothing contradicted', async (t) => t.same(findContradictions(emptyDesign), []));

t.test('limits that only touch are no contradiction', async (t) => {
  t.same(found({ ageMin: 18, ageMax: 18 }), []);
  t.same(found({ ageMin: 15, consentUnder15: 'not_applicable' }), []);
  t.same(found({ ageMin: 18, suitability15to17: 'not_applicable' }), []);
  t.same(found({ ageMax: 64, consentUnder15: 'not_applicable' }), [], 'no lowest age is stated, so the span says nothing of children');
});

const anyDesign: fc.Arbitrary<Design> = fc
  .record(
    Object.fromEntries(
      designFieldNames.map((name): [string, fc.Arbitrary<unknown>] => {
        const field = designFields[name];
        if (field.type === 'integer') return [name, fc.oneof(fc.integer({ min: field.min, max: field.max }), fc.constantFrom('none', 'unknown'))];
        const choices = Object.keys(field.choices);
        return [name, field.type === 'choice' ? fc.constantFrom(...choices, 'unknown') : fc.oneof(fc.subarray(choices), fc.constant('unknown'))];
      }),
    ),
  )
  .map((answers) => designSchema.parse(answers));

t.test('forgetting the answers that a contradiction names takes it away', async () => {
  fc.assert(
    fc.property(anyDesign, (design) =>
      findContradictions(design).every(({ fields, message }) => {
        const forgotten: Design = { ...design, ...Object.fromEntries(fields.map((f) => [f, 'unknown'])) };
        return !findContradictions(forgotten).some((c) => c.message === message && c.fields.join() === fields.join());
      }),
    ),
  );
});
