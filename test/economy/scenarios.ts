import fc from 'fast-check';
import { type Assumption, assumptionIds, assumptions, type Scenario, type Span, scenarioSchema } from '../../src/economy/scenario.ts';

/** Every end that the form takes, as whole hundredths, so that no number has more decimals than a person may write. */
const endOf = (id: Assumption) => {
  const { min, max, decimals } = assumptions[id];
  const scale = 10 ** decimals;
  return fc.oneof(fc.integer({ min: min * scale, max: max * scale }), fc.integer({ min: Math.max(min, -50) * scale, max: 60 * scale })).map((n) => n / scale);
};
export const spanIn = (id: Assumption): fc.Arbitrary<Span> =>
  fc.tuple(endOf(id), endOf(id), fc.boolean()).map(([a, b, sure]) => (sure ? { low: a, high: a } : { low: Math.min(a, b), high: Math.max(a, b) }));
const assumed = (id: Assumption) => spanIn(id).map((span) => ({ span, from: '' }));

/** Any scenario that can be entered. */
export const anyScenario: fc.Arbitrary<Scenario> = fc
  .record({
    id: fc.uuid({ version: 4 }),
    name: fc.constant('Exempel'),
    lines: fc.constant(['insats/grupp']),
    people: assumed('people'),
    assessmentHours: assumed('assessmentHours'),
    hourCost: assumed('hourCost'),
    insatsCost: assumed('insatsCost'),
    demandChange: assumed('demandChange'),
    avoidedCost: fc.option(assumed('avoidedCost')),
  })
  .map((one) => scenarioSchema.parse(one));

/** A scenario with these spans; what is not named is exactly zero. */
export function scenarioOf(spans: Partial<Record<Assumption, Span | number>>, more: Partial<Pick<Scenario, 'id' | 'name' | 'lines'>> = {}): Scenario {
  const values = assumptionIds.map((id) => {
    const span = spans[id] ?? 0;
    return [id, { span: typeof span === 'number' ? { low: span, high: span } : span, from: '' }];
  });
  return scenarioSchema.parse({ id: 'b3c8a1de-4f0e-4d5b-9a51-0d6a3c1f2e47', name: 'Exempel', lines: ['insats/grupp'], ...more, ...Object.fromEntries(values) });
}
