import { z } from 'zod';

/** A number that a person entered, as a span; a number that is sure has the same ends. */
export const spanSchema = z
  .strictObject({ low: z.number(), high: z.number() })
  .refine(({ low, high }) => low <= high, 'Det lägre talet är större än det högre.');
export type Span = z.infer<typeof spanSchema>;

/** What a planner assumes, with the unit of each. Nothing here has a default: no number that nobody entered. */
export const assumptions = {
  people: { label: 'Personer per år i dag', unit: 'personer per år' },
  assessmentHours: { label: 'Tid för en behovsprövning', unit: 'timmar per person' },
  hourCost: { label: 'Kostnad för en arbetstimme', unit: 'kronor per timme' },
  insatsCost: { label: 'Kostnad för insatsen', unit: 'kronor per person' },
  demandChange: { label: 'Ändrad efterfrågan', unit: 'procent' },
  avoidedCost: { label: 'Undvikna kostnader', unit: 'kronor per person' },
} as const;
export type Assumption = keyof typeof assumptions;
export const assumptionIds = Object.keys(assumptions) as Assumption[];

const assumed = z.strictObject({ span: spanSchema, from: z.string().max(500).describe('Var talet kommer ifrån.') });

/** A planner's scenario for some lines of a proposal. */
export const scenarioSchema = z.strictObject({
  id: z.uuid(),
  name: z.string().min(1).max(120),
  lines: z.array(z.string()).min(1).describe('Raderna, som insats/målgrupp, i bokstavsordning.'),
  people: assumed,
  assessmentHours: assumed,
  hourCost: assumed,
  insatsCost: assumed,
  demandChange: assumed,
  avoidedCost: assumed.nullable(),
});
export type Scenario = z.infer<typeof scenarioSchema>;

/** All scenarios of a proposal, in the order of their names. */
export const scenariosSchema = z.array(scenarioSchema);
