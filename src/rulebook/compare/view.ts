import { count, type Query, url } from '../../web/format.ts';
import { chips, choices } from './filter-view.ts';
import { aspects } from './flips.ts';
import { pictureHeight } from './picture.ts';
import { aspectOf, aspectParams, paramOf, queryParams, sideParams, swapped } from './query.ts';
import { listView } from './reasons-view.ts';
import { path, type ShownComparison } from './shown.ts';
import { sideView } from './side-view.ts';
import { areaView, matrixView, rulesView } from './tables.ts';

/** One sentence that says how much differs. */
export function summary({ flips: { flips }, comparison: { pairs }, query }: Pick<ShownComparison, 'flips' | 'comparison' | 'query'>): string {
  const aspect = aspectOf(query);
  const insatser = new Set(flips.map(({ pair }) => pair.insats.id)).size;
  const candidates = new Set(flips.map(({ pair }) => pair)).size;
  const of = `av ${count(pairs.length, 'kombination', 'kombinationer')} av insats och målgrupp`;
  if (candidates === 0) return `${aspects[aspect].label}: ingen skillnad för någon ${of}.`;
  return `${aspects[aspect].label} skiljer sig för ${candidates} ${of}. Det berör ${count(insatser, 'insats', 'insatser')}.`;
}

/** Everything that the page shows below the form of the sides. */
export function comparisonView(shown: ShownComparison) {
  const { comparison, district, flips, query, titleOf, pageOf } = shown;
  const aspect = aspectOf(query);
  const lists = choices(flips, aspect, titleOf);
  const filters: Query = queryParams({ ...query, sida: 1 });
  const pictureHref = (narrow = ''): string => url(`${path}/bild.svg`, { ...sideParams(query), visa: filters.visa, smal: narrow });
  return {
    aspect,
    aspectLabel: aspects[aspect].label,
    param: paramOf(aspect),
    from: sideView(comparison.from),
    to: sideView(comparison.to),
    district: district && { name: district.district.name, year: district.year, answers: district.states.size },
    design: comparison.design,
    differingDesigns: comparison.differingDesigns,
    summary: summary(shown),
    total: flips.flips.length,
    matrix: matrixView(flips, aspect, query),
    byArea: areaView(flips.flips, aspect, query),
    list: listView(shown, aspect),
    lists,
    chips: chips(query, lists),
    clear: url(path, { ...sideParams(query), visa: filters.visa }, 'skillnader'),
    swap: url(path, queryParams(swapped(query))),
    tabs: Object.entries(aspectParams).map(([id, one]) => ({
      title: aspects[one].label,
      current: one === aspect,
      href: url(path, {
        ...sideParams(query),
        visa: id === 'svar' ? '' : id,
        omrade: query.omrade,
        malgrupp: query.malgrupp,
        insats: query.insats,
        q: query.q,
      }),
    })),
    hidden: Object.entries(sideParams(query)).filter(([, value]) => value !== '' && value !== undefined),
    xlsx: url(`${path}/tabell.xlsx`, filters),
    csv: url(`${path}/tabell.csv`, filters),
    picture: { wide: pictureHref(), narrow: pictureHref('1'), height: pictureHeight(flips.flips, aspect) },
    rules: rulesView(comparison, pageOf),
  };
}
