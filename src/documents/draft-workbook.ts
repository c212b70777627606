import { designFields, designGroups } from '../candidate/design-fields.ts';
import { kinds } from '../catalogue/kinds.ts';
import { areas } from '../catalogue/schema.ts';
import { questionOf, specialConditions } from '../drafts/blocks.ts';
import { type Draft, type Line, sectionHeadings } from '../drafts/draft-schema.ts';
import { currentStateInWords, pathwayLabels, reviewersInWords, severityLabels, statisticsCaveat, verdictLabels } from '../drafts/wording.ts';
import type { Sheet, SheetValue, Workbook } from '../files/model.ts';
import { changeRows } from './changes-chapter.ts';
import { economySheet } from './economy-sheet.ts';

type Columns = Sheet['columns'];
const text = (header: string, width: number) => ({ header, width, type: 'text' as const });
const count = (header: string, width = 12) => ({ header, width, type: 'number' as const });
const date = (header: string) => ({ header, width: 14, type: 'date' as const });
const kindLabels: Readonly<Record<string, { label: string }>> = kinds;
const fieldGroups: Readonly<Record<string, { group: keyof typeof designGroups }>> = designFields;
const partOf = (field: string): string => designGroups[fieldGroups[field]?.group ?? 'provider'];
const lines = (items: readonly string[]) => items.join('\n');

/** The first columns of every sheet about lines, so that the sheets can be joined. */
const keyColumns: Columns = [text('Insats', 38), text('Målgrupp', 30), text('Insats-id', 24), text('Målgrupp-id', 20)];
const keyOf = (line: Line): SheetValue[] => [line.name, line.targetGroupName, line.insats, line.targetGroup];

function summarySheet(draft: Draft): Sheet {
  const { inputs, district, legalBasis, summary } = draft;
  const facts: SheetValue[][] = [
    ['Förslag', draft.title, null, null],
    ['Stadsdel eller enhet', district.name, null, null],
    ['Rättslig grund', legalBasis.title, null, null],
    ['Lagen läst för', draft.date, null, null],
    ['Nuläge', currentStateInWords(draft), null, null],
    ['Status', 'Utkast. Ingen har beslutat det. Det som är märkt Antaget har Insatsplan valt.', null, null],
    ['Rad', 'En rad är en insats för en målgrupp. Samma insats kan stå i flera utfall för olika målgrupper.', null, null],
    ['Regelverk', inputs.ruleset, null, null],
    ['Katalog', inputs.catalogue, null, null],
    ...draft.notices.map((notice) => ['Observera', notice, null, null]),
    ['Om siffrorna', statisticsCaveat, null, null],
  ];
  return {
    name: 'Sammanfattning',
    columns: [text('Uppgift', 28), text('Innehåll', 70), count('Rader'), count('Insatser')],
    rows: [
      ...facts,
      ...summary.sections.map((section) => ['Utfall', section.heading, section.lines, section.insatser]),
      ['Utfall', 'Alla', summary.lines, summary.insatser],
    ],
  };
}

const flagCount = (line: Line, severity: string) => line.flags.filter((flag) => flag.severity === severity).length;

function lineSheet(draft: Draft): Sheet {
  const figures = (line: Line): SheetValue[] =>
    [line.statistics.given, line.statistics.withoutDecision, line.statistics.private, line.statistics.digital].flatMap((statistic) => [
      statistic?.count ?? null,
      statistic?.share ?? null,
    ]);
  return {
    name: 'Rader',
    columns: [
      ...keyColumns,
      text('Område', 18),
      text('Kategori', 26),
      text('Riktad till', 22),
      text('Slag', 24),
      text('Avsnitt', 28),
      count('Etapp', 8),
      text('Väg', 24),
      text('Lagens svar', 20),
      text('Lagens grunder', 30),
      text('Skäl', 60),
      text('Särskilda villkor', 60),
      text('Frågor utan svar', 40),
      count('Hindrar'),
      count('Hög risk'),
      count('Medelhög risk'),
      count('Låg risk'),
      count('Upplysning'),
      text('Det som talar för', 40),
      count('Ger insatsen, antal'),
      count('Ger insatsen, %'),
      count('Utan beslut, antal'),
      count('Utan beslut, %'),
      count('Enskild regi, antal'),
      count('Enskild regi, %'),
      count('Digitalt, antal'),
      count('Digitalt, %'),
      { header: 'Litet underlag', width: 10, type: 'boolean' },
      date('Datum'),
    ],
    rows: draft.lines.map((line) => [
      ...keyOf(line),
      areas[line.area],
      line.category,
      line.subcategory,
      kindLabels[line.kind]?.label ?? line.kind,
      sectionHeadings[line.section],
      line.stage,
      line.pathway === null ? null : pathwayLabels[line.pathway],
      verdictLabels[line.verdict],
      lines(line.grounds.map((ground) => `${ground.title} (${ground.citation})`)),
      lines(line.reasons),
      lines(specialConditions(line).map((condition) => condition.text)),
      lines(line.openQuestions.map(questionOf)),
      ...['blocking', 'high', 'medium', 'low', 'info'].map((severity) => flagCount(line, severity)),
      lines(line.signals.map((signal) => signal.title)),
      ...figures(line),
      line.smallBase,
      draft.date,
    ]),
  };
}

