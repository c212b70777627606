import { z } from 'zod';
import { fold } from '../catalogue/filter.ts';
import type { Catalogue } from '../catalogue/load.ts';
import { areas } from '../catalogue/schema.ts';
import { isListed, type Pair } from '../drafts/scope.ts';
import { lineKey } from '../drafts/shaping.ts';
import { oneOf, searchText } from '../web/input.ts';

export const addQuerySchema = z.object({
  sok: searchText,
  omrade: oneOf(Object.keys(areas), 'Området'),
  malgrupp: z.string().max(200, 'Målgruppen är för lång. Välj i listan.').default(''),
});
export type AddQuery = z.infer<typeof addQuerySchema>;

/** How many are shown at once. */
export const shownAtMost = 50;

/** Where nothing is asked for, only what the catalogue lists is offered: everything else would be thirteen thousand rows. */
const asksNothing = ({ sok, omrade, malgrupp }: AddQuery): boolean => sok === '' && omrade === '' && malgrupp === '';

/** The pairs that are not in the proposal and that a search finds: first those that the catalogue lists, each part in its order. */
export function findAddable(catalogue: Catalogue, present: ReadonlySet<string>, query: AddQuery): Pair[] {
  const words = fold(query.sok).split(/\s+/).filter(Boolean);
  const fits = ({ insats, group }: Pair): boolean => {
    if (present.has(lineKey(insats.id, group.id))) return false;
    if (query.omrade !== '' && insats.area !== query.omrade) return false;
    if (query.malgrupp !== '' && group.id !== query.malgrupp) return false;
    const text = fold(`${insats.name} ${insats.category} ${group.name}`);
    return words.every((word) => text.includes(word));
  };
  const listed = catalogue.pairs.filter(fits);
  if (asksNothing(query)) return listed;
  const others = catalogue.insatser.flatMap((insats) => catalogue.groups.map((group) => ({ insats, group }))).filter((pair) => !isListed(pair) && fits(pair));
  return [...listed, ...others];
}
