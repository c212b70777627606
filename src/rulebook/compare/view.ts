import { areas } from '../../catalogue/schema.ts';
import { count, date, list, type Query, url } from '../../web/format.ts';
import type { Comparison } from './compare.ts';
import { type Aspect, aspects, type Crossing, crossingsOf, type Flip, type Flips, isVerdict, valueText } from './flips.ts';
import { pictureHeight } from './picture.ts';
import { aspectOf, aspectParams, type CompareQuery, paramOf, queryParams, sideParams, swapped } from './query.ts';
import type { ComparedDistrict } from './read.ts';
import { type Reason, type RuleCard, reasonsOf } from './reasons.ts';
import { ruleDifferences } from './rule-differences.ts';
import type { Side } from './sides.ts';

export const path = '/metod/jamfor';
/** Reasons on one page, and candidates shown under each until it is asked for alone. */
const reasonsPerPage = 25;
const shownUnderReason = 24;
const perPage = 100;

/** A value as the page shows it: a verdict has its sign and colour. */
export interface ValueView {
  text: string;
  verdict: string | null;
}
export const valueView = (aspect: Aspect, value: string): ValueView => ({
  text: valueText(aspect, value),
  verdict: aspect === 'verdict' && isVerdict(value) ? value : null,
});

/** A side in words, for headings, tables and files. */
export function sideView({ legalBasis, date: day, version, rules, notices }: Side) {
  return {
    legalBasis,
    title: rules.law.title,
    shortTitle: rules.law.shortTitle,
    date: day,
    version,
    versionText: `Version ${version.number}: ${version.title}`,
    notices:
      version.appliesFrom !== null && version.appliesFrom > day
        ? [...notices, `Version ${version.number} av reglerna är avsedd från den ${date(version.appliesFrom)}. Här prövas den ändå för den ${date(day)}.`]
        : notices,
  };
}

const hrefOf = (query: CompareQuery, changes: Partial<CompareQuery>, anchor = 'skillnader'): string =>
  url(path, queryParams({ ...query, sida: 1, ...changes }), anchor);
const keyOf = ({ from, to }: Pick<Crossing, 'from' | 'to'>): string => `${from}.${to}`;

/** From-value × to-value, each cell leading to its list. Rows and columns that nothing falls in are left out. */
function matrixView({ crossings }: Flips, aspect: Aspect, query: CompareQuery) {
  const values: readonly string[] = aspects[aspect].values;
  const rows = values.filter((value) => crossings.some(({ from }) => from === value));
  const columns = values.filter((value) => crossings.some(({ to }) => to === value));
  return {
    columns: columns.map((value) => valueView(aspect, value)),
    rows: rows.map((from) => ({
      value: valueView(aspect, from),
      cells: columns.map((to) => {
        const found = crossings.find((one) => one.from === from && one.to === to)?.count ?? 0;
        return { count: found, same: from === to, href: found === 0 || from === to ? null : hrefOf(query, { byte: `${from}.${to}`, skal: '' }) };
      }),
    })),
  };
}

/** Area × kind of change, each cell leading to its list. */
function areaView(flips: readonly Flip[], aspect: Aspect, query: CompareQuery) {
  const kinds = crossingsOf(flips, aspect);
  const rows = Object.entries(areas).map(([id, title]) => {
    const own = flips.filter(({ pair }) => pair.insats.area === id);
    return {
      id,
      title,
      total: own.length,
      href: hrefOf(query, { omrade: id, byte: '', skal: '' }),
      cells: kinds.map((kind) => ({
        count: own.filter((flip) => keyOf(flip) === keyOf(kind)).length,
        href: hrefOf(query, { omrade: id, byte: keyOf(kind), skal: '' }),
      })),
    };
  });
  return { kinds: kinds.map((kind) => ({ from: valueView(aspect, kind.from), to: valueView(aspect, kind.to), total: kind.count })), rows };
}

/** As long as a heading may be before it is cut short. */
const longest = 80;

/** "Jourhem och Multifun-C", or where that would be long "Jourhem och 4 till". */
function headingOf(all: readonly string[]): string {
  const names = [...new Set(all)];
  const [first = ''] = names;
  const whole = list(names);
  return whole.length <= longest || names.length === 1 ? whole : `${first} och ${names.length === 2 ? 'en' : names.length - 1} till`;
}

/** The rules of one side in a line: titles with their places. Where the law decides, the table of pathways only follows. */
function cardsLine(cards: readonly RuleCard[]): string {
  const telling = cards.some(({ kind }) => kind !== 'pathway') ? cards.filter(({ kind }) => kind !== 'pathway') : cards;
  const lines = telling.map(({ title, places }) => (places.length === 0 ? title : `${title} (${places.map(({ label }) => label).join(', ')})`));
  return lines.length === 0 ? 'ingen regel slår till' : lines.join('; ');
}

