import fc from 'fast-check';
import t from 'tap';
import { costsAt, outcomeOf, reach } from '../../src/economy/outcome.ts';
import { type Assumption, assumptionIds, type Scenario, type Span, scenarioSchema } from '../../src/economy/scenario.ts';
import { totalOf } from '../../src/economy/total.ts';
import { anyScenario, scenarioOf } from './scenarios.ts';

const figures = ['today', 'after', 'difference'] as const;
const spanOf = (scenario: Scenario, id: Assumption): Span => scenario[id]?.span ?? { low: 0, high: 0 };
const byAssumption = (numberOf: (id: Assumption) => number): Record<Assumption, number> => ({
  people: numberOf('people'),
  assessmentHours: numberOf('assessmentHours'),
  hourCost: numberOf('hourCost'),
  insatsCost: numberOf('insatsCost'),
  demandChange: numberOf('demandChange'),
  avoidedCost: numberOf('avoidedCost'),
});
/** One share of the way from low to high for each assumption. */
const shares = fc
  .tuple(...assumptionIds.map(() => fc.double({ min: 0, max: 1, noNaN: true })))
  .map((all) => new Map(assumptionIds.map((id, i) => [id, all[i] ?? 0])));
const pointIn = (scenario: Scenario, at: ReadonlyMap<Assumption, number>) =>
  byAssumption((id) => {
    const { low, high } = spanOf(scenario, id);
    return Math.min(high, Math.max(low, low + (high - low) * (at.get(id) ?? 0)));
  });
/** Half a krona of rounding, and what a number of this size cannot hold. */
const slack = (size: number) => 0.5 + Math.abs(size) * 1e-12;
const withSpan = (scenario: Scenario, id: Assumption, span: Span): Scenario => scenarioSchema.parse({ ...scenario, [id]: { span, from: '' } });

t.test('today is people times assessment and insats; what is avoided counts for those who come to', async (t) => {
  const outcome = outcomeOf(scenarioOf({ people: 100, assessmentHours: 8, hourCost: 450, insatsCost: 5000, demandChange: 20, avoidedCost: 1000 }));
  t.same(outcome.today, { low: 860_000, high: 860_000 });
  t.same(outcome.after, { low: 580_000, high: 580_000 }, '120 people at 5 000, less 1 000 for each of the 20');
  t.same(outcome.difference, { low: -280_000, high: -280_000 });
  t.same(outcome.influence, [], 'exact numbers leave nothing to move');
});

t.test('the ends of what can be entered', async (t) => {
  t.same(outcomeOf(scenarioOf({ people: 0, assessmentHours: { low: 1, high: 9 }, hourCost: 500, insatsCost: 100, demandChange: 50 })), {
    ...outcomeOf(scenarioOf({ people: 0, assessmentHours: { low: 1, high: 9 }, hourCost: 500, insatsCost: 100, demandChange: 50 })),
    today: { low: 0, high: 0 },
    after: { low: 0, high: 0 },
    difference: { low: 0, high: 0 },
  });
  const nobodyAfter = outcomeOf(scenarioOf({ people: 10, assessmentHours: 1, hourCost: 100, insatsCost: 1000, demandChange: -100 }));
  t.same(nobodyAfter.after, { low: 0, high: 0 });
  t.same(nobodyAfter.difference, { low: -11_000, high: -11_000 });
  const lost = outcomeOf(scenarioOf({ people: 10, insatsCost: 1000, demandChange: -50, avoidedCost: 400 }));
  t.same(lost.after, { low: 7000, high: 7000 }, 'five get it, and five no longer avoid what they avoided');
  const largest = outcomeOf(scenarioOf({ people: 1_000_000, assessmentHours: 1000, hourCost: 10_000, insatsCost: 10_000_000, demandChange: 1000 }));
  t.ok(Number.isSafeInteger(largest.after.high) && Number.isSafeInteger(largest.today.high));
  for (const wrong of [
    { people: -1 },
    { demandChange: -101 },
    { insatsCost: Number.NaN },
    { hourCost: Number.POSITIVE_INFINITY },
    { people: { low: 2, high: 1 } },
  ])
    t.throws(() => scenarioOf(wrong), JSON.stringify(wrong));
});

