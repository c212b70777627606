import { z } from 'zod';
import { slug } from '../catalogue/schema.ts';

const day = z.iso.date();

/** A stadsdelsnämnd's area, or a stadsövergripande unit of socialförvaltningen, and the days it exists. */
export const districtSchema = z.strictObject({
  id: slug,
  name: z.string().min(2),
  kind: z.enum(['district', 'city_unit']),
  description: z.string().min(10).optional(),
  /** First day; null where it is older than what the planner knows. */
  validFrom: day.nullable(),
  /** Last day; null where it still exists. */
  validTo: day.nullable(),
  /** What it became part of the day after its last day. */
  successors: z.array(slug),
  /** Keys of the source register. */
  citations: z.array(z.string()).min(1),
});
export type District = z.infer<typeof districtSchema>;

export const districtFileSchema = z.strictObject({
  /** The first day for which the planner knows how the city was divided. */
  knownFrom: day,
  districts: z.array(districtSchema).min(1),
});
