import { kinds } from './kinds.ts';
import type { PairOutcome } from './outcomes.ts';
import { type CatalogueQuery, defaultSort, type SortKey, sortKeys } from './query.ts';
import { areas, type Insats, type Statistic, type TargetGroup } from './schema.ts';

/** An insats with what law and risk say about it for each of its target groups. */
export interface CatalogueRow {
  insats: Insats;
  groups: readonly TargetGroup[];
  outcomes: readonly PairOutcome[];
  /** What the search looks in, folded. */
  haystack: string;
}

/** Lower case, and letters with marks made plain: "Träffpunkt" and "traffpunkt" then find the same rows. */
export function fold(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}

/** Puts the insatser together with their target groups and outcomes. */
export function catalogueRows(insatser: readonly Insats[], groups: readonly TargetGroup[], outcomes: readonly PairOutcome[]): CatalogueRow[] {
  const groupOf = new Map(groups.map((group) => [group.id, group]));
  const outcomesOf = Map.groupBy(outcomes, (outcome) => outcome.insats);
  return insatser.map((insats) => {
    const own = insats.classification.targetGroups.flatMap((id) => groupOf.get(id) ?? []);
    const words = [
      insats.name,
      insats.category,
      insats.subcategory ?? '',
      areas[insats.area],
      kinds[insats.classification.kind].label,
      ...own.map((g) => g.name),
    ];
    return { insats, groups: own, outcomes: outcomesOf.get(insats.id) ?? [], haystack: fold(words.join(' ')) };
  });
}

/** The outcomes that the filter's target group leaves. */
export function outcomesShown(row: CatalogueRow, query: CatalogueQuery): readonly PairOutcome[] {
  return query.malgrupp === '' ? row.outcomes : row.outcomes.filter((outcome) => outcome.targetGroup === query.malgrupp);
}

function matchesShare(statistic: Statistic, choice: string): boolean {
  if (choice === '') return true;
  if (choice === 'saknas') return statistic === null;
  return statistic !== null && statistic.share >= Number(choice);
}

function matches(row: CatalogueRow, query: CatalogueQuery, words: readonly string[]): boolean {
  const { insats } = row;
  if (query.omrade !== '' && insats.area !== query.omrade && insats.section !== query.omrade) return false;
  if (query.slag !== '' && insats.classification.kind !== query.slag) return false;
  if (query.malgrupp !== '' && !insats.classification.targetGroups.includes(query.malgrupp)) return false;
  if (!matchesShare(insats.statistics.withoutDecision, query.andel)) return false;
  if (!words.every((word) => row.haystack.includes(word))) return false;
  if (query.svar === '' && query.tema === '') return true;
  return outcomesShown(row, query).some(
    (outcome) => (query.svar === '' || outcome.verdict === query.svar) && (query.tema === '' || outcome.flags.some((flag) => flag.theme === query.tema)),
  );
}

const byText = new Intl.Collator('sv').compare;
const areaOrder = Object.keys(areas);
type Compare = (a: Insats, b: Insats) => number;
const figure =
  (pick: (insats: Insats) => number | undefined): Compare =>
  (a, b) =>
    (pick(a) ?? -1) - (pick(b) ?? -1);
const orders: Readonly<Record<SortKey, Compare>> = {
  namn: (a, b) => byText(a.name, b.name),
  omrade: (a, b) => areaOrder.indexOf(a.area) - areaOrder.indexOf(b.area) || byText(a.section, b.section) || byText(a.name, b.name),
  ges: figure((insats) => insats.statistics.given?.count),
  digitalt: figure((insats) => insats.statistics.digital?.share),
  enskild: figure((insats) => insats.statistics.private?.share),
  utanbeslut: figure((insats) => insats.statistics.withoutDecision?.share),
};

const isSortKey = (name: string): name is SortKey => Object.hasOwn(sortKeys, name);

/** The sort in force and its direction: words rise, figures fall, unless the address says otherwise. */
export function sortOf(query: CatalogueQuery): { key: SortKey; falling: boolean } {
  const key = isSortKey(query.sortera) ? query.sortera : defaultSort;
  const textual = key === 'namn' || key === 'omrade';
  return { key, falling: query.ordning === '' ? !textual : query.ordning === 'fallande' };
}

/** The rows that the query leaves, in its order; rows without the figure come last either way. */
export function filterCatalogue(rows: readonly CatalogueRow[], query: CatalogueQuery): CatalogueRow[] {
  const words = fold(query.q)
    .split(/\s+/)
    .filter((word) => word !== '');
  const { key, falling } = sortOf(query);
  const missing = (insats: Insats): number =>
    Number(
      key === 'utanbeslut'
        ? insats.statistics.withoutDecision === null
        : key === 'digitalt'
          ? insats.statistics.digital === null
          : key === 'enskild' && insats.statistics.private === null,
    );
  return rows
    .filter((row) => matches(row, query, words))
    .sort(
      (a, b) =>
        missing(a.insats) - missing(b.insats) ||
        (falling ? -1 : 1) * orders[key](a.insats, b.insats) ||
        byText(a.insats.name, b.insats.name) ||
        byText(a.insats.id, b.insats.id),
    );
}
