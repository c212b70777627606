import { z } from 'zod';
import { areaSchema } from '../catalogue/schema.ts';

const text = z.string().trim().max(60);

/** The address of the pages: year, area, only what is not answered, and what the page before has to say. */
export const pageQuerySchema = z.object({
  ar: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number('Skriv ett år, till exempel 2026.').int().optional()),
  omrade: z.preprocess((value) => (value === '' ? undefined : value), areaSchema.or(z.never('Det finns inget sådant område.')).optional()),
  obesvarade: z.preprocess((value) => value === '1', z.boolean()),
  besked: text.catch(''),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;
