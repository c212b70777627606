import { z } from 'zod';
import { fold } from '../../catalogue/filter.ts';
import { type Kind, kindIds, kinds } from '../../catalogue/kinds.ts';
import { areas, type TargetGroup } from '../../catalogue/schema.ts';
import { opens } from '../../drafts/draft-schema.ts';
import { severities } from '../../rules/format.ts';
import { oneOf } from '../../web/input.ts';
import { matchesFlags, sectionSlugs } from '../page-query.ts';
import type { LineState } from '../working-copy.ts';

/** Target groups by what they have in common. */
export const groupTraits = {
  barn: { label: 'Barn under 18 år', holds: ({ traits }: TargetGroup) => traits.minors === 'all' },
  familj: { label: 'Familjer med barn', holds: ({ traits }: TargetGroup) => traits.minors === 'some' },
  vuxna: { label: 'Vuxna, alla grupper från 18 år utom äldre', holds: ({ traits }: TargetGroup) => traits.minors === 'none' && traits.over65 !== 'all' },
  aldre: { label: 'Äldre från 65 år', holds: ({ traits }: TargetGroup) => traits.over65 === 'all' },
} as const;
type Trait = keyof typeof groupTraits;
const isTrait = (id: string): id is Trait => Object.hasOwn(groupTraits, id);

/** All lines of stages 1–3, beside the single sections. */
export const openingSlug = 'oppnas';
const isSlug = (id: string): id is keyof typeof sectionSlugs => Object.hasOwn(sectionSlugs, id);

const key = z.string().regex(/^[a-z0-9-]{1,200}\/[a-z0-9-]{1,200}$/, 'Raden går inte att läsa.');
/** Lines that are left out stand in the address, which has room for so many. */
export const maxLeftOut = 60;

/** Which lines the address asks for. An empty value is no filter. */
export const selectionSchema = z.object({
  omrade: oneOf(Object.keys(areas), 'Området'),
  slag: oneOf(kindIds, 'Slaget'),
  kategori: z.string().trim().max(200, 'Kategorin är för lång. Välj i listan.').default(''),
  malgrupp: z.string().max(200, 'Målgruppen är för lång. Välj i listan.').default(''),
  avsnitt: oneOf([openingSlug, ...Object.keys(sectionSlugs)], 'Avsnittet'),
  allvar: oneOf(severities, 'Allvaret'),
  tema: z.string().max(200, 'Riskområdet är för långt. Välj i listan.').default(''),
  visa: oneOf(['andrade', 'saknas'], 'Urvalet'),
  sok: z.string('Skriv ett sökord.').trim().max(100, 'Sökordet får vara högst 100 tecken.').default(''),
  utan: z.union([key.transform((one) => [one]), z.array(key).max(maxLeftOut, `Adressen utesluter för många rader. Högst ${maxLeftOut} går.`)]).default([]),
});
export type Selection = z.infer<typeof selectionSchema>;

const matchesSection = ({ standing }: LineState, slug: string): boolean =>
  slug === '' || (slug === openingSlug ? opens(standing.section) : isSlug(slug) && standing.section === sectionSlugs[slug]);

const matchesGroup = (group: TargetGroup, wanted: string): boolean =>
  wanted === '' || (isTrait(wanted) ? groupTraits[wanted].holds(group) : group.id === wanted);

/** The lines of the working copy that the filters catch, removed ones never among them. */
export function caught(lines: ReadonlyMap<string, LineState>, query: Selection): [string, LineState][] {
  const words = fold(query.sok).split(/\s+/).filter(Boolean);
  return [...lines].filter(([, line]) => {
    const { insats, group } = line.pair;
    if (line.shaping.removed) return false;
    if (query.omrade !== '' && insats.area !== query.omrade) return false;
    if (query.slag !== '' && insats.classification.kind !== query.slag) return false;
    if (query.kategori !== '' && insats.category !== query.kategori) return false;
    if (!matchesGroup(group, query.malgrupp) || !matchesSection(line, query.avsnitt)) return false;
    if (query.visa === 'andrade' && !line.changed && !line.pending) return false;
    if (query.visa === 'saknas' && line.missing.length === 0) return false;
    if (!matchesFlags(line.flags, query)) return false;
    const kind: Kind = insats.classification.kind;
    const text = fold(`${insats.name} ${insats.category} ${kinds[kind].label} ${group.name}`);
    return words.every((word) => text.includes(word));
  });
}