/** A reason with its candidates, as many as the page shows of them. */
function reasonView(reason: Reason, query: CompareQuery, aspect: Aspect, page: number, pageOf: ShownComparison['pageOf']) {
  const alone = query.skal !== '';
  const start = alone ? (page - 1) * perPage : 0;
  const shown = reason.flips.slice(start, start + (alone ? perPage : shownUnderReason));
  return {
    ...reason,
    title: headingOf(reason.flips.map(({ pair }) => pair.insats.name)),
    groups: headingOf(reason.flips.map(({ pair }) => pair.group.name)),
    fromCards: reason.fromCards.map((card) => ({ ...card, href: pageOf(card.name) })),
    toCards: reason.toCards.map((card) => ({ ...card, href: pageOf(card.name) })),
    fromLine: cardsLine(reason.fromCards),
    toLine: cardsLine(reason.toCards),
    fromValue: valueView(aspect, reason.from),
    toValue: valueView(aspect, reason.to),
    candidates: shown.map(({ pair: { insats, group } }) => ({
      name: insats.name,
      area: areas[insats.area],
      group: group.name,
      href: url(`${path}/${insats.id}/${group.id}`, sideParams(query)),
    })),
    hidden: alone ? 0 : reason.flips.length - shown.length,
    href: hrefOf(query, { skal: reason.id }),
  };
}

/** Reasons under each kind of change, in their order. */
function listView({ comparison, found, query, pageOf }: ShownComparison, aspect: Aspect) {
  const reasons = reasonsOf(comparison, found, aspects[aspect].values);
  const [only] = reasons;
  const pages = query.skal === '' ? Math.ceil(reasons.length / reasonsPerPage) : Math.ceil((only?.flips.length ?? 0) / perPage);
  const page = Math.min(query.sida, Math.max(1, pages));
  const shown = query.skal === '' ? reasons.slice((page - 1) * reasonsPerPage, page * reasonsPerPage) : reasons;
  const kinds = Map.groupBy(shown, keyOf);
  return {
    found: reasons.reduce((sum, reason) => sum + reason.flips.length, 0),
    reasons: reasons.length,
    open: shown.length <= 2,
    kinds: [...kinds].map(([key, own]) => {
      const [from = '', to = ''] = key.split('.');
      const total = reasons.filter((reason) => keyOf(reason) === key).reduce((sum, reason) => sum + reason.flips.length, 0);
      return {
        key,
        from: valueView(aspect, from),
        to: valueView(aspect, to),
        total,
        reasons: own.map((reason) => reasonView(reason, query, aspect, page, pageOf)),
      };
    }),
    page,
    pages,
    here: ({ sida }: { sida: number }) => hrefOf(query, { sida }),
  };
}

const byName = (a: { title: string }, b: { title: string }) => a.title.localeCompare(b.title, 'sv');
const distinct = (items: readonly (readonly [string, string])[]) => [...new Map(items)].map(([id, title]) => ({ id, title }));

/** What the filter can choose: only what occurs among the flips. */
function choices({ flips }: Flips, aspect: Aspect, titleOf: (rule: string) => string) {
  return {
    aspects: Object.entries(aspectParams).map(([id, one]) => ({ id, title: aspects[one].label })),
    areas: Object.entries(areas).map(([id, title]) => ({ id, title })),
    groups: distinct(flips.map(({ pair: { group } }) => [group.id, group.name])).sort(byName),
    insatser: distinct(flips.map(({ pair: { insats } }) => [insats.id, `${insats.name} (${areas[insats.area]})`])).sort(byName),
    rules: distinct(flips.flatMap(({ fromRules, toRules }) => [...fromRules, ...toRules].map((name) => [name, titleOf(name)] as const))).sort(byName),
    crossings: crossingsOf(flips, aspect).map((one) => ({
      id: keyOf(one),
      title: `${valueText(aspect, one.from)} → ${valueText(aspect, one.to)} (${one.count})`,
    })),
  };
}

/** Chosen filters in words, with the address that takes each away. */
function chips(query: CompareQuery, lists: ReturnType<typeof choices>) {
  const named = (items: readonly { id: string; title: string }[], id: string): string => items.find((item) => item.id === id)?.title ?? id;
  const text: Readonly<Partial<Record<keyof CompareQuery, string>>> = {
    q: `”${query.q}”`,
    byte: named(lists.crossings, query.byte),
    omrade: named(lists.areas, query.omrade),
    malgrupp: named(lists.groups, query.malgrupp),
    insats: named(lists.insatser, query.insats),
    regel: named(lists.rules, query.regel),
    skal: 'Ett enda skäl',
  };
  return (['q', 'byte', 'omrade', 'malgrupp', 'insats', 'regel', 'skal'] as const)
    .filter((key) => query[key] !== '')
    .map((key) => ({ label: text[key] ?? '', href: hrefOf(query, { [key]: '' }) }));
}

/** Rules that differ, gathered by how and why. */
function rulesView(comparison: Comparison, pageOf: ShownComparison['pageOf']) {
  const rows = ruleDifferences(comparison).map((one) => ({ ...one, href: pageOf(one.name) }));
  const of = (kind: string, cause: string) => rows.filter((row) => row.kind === kind && row.cause === cause);
  return {
    total: rows.length,
    switchedOff: { from: of('only_from', 'switched_off'), to: of('only_to', 'switched_off') },
    basis: { from: of('only_from', 'basis'), to: of('only_to', 'basis') },
    date: { from: of('only_from', 'date'), to: of('only_to', 'date') },
    version: { from: of('only_from', 'version'), to: of('only_to', 'version'), changed: of('changed', 'version') },
  };
}

export interface ShownComparison {
  comparison: Comparison;
  district: ComparedDistrict | null;
  flips: Flips;
  /** The flips that the filter leaves. */
  found: readonly Flip[];
  query: CompareQuery;
  titleOf: (rule: string) => string;
  /** A rule's page; null where the rules in force do not have it. */
  pageOf: (name: string) => string | null;
}

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
