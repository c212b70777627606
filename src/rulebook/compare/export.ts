import { areas } from '../../catalogue/schema.ts';
import { count, inOneCell, text } from '../../documents/sheets/columns.ts';
import type { SheetValue, Workbook } from '../../files/model.ts';
import { type CsvDialect, csv } from '../../web/csv.ts';
import { aspects, type Flip, valueText } from './flips.ts';
import { aspectOf } from './query.ts';
import { createCards, type RuleCard, reasonsOf } from './reasons.ts';
import type { ShownComparison } from './shown.ts';
import { sideView } from './side-view.ts';
import type { Side } from './sides.ts';
import { summary } from './view.ts';

type Exported = Pick<ShownComparison, 'comparison' | 'district' | 'flips' | 'found' | 'query'>;

const designWords = { egen: 'Varje sidas egen standardutformning', fran: 'Den vänstra sidans på båda sidor', till: 'Den högra sidans på båda sidor' } as const;
const ruleLine = ({ title, text: words }: RuleCard): string => `${title}. ${words}`;
const citedLine = ({ places }: RuleCard): string[] => places.map(({ label, fragment }) => (fragment === null ? label : `${label}: ”${fragment}”`));

const header = [
  'Insats',
  'Målgrupp',
  'Insats-id',
  'Målgrupp-id',
  'Verksamhetsområde',
  'Vad som skiljer',
  'Från',
  'Till',
  'Från: regler',
  'Från: hänvisning',
  'Från: vad regeln säger',
  'Till: regler',
  'Till: hänvisning',
  'Till: vad regeln säger',
] as const;
const widths = [38, 30, 24, 20, 22, 20, 24, 24, 26, 34, 60, 26, 34, 60];

/** One row for each flip, everything about it in the row. */
function createRows({ comparison: { from, to }, query }: Exported): (flip: Flip) => string[] {
  const aspect = aspectOf(query);
  const cards = { from: createCards(from), to: createCards(to) };
  const side = (own: readonly RuleCard[]): string[] => [
    inOneCell(own.map(({ number, name }) => `${number} ${name}`)),
    inOneCell([...new Set(own.flatMap(citedLine))]),
    inOneCell(own.map(ruleLine)),
  ];
  return ({ pair: { insats, group }, from: was, to: is, fromRules, toRules }) => [
    insats.name,
    group.name,
    insats.id,
    group.id,
    areas[insats.area],
    aspects[aspect].label,
    valueText(aspect, was),
    valueText(aspect, is),
    ...side(cards.from(fromRules)),
    ...side(cards.to(toRules)),
  ];
}

const sideColumns = ({ legalBasis, date, version }: Side): string[] => [legalBasis, date, version.hash];

/** The flips as CSV. Every row says which sides it compares, so that it can be read alone. */
export function comparisonCsv(exported: Exported, dialect: CsvDialect): string {
  const { from, to } = exported.comparison;
  const rowOf = createRows(exported);
  const sides = (name: string) => [`${name}: rättslig grund`, `${name}: datum`, `${name}: reglernas kännetecken`];
  const more = [...sideColumns(from), ...sideColumns(to), designWords[exported.comparison.design]];
  return csv([[...header, ...sides('Från'), ...sides('Till'), 'Utformning'], ...exported.found.map((flip) => [...rowOf(flip), ...more])], dialect);
}

/** What the workbook rests on: the two sides, what is assumed, and what the filter left. */
function basisRows({ comparison, district, flips, found, query }: Exported): SheetValue[][] {
  const { from, to } = { from: sideView(comparison.from), to: sideView(comparison.to) };
  const both = (label: string, one: string, other: string): SheetValue[] => [label, one, other];
  return [
    both('Rättslig grund', from.title, to.title),
    both('Datum', from.date, to.date),
    both('Regler', from.versionText, to.versionText),
    both('Reglernas kännetecken', from.version.hash, to.version.hash),
    both('Att tänka på', inOneCell(from.notices), inOneCell(to.notices)),
    both('Utformning', designWords[comparison.design], `Olika standardutformning i ${comparison.differingDesigns} kombinationer`),
    both('Nuläge', district === null ? 'Inget: ingen stadsdel är vald' : `${district.district.name}, ${district.year ?? 'inget lämnat'}`, ''),
    both('Resultat', summary({ comparison, flips, query }), ''),
    both('Rader i filen', `${found.length} av ${flips.flips.length}`, ''),
  ];
}

/** The flips as a workbook: what it rests on, how often each value meets each, the reasons, and one row for each flip. */
export function comparisonWorkbook(exported: Exported): Workbook {
  const { comparison, flips, found, query } = exported;
  const aspect = aspectOf(query);
  const reasons = reasonsOf(comparison, found, aspects[aspect].values);
  const told = (cards: readonly RuleCard[]): string[] => [inOneCell(cards.flatMap(citedLine)), inOneCell(cards.map(ruleLine))];
  return {
    sheets: [
      { name: 'Underlag', columns: [text('', 24), text('Från', 60), text('Till', 60)], rows: basisRows(exported), frozenColumns: 1 },
      {
        name: 'Från och till',
        columns: [text('Från', 30), text('Till', 30), count('Antal')],
        rows: flips.crossings.map(({ from, to, count: amount }) => [valueText(aspect, from), valueText(aspect, to), amount]),
      },
      {
        name: 'Skäl',
        columns: [
          text('Från', 24),
          text('Till', 24),
          count('Antal'),
          text('Från: hänvisning', 34),
          text('Från: skäl', 60),
          text('Till: hänvisning', 34),
          text('Till: skäl', 60),
        ],
        rows: reasons.map(({ from, to, fromCards, toCards, flips: own }) => [
          valueText(aspect, from),
          valueText(aspect, to),
          own.length,
          ...told(fromCards),
          ...told(toCards),
        ]),
      },
      { name: 'Rader', columns: header.map((title, at) => text(title, widths[at] ?? 20)), rows: found.map(createRows(exported)), frozenColumns: 2 },
    ],
  };
}

/** The file's name without its ending: both sides, so that two files are not mistaken for each other. */
export function fileName({ from, to }: ShownComparison['comparison'], param: string): string {
  return `insatsplan-jamfor-${from.legalBasis}-${from.date}-${to.legalBasis}-${to.date}-${param}`;
}
