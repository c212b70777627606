import { z } from 'zod';
import { areas } from '../catalogue/schema.ts';
import type { Line, SectionId } from '../drafts/draft-schema.ts';
import { type Severity, severities } from '../rules/format.ts';
import { type LineGrouping, type LineSort, lineGroupings, lineSorts, worstOf } from './line-order.ts';

/** Sections as they are written in an address. */
export const sectionSlugs = {
  'etapp-1': 'stage1',
  'etapp-2': 'stage2',
  'etapp-3': 'stage3',
  lagen: 'keep_law',
  staden: 'keep_city',
  risk: 'keep_risk',
  'eget-val': 'keep_choice',
  oklart: 'unclear',
  'annan-lag': 'other_law',
} as const satisfies Record<string, SectionId>;
type SectionSlug = keyof typeof sectionSlugs;
const slugs = Object.keys(sectionSlugs) as [SectionSlug, ...SectionSlug[]];
const sortIds = Object.keys(lineSorts) as [LineSort, ...LineSort[]];
const groupingIds = Object.keys(lineGroupings) as ['' | LineGrouping, ...('' | LineGrouping)[]];
const areaIds = Object.keys(areas) as [keyof typeof areas, ...(keyof typeof areas)[]];

/** The word that a section has in an address. */
export const slugOf = (section: SectionId): SectionSlug => slugs.find((slug) => sectionSlugs[slug] === section) ?? 'etapp-1';

const version = z
  .union([z.literal(''), z.coerce.number().int().min(1).max(1_000_000)], 'Ange versionens nummer.')
  .transform((number) => (number === '' ? undefined : number));
/** Which version a file is asked of; the newest where none is said. */
export const versionQuerySchema = z.object({ version: version.optional() });

/** What the address of a proposal may ask for; an empty value is no filter. */
export const pageQuerySchema = z.object({
  avsnitt: z.enum(['', ...slugs], 'Välj ett av avsnitten i listan.').default(''),
  omrade: z.enum(['', ...areaIds], 'Välj ett av områdena i listan.').default(''),
  visa: z.enum(['', 'andrade', 'saknas'], 'Välj ett av urvalen i listan.').default(''),
  allvar: z.enum(['', ...severities], 'Välj ett av värdena i listan över allvar.').default(''),
  tema: z.string('Välj ett av riskområdena i listan.').max(200, 'Välj ett av riskområdena i listan.').default(''),
  sortera: z.enum(sortIds, 'Välj en av sorteringarna i listan.').default(''),
  gruppera: z.enum(groupingIds, 'Välj en av grupperingarna i listan.').default(''),
  version: version.optional(),
  sok: z.string('Skriv ett sökord.').trim().max(100, 'Sökordet får vara högst 100 tecken.').default(''),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

export const isFiltered = (query: PageQuery): boolean => (['avsnitt', 'omrade', 'sok', 'visa', 'allvar', 'tema'] as const).some((name) => query[name] !== '');

/** Whether a line with these flags has one of the theme, and is as severe as asked for at its worst. */
export function matchesFlags(flags: readonly { severity: Severity; theme: string }[], { allvar, tema }: { allvar: string; tema: string }): boolean {
  const own = tema === '' ? flags : flags.filter((flag) => flag.theme === tema);
  return (tema === '' || own.length > 0) && (allvar === '' || worstOf(own) === allvar);
}

/** Which lines people have changed, and in which something is missing. */
export interface LineMarks {
  changed: boolean;
  missing: boolean;
}

/** The lines that the address asks for. */
export function filterLines(lines: readonly Line[], query: PageQuery, marksOf: (line: Line) => LineMarks): Line[] {
  const { avsnitt, omrade, sok, visa } = query;
  const words = sok.toLocaleLowerCase('sv').split(/\s+/).filter(Boolean);
  return lines.filter((line) => {
    if (avsnitt !== '' && line.section !== sectionSlugs[avsnitt]) return false;
    if (omrade !== '' && line.area !== omrade) return false;
    if (visa === 'andrade' && !marksOf(line).changed) return false;
    if (visa === 'saknas' && !marksOf(line).missing) return false;
    if (!matchesFlags(line.flags, query)) return false;
    const text = `${line.name} ${line.category} ${line.targetGroupName}`.toLocaleLowerCase('sv');
    return words.every((word) => text.includes(word));
  });
}
