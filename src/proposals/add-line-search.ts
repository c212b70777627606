import { z } from 'zod';
import { ageLimits, limitInside } from '../catalogue/age-limits.ts';
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

/**
 * Whether the law has one answer for the whole group. The catalogue lists no insats for a group across an age limit of the law, since
 * one answer would then stand for people whom the law treats differently; people cannot add one either.
 */
export const hasOneAnswer = ({ insats, group }: Pair): boolean => limitInside(group, ageLimits[insats.classification.kind] ?? []) === undefined;

/**
 * The pairs that are not in the proposal and that a search finds, in the catalogue's order: those that the catalogue lists, and then, for
 * a chosen target group, what it does not list for that group. Every insats for every group would be thirteen thousand rows, most absurd.
 */
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
  const group = catalogue.groupById.get(query.malgrupp);
  if (group === undefined) return listed;
  const others = catalogue.insatser.map((insats) => ({ insats, group })).filter((pair) => !isListed(pair) && hasOneAnswer(pair) && fits(pair));
  return [...listed, ...others];
}