t.test('every point inside the spans comes out inside the outcome, and no end is −0', async () => {
  fc.assert(
    fc.property(anyScenario, shares, (scenario, at) => {
      const outcome = outcomeOf(scenario);
      const costs = costsAt(pointIn(scenario, at));
      return figures.every((figure) => {
        const { low, high } = outcome[figure];
        const room = slack(Math.max(reach(outcome.today), reach(outcome.after)));
        return costs[figure] >= low - room && costs[figure] <= high + room && !Object.is(low, -0) && !Object.is(high, -0);
      });
    }),
  );
});

t.test('both ends are reached by some choice of the entered numbers', async () => {
  const ways = Array.from({ length: 2 ** assumptionIds.length }, (_, way) => new Map(assumptionIds.map((id, i) => [id, (way >> i) & 1])));
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const outcome = outcomeOf(scenario);
      const reached = ways.map((way) => costsAt(pointIn(scenario, way)));
      return figures.every((figure) =>
        (['low', 'high'] as const).every((end) => reached.some((costs) => Math.abs(costs[figure] - outcome[figure][end]) <= slack(costs[figure]))),
      );
    }),
  );
});

t.test('an assumption that is made surer never widens the spans', async () => {
  fc.assert(
    fc.property(anyScenario, fc.constantFrom(...assumptionIds), fc.double({ min: 0, max: 1, noNaN: true }), (scenario, id, share) => {
      const { low, high } = spanOf(scenario, id);
      const value = Math.min(high, Math.max(low, low + (high - low) * share));
      const [wide, narrow] = [outcomeOf(scenario), outcomeOf(withSpan(scenario, id, { low: value, high: value }))];
      const room = 2 * slack(Math.max(reach(wide.today), reach(wide.after)));
      return figures.every((figure) => narrow[figure].low >= wide[figure].low - room && narrow[figure].high <= wide[figure].high + room);
    }),
  );
});

t.test('dearer or longer assessments never make opening dearer; more people today never cost less today', async () => {
  const raised = (scenario: Scenario, id: Assumption, by: number) => {
    const { low, high } = spanOf(scenario, id);
    return outcomeOf(withSpan(scenario, id, { low: low + by, high: high + by }));
  };
  fc.assert(
    fc.property(anyScenario, fc.constantFrom<Assumption>('assessmentHours', 'hourCost'), (scenario, id) => {
      const lower = withSpan(scenario, id, { low: 1, high: 2 });
      const [before, after] = [outcomeOf(lower), raised(lower, id, 3)];
      return after.difference.low <= before.difference.low && after.difference.high <= before.difference.high;
    }),
  );
  fc.assert(
    fc.property(anyScenario, (scenario) => {
      const few = withSpan(scenario, 'people', { low: 1, high: 5 });
      return raised(few, 'people', 7).today.low >= outcomeOf(few).today.low;
    }),
  );
});

t.test('influence: the change from the lower to the higher number lies in its span whatever the others are, the widest first', async () => {
  fc.assert(
    fc.property(anyScenario, shares, (scenario, at) => {
      const { influence, today, after } = outcomeOf(scenario);
      const room = 2 * slack(Math.max(reach(today), reach(after)));
      const ordered = influence.every(({ span }, i) => i === 0 || reach(span) <= reach(influence[i - 1]?.span ?? span));
      const point = pointIn(scenario, at);
      const unsure = assumptionIds.filter((id) => spanOf(scenario, id).low < spanOf(scenario, id).high);
      return (
        ordered &&
        unsure.length === influence.length &&
        influence.every(({ assumption, span }) => {
          const ends = spanOf(scenario, assumption);
          const moved = costsAt({ ...point, [assumption]: ends.high }).difference - costsAt({ ...point, [assumption]: ends.low }).difference;
          return moved >= span.low - room && moved <= span.high + room;
        })
      );
    }),
  );
});

t.test('scenarios are added where they share no line, and never where they do', async (t) => {
  const one = outcomeOf(scenarioOf({ people: { low: 1, high: 2 }, assessmentHours: 1, hourCost: 100 }, { name: 'A', lines: ['a/x', 'b/x'] }));
  const other = outcomeOf(scenarioOf({ people: 10, insatsCost: 100, demandChange: { low: 0, high: 10 } }, { name: 'B', lines: ['c/x'] }));
  t.same(totalOf([one, other]), { span: { low: -200, high: 0 } });
  const same = outcomeOf(scenarioOf({}, { name: 'C', lines: ['b/x'] }));
  t.same(totalOf([one, other, same]), { countedTwice: [{ line: 'b/x', scenarios: ['A', 'C'] }] });
  t.same(totalOf([]), { span: { low: 0, high: 0 } });
});
