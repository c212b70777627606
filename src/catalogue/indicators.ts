import { z } from 'zod';
import { readJsonFile } from '../json-file.ts';
import { SourceError } from '../sources/errors.ts';
import { areaSchema, slug } from './schema.ts';

/** A national figure from Socialstyrelsen 2019. It describes the country some years ago, never a district today. */
export const indicatorSchema = z.strictObject({
  id: slug,
  /** null where the figure belongs to no area of the catalogue. */
  area: areaSchema.nullable(),
  name: z.string().min(10),
  value: z.number(),
  /** The upper end, where the source gives a span. */
  upTo: z.number().optional(),
  unit: z.enum(['procent', 'personer', 'barn', 'hem', 'gånger', 'miljarder kronor']),
  /** null where the source gives no year. */
  year: z
    .string()
    .regex(/^\d{4}(–\d{4})?$/)
    .nullable(),
  population: z.string().min(3),
  citation: z.string(),
  /** Swedish: what must be said wherever the figure is shown. */
  caveat: z.string().min(5).nullable(),
});
export type Indicator = z.infer<typeof indicatorSchema>;

const file = new URL('../../data/indicators.json', import.meta.url);

/** Reads `data/indicators.json`; throws a SourceError when it is wrong or an id occurs twice. */
export function loadIndicators(from: URL = file): Indicator[] {
  const parsed = z.array(indicatorSchema).safeParse(readJsonFile(from, 'data/indicators.json'));
  if (!parsed.success) throw new SourceError(`data/indicators.json har fel form: ${z.prettifyError(parsed.error)}`);
  const ids = new Set<string>();
  for (const { id } of parsed.data) {
    if (ids.has(id)) throw new SourceError(`Indikatorn ${id} finns två gånger i data/indicators.json.`);
    ids.add(id);
  }
  return parsed.data;
}

/** The value as shown: "6–10 procent", "2,3 miljarder kronor". */
export function indicatorText({ value, upTo, unit }: Indicator): string {
  const swedish = (n: number) => n.toLocaleString('sv-SE').replaceAll('\u00a0', ' ');
  return upTo === undefined ? `${swedish(value)} ${unit}` : `${swedish(value)}–${swedish(upTo)} ${unit}`;
}
