import { z } from 'zod';
import { searchText } from '../../web/input.ts';

export const ruleShows = { nara: 'De som slår till och de som är nära', galler: 'De som slår till', alla: 'Alla' } as const;

/** What the page reads from its address beside the question itself. A value that is not known gives way to the usual one. */
export const askQuerySchema = z.object({
  /** What to look for when no insats is chosen, or another one is wanted. */
  sok: searchText,
  byt: z.string().max(2).catch(''),
  /** What is asked with "varför inte": the key of a target. */
  mal: z.string().max(140).catch(''),
  visa: z.enum(['nara', 'galler', 'alla']).catch('nara'),
  regel: searchText,
  /** Sent by the forms: answer with the short address. */
  prova: z.string().max(2).catch(''),
  /** Sent by the button that fetches a district's nuläge. */
  hamta: z.string().max(2).catch(''),
  /** What came of it: a year, or that there was nothing to fetch. */
  nulage: z.string().max(10).catch(''),
});
export type AskQuery = z.infer<typeof askQuerySchema>;
