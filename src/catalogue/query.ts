import { z } from 'zod';
import { oneOf, searchText } from '../web/input.ts';
import { kindIds } from './kinds.ts';
import { areas } from './schema.ts';

export const sortKeys = {
  namn: 'Namn',
  omrade: 'Område',
  ges: 'Ges av flest',
  digitalt: 'Digitalt av flest',
  enskild: 'Enskild utförare hos flest',
  utanbeslut: 'Utan beslut, störst andel',
} as const;
export type SortKey = keyof typeof sortKeys;
export const defaultSort: SortKey = 'omrade';

export const shareChoices = { '1': 'minst 1 %', '10': 'minst 10 %', '25': 'minst 25 %', '50': 'minst 50 %', saknas: 'uppgift saknas' } as const;
export const verdictIds = ['allowed', 'requires_assessment', 'other_law', 'unclear'] as const;

export interface QueryChoices {
  groups: readonly string[];
  sections: readonly string[];
  themes: readonly string[];
  legalBases: readonly string[];
}

/** What the catalogue page reads from its address. Unknown keys are ignored, so that a longer link still works. */
export function catalogueQuerySchema(choices: QueryChoices) {
  return z.object({
    q: searchText,
    omrade: oneOf([...Object.keys(areas), ...choices.sections], 'Området'),
    malgrupp: oneOf(choices.groups, 'Målgruppen'),
    slag: oneOf(kindIds, 'Slaget'),
    grund: oneOf(choices.legalBases, 'Den rättsliga grunden'),
    svar: oneOf(verdictIds, 'Svaret'),
    tema: oneOf(choices.themes, 'Riskområdet'),
    andel: oneOf(Object.keys(shareChoices), 'Andelen'),
    sortera: oneOf(Object.keys(sortKeys), 'Sorteringen'),
    ordning: oneOf(['fallande', 'stigande'], 'Ordningen'),
    sida: z.coerce
      .number('Sidan ska vara ett tal.')
      .int('Sidan ska vara ett heltal.')
      .min(1, 'Sidan ska vara minst 1.')
      .max(1000, 'Så många sidor finns inte. Välj en sida som visas i listan.')
      .default(1),
    visa: oneOf(['alla'], 'Antalet rader'),
  });
}
export type CatalogueQuery = z.infer<ReturnType<typeof catalogueQuerySchema>>;

/** The fields' names on the page. */
export const catalogueLabels: Readonly<Record<keyof CatalogueQuery, string>> = {
  q: 'Sök',
  omrade: 'Område',
  malgrupp: 'Målgrupp',
  slag: 'Slag av insats',
  grund: 'Enligt',
  svar: 'Lagens svar',
  tema: 'Riskområde',
  andel: 'Andel utan beslut',
  sortera: 'Sortera efter',
  ordning: 'Ordning',
  sida: 'Sida',
  visa: 'Antal rader',
};

/** The query without what is empty or the default: what a person shares. */
export function queryParams(query: CatalogueQuery, defaultBasis: string, changes: Partial<CatalogueQuery> = {}): Record<string, string | number | undefined> {
  const { sida, grund, sortera, ...rest } = { ...query, sida: 1, ...changes };
  return { ...rest, grund: grund === defaultBasis ? '' : grund, sortera: sortera === defaultSort ? '' : sortera, sida: sida === 1 ? undefined : sida };
}

/** Only for the picture: drawn in one column for narrow windows. */
export const pictureQuerySchema = z.object({ smal: z.enum(['', '1'], 'Skriv 1 för en smal bild.').default('') });
