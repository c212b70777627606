import { z } from 'zod';
import { slug } from '../catalogue/schema.ts';

/** SKR's questions about an insats, and their answers as people read them. */
export const answers = {
  given: { yes: 'Ja', local_variant: 'Ja, i lokal variant', no: 'Nej', unknown: 'Vet inte' },
  form: { physical: 'Fysiskt', digital: 'Digitalt', both: 'Både fysiskt och digitalt', unknown: 'Vet inte' },
  provision: { own: 'Kommunal regi', private: 'Enskild regi', both: 'Både kommunal och enskild', unknown: 'Vet inte' },
  decision: { with: 'Med biståndsbeslut', without: 'Utan biståndsbeslut', both: 'Både med och utan', unknown: 'Vet inte' },
  wish: { yes: 'Ja', no: 'Nej', unknown: 'Vet inte', not_answered: 'Ej svarat' },
} as const;
export type Question = keyof typeof answers;

const choice = <Q extends Question>(question: Q) =>
  z.enum(Object.keys(answers[question]) as [keyof (typeof answers)[Q] & string, ...(keyof (typeof answers)[Q] & string)[]]);

/** What a district says of one insats for one year. People: a span, or null where the number is unknown. */
export const stateSchema = z.strictObject({
  insats: slug,
  given: choice('given'),
  form: choice('form'),
  provision: choice('provision'),
  decision: choice('decision'),
  people: z
    .strictObject({ from: z.int().min(0).max(1_000_000), to: z.int().min(0).max(1_000_000) })
    .refine((p) => p.from <= p.to, 'Det första talet är större än det andra.')
    .nullable(),
  wish: choice('wish'),
  comment: z.string().max(2000, 'Kommentaren får ha högst 2 000 tecken.'),
});
export type State = z.infer<typeof stateSchema>;

/** A stored answer: with the revision that a save must build on, and the name of the one who saved; left out at a machine without accounts. */
export const storedStateSchema = stateSchema.safeExtend({ revision: z.int().min(1), updatedAt: z.date(), savedBy: z.string().exactOptional() });
export type StoredState = z.infer<typeof storedStateSchema>;

/** Only what is given has a form, a provider, a decision and a number of people. */
export const isGiven = (given: State['given']): boolean => given === 'yes' || given === 'local_variant';
