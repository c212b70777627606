import { z } from 'zod';
import { readJsonFile } from '../../json-file.ts';
import { sourceKinds } from '../../sources/schema.ts';

const intervalSchema = z.strictObject({
  /** Months between two checks; null where the source never changes. */
  months: z.int().min(1).max(120).nullable(),
  /** Swedish: why. */
  motive: z.string().min(20),
});
export type Interval = z.infer<typeof intervalSchema>;

/** How often a source of each kind should be read again: `data/check-intervals.json`. Our own judgement, shown with its motive. */
export const checkIntervals: Readonly<Record<(typeof sourceKinds)[number], Interval>> = z
  .record(z.enum(sourceKinds), intervalSchema)
  .parse(readJsonFile(new URL('../../../data/check-intervals.json', import.meta.url), 'data/check-intervals.json'));

/** "2026-04-13" or "2026-04" and six months → "2026-10-13" or "2026-10-01": a month without a day counts from its first. */
export function monthsAfter(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10);
}
