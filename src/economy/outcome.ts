import { z } from 'zod';
import { type Assumption, assumptionIds, type Scenario, type Span, scenarioSchema, spanSchema } from './scenario.ts';

/** Whole kronor a year. A cost is positive; a difference below zero is a lower cost. */
export const outcomeSchema = z.strictObject({
  scenario: scenarioSchema,
  today: spanSchema.describe('Kostnad per år i dag: behovsprövningen och insatsen.'),
  after: spanSchema.describe('Kostnad per år utan behovsprövning, med ändrad efterfrågan, minus undvikna kostnader för dem som kommer till.'),
  difference: spanSchema.describe('Skillnaden mellan de två, räknad med samma antaganden på båda sidor.'),
  influence: z
    .array(z.strictObject({ assumption: z.enum(assumptionIds), span: spanSchema }))
    .describe('Hur mycket skillnaden ändras när ett antagande går från sitt lägre till sitt högre tal, vilka tal de andra än har; störst först.'),
});
export type Outcome = z.infer<typeof outcomeSchema>;

type Values = Readonly<Record<Assumption, number>>;

/** Those who get the insats and would not have had it today; below zero where fewer get it. */
const added = ({ people, demandChange }: Values): number => (people * demandChange) / 100;
const today = ({ people, assessmentHours, hourCost, insatsCost }: Values): number => people * (assessmentHours * hourCost + insatsCost);
/**
 * What is avoided is counted for those who come to: whoever gets the insats both ways avoids the same both ways. Where fewer get it, what
 * they avoided is lost.
 */
const after = (values: Values): number => (values.people + added(values)) * values.insatsCost - added(values) * values.avoidedCost;
/** `after − today`, without the large parts that they share. */
const difference = (values: Values): number =>
  added(values) * (values.insatsCost - values.avoidedCost) - values.people * values.assessmentHours * values.hourCost;

/** What the cost comes to when every assumption has exactly one value, in kronor and unrounded. */
export const costsAt = (values: Values) => ({ today: today(values), after: after(values), difference: difference(values) });

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

/** The addition turns −0, which JSON does not keep, into 0. */
const wholeKronor = (kronor: number): number => Math.round(kronor) + 0;
const extent = (numbers: readonly number[]): Span => ({ low: wholeKronor(Math.min(...numbers)), high: wholeKronor(Math.max(...numbers)) });
/** The most that a span is away from zero. */
export const reach = ({ low, high }: Span): number => Math.max(Math.abs(low), Math.abs(high));

/**
 * What a scenario comes to. The costs are linear in each assumption by itself, so the least and the greatest lie where every assumption is at
 * one of its ends: the span is exact (to the krona), and no number in between is invented.
 */
export function outcomeOf(scenario: Scenario): Outcome {
  const all = corners(scenario, assumptionIds).map(costsAt);
  const influence = assumptionIds.flatMap((assumption) => {
    const { low, high } = spanOf(scenario, assumption);
    if (low === high) return [];
    const others = corners(
      scenario,
      assumptionIds.filter((other) => other !== assumption),
    );
    return [{ assumption, span: extent(others.map((values) => difference({ ...values, [assumption]: high }) - difference({ ...values, [assumption]: low }))) }];
  });
  return {
    scenario,
    today: extent(all.map((costs) => costs.today)),
    after: extent(all.map((costs) => costs.after)),
    difference: extent(all.map((costs) => costs.difference)),
    influence: influence.sort((a, b) => reach(b.span) - reach(a.span)),
  };
}
