import { url } from '../web/format.ts';
import { type severityLabels, verdictLabels } from '../web/labels.ts';
import { type CatalogueRow, outcomesShown, sortOf } from './filter.ts';
import { kinds } from './kinds.ts';
import { type CatalogueQuery, queryParams, type SortKey, shareChoices, sortKeys, verdictIds } from './query.ts';
import { areas, type Insats, type TargetGroup } from './schema.ts';

export const pageSize = 50;
/** Fewer kommuner than this and a share says little; such figures are marked. */
export const smallBase = 20;

export interface Named {
  id: string;
  title: string;
}

const severe: readonly string[] = ['blocking', 'high'] satisfies (keyof typeof severityLabels)[];

function rowView(row: CatalogueRow, query: CatalogueQuery, themes: readonly Named[]) {
  const outcomes = outcomesShown(row, query);
  const titles = new Set(outcomes.flatMap((o) => o.flags.filter((f) => severe.includes(f.severity)).map((f) => f.theme)));
  return {
    id: row.insats.id,
    name: row.insats.name,
    area: areas[row.insats.area],
    subcategory: row.insats.subcategory,
    kind: kinds[row.insats.classification.kind].label,
    statistics: row.insats.statistics,
    smallBase: row.insats.statistics.given !== null && row.insats.statistics.given.count < smallBase,
    verdicts: verdictIds
      .map((verdict) => ({
        verdict,
        groups: outcomes.filter((o) => o.verdict === verdict).map((o) => row.groups.find((g) => g.id === o.targetGroup)?.name ?? o.targetGroup),
      }))
      .filter((entry) => entry.groups.length > 0),
    groupCount: outcomes.length,
    themes: themes.filter((theme) => titles.has(theme.id)).map((theme) => theme.title),
  };
}

/** One chosen filter in words, with the address that takes it away. */
function chips(query: CatalogueQuery, words: Readonly<Record<string, string>>, href: (changes: Partial<CatalogueQuery>) => string) {
  const keys = ['q', 'omrade', 'malgrupp', 'slag', 'svar', 'tema', 'andel'] as const;
  return keys.filter((key) => query[key] !== '').map((key) => ({ label: words[key] ?? query[key], href: href({ [key]: '' }) }));
}

export interface CatalogueLists {
  insatser: readonly Insats[];
  groups: readonly TargetGroup[];
  themes: readonly Named[];
  legalBases: readonly Named[];
}

/** Options of the form's lists, each only with values that occur. */
export function formLists({ insatser, groups, themes, legalBases }: CatalogueLists) {
  const sections = Map.groupBy(insatser, (insats) => insats.area);
  return {
    areas: Object.entries(areas).map(([id, title]) => ({
      id,
      title,
      count: sections.get(id as keyof typeof areas)?.length ?? 0,
      sections: [...new Map(sections.get(id as keyof typeof areas)?.map((insats) => [insats.section, insats.category]))].map(([section, category]) => ({
        id: section,
        title: category,
      })),
    })),
    groups,
    themes,
    legalBases,
    kinds: Object.entries(kinds)
      .filter(([id]) => insatser.some((insats) => insats.classification.kind === id))
      .map(([id, kind]) => ({ id, title: kind.label }))
      .sort((a, b) => a.title.localeCompare(b.title, 'sv')),
    verdicts: verdictIds.map((id) => ({ id, title: verdictLabels[id] })),
    shares: Object.entries(shareChoices).map(([id, title]) => ({ id, title })),
    sorts: Object.entries(sortKeys).map(([id, title]) => ({ id, title })),
  };
}

/** Everything that the results fragment shows. */
export function resultsView(found: readonly CatalogueRow[], query: CatalogueQuery, defaultBasis: string, lists: CatalogueLists) {
  const href = (changes: Partial<CatalogueQuery>, anchor = ''): string => url('/katalog', queryParams(query, defaultBasis, changes), anchor);
  const all = query.visa === 'alla';
  const pages = all ? 1 : Math.max(1, Math.ceil(found.length / pageSize));
  const page = Math.min(query.sida, pages);
  const shown = all ? found : found.slice((page - 1) * pageSize, page * pageSize);
  const titleOf = (items: readonly Named[], id: string): string => items.find((item) => item.id === id)?.title ?? id;
  const section = lists.insatser.find((insats) => insats.section === query.omrade);
  const sort = sortOf(query);
  return {
    total: lists.insatser.length,
    found: found.length,
    first: (page - 1) * pageSize + 1,
    last: (page - 1) * pageSize + shown.length,
    rows: shown.map((row) => rowView(row, query, lists.themes)),
    pages: Array.from({ length: pages }, (_, i) => ({ number: i + 1, current: i + 1 === page, href: href({ sida: i + 1 }, 'resultat') })),
    showAll: pages > 1 ? href({ visa: 'alla' }, 'resultat') : null,
    chips: chips(
      query,
      {
        q: `”${query.q}”`,
        omrade:
          section === undefined
            ? titleOf(
                Object.entries(areas).map(([id, title]) => ({ id, title })),
                query.omrade,
              )
            : `${areas[section.area]}: ${section.category}`,
        malgrupp: lists.groups.find((group) => group.id === query.malgrupp)?.name ?? query.malgrupp,
        slag: titleOf(
          Object.entries(kinds).map(([id, kind]) => ({ id, title: kind.label })),
          query.slag,
        ),
        svar: titleOf(
          verdictIds.map((id) => ({ id, title: verdictLabels[id] })),
          query.svar,
        ),
        tema: `Risk: ${titleOf(lists.themes, query.tema)}`,
        andel: `Utan beslut: ${titleOf(
          Object.entries(shareChoices).map(([id, title]) => ({ id, title })),
          query.andel,
        )}`,
      },
      href,
    ),
    sort,
    sortLink: (key: SortKey): string => href({ sortera: key, ordning: sort.key === key ? (sort.falling ? 'stigande' : 'fallande') : '' }, 'resultat'),
    smallBase,
  };
}
