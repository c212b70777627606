import { kinds } from '../../catalogue/kinds.ts';
import { areas } from '../../catalogue/schema.ts';
import { questionOf, specialConditions } from '../../drafts/blocks.ts';
import { type Draft, type Line, sectionHeadings } from '../../drafts/draft-schema.ts';
import { pathwayLabels, verdictLabels } from '../../drafts/wording.ts';
import type { Sheet, SheetValue } from '../../files/model.ts';
import { count, date, inOneCell, keyColumns, keyOf, text, yesNo } from './columns.ts';

const kindLabels: Readonly<Record<string, { label: string }>> = kinds;

const flagCount = (line: Line, severity: string) => line.flags.filter((flag) => flag.severity === severity).length;

/** Every line with the law’s answer, where it stands in the plan, and the national figures. */
export function lineSheet(draft: Draft): Sheet {
  const figures = (line: Line): SheetValue[] =>
    [line.statistics.given, line.statistics.withoutDecision, line.statistics.private, line.statistics.digital].flatMap((statistic) => [
      statistic?.count ?? null,
      statistic?.share ?? null,
    ]);
  return {
    name: 'Rader',
    frozenColumns: 1,
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
      yesNo('Litet underlag'),
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
      inOneCell(line.grounds.map((ground) => `${ground.title} (${ground.citation})`)),
      inOneCell(line.reasons),
      inOneCell(specialConditions(line).map((condition) => condition.text)),
      inOneCell(line.openQuestions.map(questionOf)),
      ...['blocking', 'high', 'medium', 'low', 'info'].map((severity) => flagCount(line, severity)),
      inOneCell(line.signals.map((signal) => signal.title)),
      ...figures(line),
      line.smallBase,
      draft.date,
    ]),
  };
}
