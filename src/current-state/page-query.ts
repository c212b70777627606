import { z } from 'zod';
import { areaSchema } from '../catalogue/schema.ts';

const text = z.string().trim().max(60);
const few = z.coerce.number().int().min(0).max(100_000);

/** The address of the pages: year, area, only what is not answered, and what was saved before: how much, and what can be undone. */
export const pageQuerySchema = z.object({
  ar: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number('Skriv ett år, till exempel 2026.').int().optional()),
  omrade: z.preprocess((value) => (value === '' ? undefined : value), areaSchema.or(z.never('Det finns inget sådant område.')).optional()),
  obesvarade: z.preprocess((value) => value === '1', z.boolean()),
  besked: text.catch(''),
  sparade: few.optional().catch(undefined),
  borttagna: few.catch(0),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;
