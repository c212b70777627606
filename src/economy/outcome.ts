import { z } from 'zod';
import { type Assumption, assumptionIds, type Scenario, type Span, scenarioSchema, spanSchema } from './scenario.ts';

/** Kronor a year. A cost is positive; a difference below zero is a lower cost. */
export const outcomeSchema = z.strictObject({
  scenario: scenarioSchema,
  today: spanSchema.describe('Kostnad per år i dag: prövningen och insatsen.'),
  after: spanSchema.describe('Kostnad per år utan behovsprövning, med ändrad efterfrågan och undvikna kostnader.'),
  difference: spanSchema.describe('Skillnaden mellan de två, räknad med samma antaganden på båda sidor.'),
  influence: z
    .array(z.strictObject({ assumption: z.enum(assumptionIds), span: spanSchema }))
    .describe('Hur mycket skillnaden ändras när ett antagande går från sitt lägre till sitt högre tal, vilka tal de andra än har; störst först.'),
});
export type Outcome = z.infer<typeof outcomeSchema>;

type Values = Readonly<Record<Assumption, number>>;

const today = ({ people, assessmentHours, hourCost, insatsCost }: Values): number => people * (assessmentHours * hourCost + insatsCost);
const after = ({ people, insatsCost, demandChange, avoidedCost }: Values): number => people * (1 + demandChange / 100) * (insatsCost - avoidedCost);
const difference = (values: Values): number => after(values) - today(values);

const spanOf = (scenario: Scenario, assumption: Assumption): Span => scenario[assumption]?.span ?? { low: 0, high: 0 };

/** Every way to take the lower or the higher number of each assumption. */
function corners(scenario: Scenario, among: readonly Assumption[]): Values[] {
  const empty: Record<Assumption, number> = { people: 0, assessmentHours: 0, hourCost: 0, insatsCost: 0, demandChange: 0, avoidedCost: 0 };
  return among.reduce<Record<Assumption, number>[]>(
    (found, assumption) => {
      const { low, high } = spanOf(scenario, assumption);
      return (low === high ? [low] : [low, high]).flatMap((value) => found.map((values) => ({ ...values, [assumption]: value })));
    },
    [empty],
  );
}

const extent = (numbers: readonly number[]): Span => ({ low: Math.min(...numbers), high: Math.max(...numbers) });

/**
 * What a scenario comes to. The costs are linear in each assumption by itself, so the least and the greatest lie where every assumption is at
 * one of its ends: the span is exact, and no number in between is invented.
 */
export function outcomeOf(scenario: Scenario): Outcome {
  const all = corners(scenario, assumptionIds);
  const influence = assumptionIds.flatMap((assumption) => {
    const { low, high } = spanOf(scenario, assumption);
    if (low === high) return [];
    const others = corners(
      scenario,
      assumptionIds.filter((other) => other !== assumption),
    );
    return [{ assumption, span: extent(others.map((values) => difference({ ...values, [assumption]: high }) - difference({ ...values, [assumption]: low }))) }];
  });
  const reach = ({ span }: { span: Span }) => Math.max(Math.abs(span.low), Math.abs(span.high));
  return {
    scenario,
    today: extent(all.map(today)),
    after: extent(all.map(after)),
    difference: extent(all.map(difference)),
    influence: influence.sort((a, b) => reach(b) - reach(a)),
  };
}