function flagSheet(draft: Draft): Sheet {
  const themes = new Map(draft.risk.themes.map((theme) => [theme.theme, theme.title]));
  return {
    name: 'Flaggor',
    columns: [
      ...keyColumns,
      text('Regel', 28),
      text('Tema', 22),
      text('Allvar', 12),
      text('Risk', 34),
      text('Vad den gäller', 60),
      text('Vad som klarar den', 60),
      text('Att göra', 40),
      text('Granskas av', 24),
      text('Källa', 40),
    ],
    rows: draft.lines.flatMap((line) =>
      line.flags.map((flag) => [
        ...keyOf(line),
        flag.rule,
        themes.get(flag.theme) ?? flag.theme,
        severityLabels[flag.severity],
        flag.title,
        flag.message,
        lines(flag.clearedBy.map((way) => way.text)),
        flag.remedy,
        reviewersInWords(flag.reviewer),
        lines(flag.citations),
      ]),
    ),
  };
}

function conditionSheet(draft: Draft): Sheet {
  const common = draft.commonConditions.map((condition): SheetValue[] => [
    'Gemensamt villkor',
    null,
    null,
    null,
    partOf(condition.field),
    condition.text,
    condition.assumed,
    condition.why ?? null,
    condition.lines,
  ]);
  const own = draft.lines.flatMap((line) =>
    line.conditions.map((condition): SheetValue[] => [...keyOf(line), partOf(condition.field), condition.text, condition.assumed, condition.why ?? null, 1]),
  );
  return {
    name: 'Villkor',
    columns: [
      ...keyColumns,
      text('Del', 26),
      text('Villkor', 70),
      { header: 'Antaget', width: 10, type: 'boolean' },
      text('Varför det antas', 60),
      count('Rader'),
    ],
    rows: [...common, ...own],
  };
}

function riskSheet(draft: Draft): Sheet {
  const severities = ['blocking', 'high', 'medium', 'low', 'info'] as const;
  return {
    name: 'Riskbild',
    columns: [text('Tema', 34), ...severities.map((severity) => count(severityLabels[severity]))],
    rows: draft.risk.themes.map((theme) => [theme.title, ...severities.map((severity) => theme.counts[severity])]),
  };
}

function sourceSheet(draft: Draft): Sheet {
  return {
    name: 'Källor',
    columns: [
      text('Hänvisning', 34),
      text('Rubrik', 44),
      text('Källa', 50),
      text('Utgivare', 30),
      text('Utgiven', 14),
      text('Länk', 44),
      text('Att tänka på', 70),
    ],
    rows: draft.sources.flatMap((source) =>
      source.places.map((place) => [place.citation, place.heading, source.title, source.publisher, source.date, source.url, source.note]),
    ),
  };
}

/** What people have changed; only where something is. */
function changeSheet(draft: Draft): Sheet[] {
  const rows = changeRows(draft);
  if (rows.length === 0) return [];
  return [
    {
      name: 'Ändringar',
      columns: [
        ...keyColumns,
        text('Regelverkets förslag', 34),
        text('Förslaget är nu', 34),
        text('Motiv', 60),
        text('Ändrad utformning', 60),
        text('Klarade flaggor', 40),
        text('Nya flaggor', 40),
        text('Svar på flaggor', 60),
      ],
      rows: rows.map((row) => [
        row.name,
        row.targetGroupName,
        row.insats,
        row.targetGroup,
        row.recommended,
        row.standing,
        row.motive === '' ? null : row.motive,
        lines(row.design),
        lines(row.cleared),
        lines(row.raised),
        lines(row.responses),
      ]),
    },
  ];
}

/** The draft as a workbook: lines, flags and villkor to sort and filter, with the same figures as the document. */
export function draftWorkbook(draft: Draft): Workbook {
  const [first, second, ...rest] = [summarySheet, lineSheet, flagSheet, conditionSheet, riskSheet, sourceSheet].map((sheet) => sheet(draft));
  return { sheets: [first, second, ...changeSheet(draft), ...rest, ...economySheet(draft)].filter((sheet) => sheet !== undefined) };
}
