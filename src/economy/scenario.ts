import { z } from 'zod';

/** Two ends, the lower first; a number that is sure has the same ends. */
export const spanSchema = z
  .strictObject({ low: z.number(), high: z.number() })
  .refine(({ low, high }) => low <= high, 'Det lägre talet är större än det högre.');
export type Span = z.infer<typeof spanSchema>;

/**
 * What a planner assumes: its unit, what it means, and the numbers that have a meaning. Nothing here has a default: no number that nobody
 * entered. The bounds keep every outcome far below what a number can hold exactly.
 */
export const assumptions = {
  people: {
    label: 'Personer i dag',
    unit: 'personer per år',
    help: 'Så många som får insatsen under ett år, på de rader som räkneexemplet gäller.',
    min: 0,
    max: 1_000_000,
    decimals: 0,
  },
  assessmentHours: {
    label: 'Tid för en behovsprövning',
    unit: 'timmar per person',
    help: 'Arbetstid för utredning och beslut, för varje person som får insatsen.',
    min: 0,
    max: 1000,
    decimals: 2,
  },
  hourCost: {
    label: 'Kostnad för en arbetstimme',
    unit: 'kronor per timme',
    help: 'Lön, avgifter och det ni annars räknar in.',
    min: 0,
    max: 10_000,
    decimals: 2,
  },
  insatsCost: {
    label: 'Kostnad för insatsen',
    unit: 'kronor per person',
    help: 'Det som insatsen kostar för en person under ett år, utan behovsprövningen.',
    min: 0,
    max: 10_000_000,
    decimals: 2,
  },
  demandChange: {
    label: 'Ändrad efterfrågan',
    unit: 'procent',
    help: 'Hur många fler som får insatsen när ingen prövar behovet. Skriv ett minustecken framför om de blir färre.',
    min: -100,
    max: 1000,
    decimals: 2,
  },
  avoidedCost: {
    label: 'Undviken kostnad',
    unit: 'kronor per person som kommer till',
    help: 'Det som ni inte behöver betala för annat stöd till den som får insatsen men inte hade fått den i dag.',
    min: 0,
    max: 10_000_000,
    decimals: 2,
  },
} as const;
export type Assumption = keyof typeof assumptions;
export const assumptionIds = Object.keys(assumptions) as Assumption[];

/** In characters. */
export const scenarioLimits = { name: 120, from: 500 } as const;

function assumed(id: Assumption) {
  const { min, max } = assumptions[id];
  const end = z.number().min(min).max(max);
  return z.strictObject({
    span: spanSchema.refine(({ low, high }) => end.safeParse(low).success && end.safeParse(high).success, `Talet ska vara från ${min} till ${max}.`),
    from: z.string().max(scenarioLimits.from).describe('Var talet kommer ifrån.'),
  });
}

/** A planner's scenario for some lines of a proposal. */
export const scenarioSchema = z.strictObject({
  id: z.uuid(),
  name: z.string().min(1).max(scenarioLimits.name),
  lines: z.array(z.string()).min(1).describe('Raderna, som insats/målgrupp, i bokstavsordning.'),
  people: assumed('people'),
  assessmentHours: assumed('assessmentHours'),
  hourCost: assumed('hourCost'),
  insatsCost: assumed('insatsCost'),
  demandChange: assumed('demandChange'),
  avoidedCost: assumed('avoidedCost').nullable(),
});
export type Scenario = z.infer<typeof scenarioSchema>;

/** All scenarios of a proposal, in the order of their names. */
export const scenariosSchema = z.array(scenarioSchema);
