import { z } from 'zod';
import { type Area, areas } from '../../catalogue/schema.ts';
import type { ImpactRow } from '../../rule-changes/impact.ts';
import { type ChangeKind, changeKinds } from '../../rule-changes/impact-kinds.ts';
import { oneOf, searchText } from '../../web/input.ts';

/** What the list of candidates is narrowed down to; all of it stands in the address. */
export const impactQuerySchema = z.object({
  q: searchText,
  andring: oneOf(changeKinds, 'Vad som ändras'),
  stadsdel: z.string().max(100).default(''),
  omrade: oneOf(Object.keys(areas), 'Verksamhetsområdet'),
  regel: z.string().max(200).default(''),
  grund: z.string().max(100).default(''),
  sida: z.coerce.number().int().min(1).max(10_000).catch(1).default(1),
});
export type ImpactQuery = z.infer<typeof impactQuerySchema>;
export const impactQueryLabels = {
  q: 'Sök',
  andring: 'Vad som ändras',
  stadsdel: 'Stadsdel',
  omrade: 'Verksamhetsområde',
  regel: 'Regel',
  grund: 'Rättslig grund',
  sida: 'Sida',
};

/** A row as somebody may see it: with the districts that they may read, and how many others there are. */
export interface SeenRow extends ImpactRow {
  hidden: number;
}

/** The rows with only those districts that the reader may see. The rest are counted for the city and never named. */
export function seenRows(rows: readonly ImpactRow[], visible: (district: string) => boolean): SeenRow[] {
  return rows.map((row) => {
    const districts = row.districts.filter(visible);
    return { ...row, districts, hidden: row.districts.length - districts.length };
  });
}

/** @param nameOf the name of an insats, to search in. */
export function filterRows(rows: readonly SeenRow[], query: ImpactQuery, nameOf: (row: ImpactRow) => string): SeenRow[] {
  const words = query.q.toLocaleLowerCase('sv').split(/\s+/).filter(Boolean);
  const isArea = (area: Area) => query.omrade === '' || area === query.omrade;
  return rows.flatMap((row): SeenRow[] => {
    const text = nameOf(row).toLocaleLowerCase('sv');
    const fits =
      isArea(row.area) &&
      (query.andring === '' || row.kinds.some((kind: ChangeKind) => kind === query.andring)) &&
      (query.grund === '' || row.legalBasis === query.grund) &&
      (query.regel === '' || row.effects.some(({ rule }) => rule === query.regel)) &&
      words.every((word) => text.includes(word));
    if (!fits) return [];
    if (query.stadsdel === '') return [row];
    return row.districts.includes(query.stadsdel) ? [{ ...row, districts: [query.stadsdel], hidden: 0 }] : [];
  });
}
