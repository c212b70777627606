import { z } from 'zod';

/** A decision on a version: it is told beside the draft, whose own bytes never change. */
export const decidedSchema = z.strictObject({
  number: z.string().describe('The decision’s diarienummer'),
  date: z.iso.date(),
  superseded: z.boolean().describe('A later decision has taken its place'),
});
export type Decided = z.infer<typeof decidedSchema>;

/** "Utkast, version 2", or "Fastställt 2026-11-30, dnr 1.1/234-2026, version 2". */
export function statusInWords(version: number | null, decided: Decided | null): string {
  const first = decided === null ? 'Utkast' : `Fastställt ${decided.date}, dnr ${decided.number}`;
  return `${first}${version === null ? '' : `, version ${version}`}`;
}

/** The same with what it means, as a page's head says it. */
export function statusSentence(version: number | null, decided: Decided | null): string {
  const meaning = decided === null ? ' Ingen har beslutat det.' : decided.superseded ? ' Ett senare beslut har ersatt det.' : '';
  return `${statusInWords(version, decided)}.${meaning}`;
}
