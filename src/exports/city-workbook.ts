import { count, date, text } from '../documents/sheets/columns.ts';
import { lineSheet } from '../documents/sheets/lines.ts';
import { type Decided, statusSentence } from '../drafts/decided.ts';
import { type Draft, sectionHeadings, sectionOrder } from '../drafts/draft-schema.ts';
import { statisticsCaveat } from '../drafts/wording.ts';
import type { Sheet, SheetValue, Workbook } from '../files/model.ts';

/** Gathers the proposals of a city one by one; only what the workbook shows is kept of each. */
export function createCityWorkbook() {
  const parts: { at: number; summary: SheetValue[]; lines: SheetValue[][] }[] = [];
  const notices = new Set<string>();
  let columns: Sheet['columns'] = [];

  return {
    /** `at` is its place in the order; they need not come in it. */
    add(draft: Draft, { version, decided }: { version: number | null; decided: Decided | null }, at: number): void {
      const { district, legalBasis, inputs, summary } = draft;
      const of = (section: string) => summary.sections.find((one) => one.section === section)?.lines ?? 0;
      const row = [
        district.name,
        legalBasis.shortTitle,
        draft.date,
        version,
        statusSentence(null, decided),
        inputs.currentStates,
        summary.lines,
        summary.insatser,
        ...sectionOrder.map(of),
        inputs.ruleset,
        inputs.catalogue,
      ];
      for (const notice of draft.notices) notices.add(notice);
      const sheet = lineSheet(draft);
      columns = sheet.columns;
      parts.push({ at, summary: row, lines: sheet.rows.map((line) => [district.name, ...line]) });
    },

    /** The city's own sheet first, then every line with its district before it. */
    workbook(): Workbook {
      const ordered = parts.toSorted((a, b) => a.at - b.at);
      const summaries = ordered.map(({ summary }) => summary);
      const total = (at: number) => summaries.reduce((sum, row) => sum + Number(row[at]), 0);
      const overview: Sheet = {
        name: 'Staden',
        frozenColumns: 1,
        columns: [
          text('Stadsdel eller enhet', 34),
          text('Rättslig grund', 20),
          date('Lagen läst för'),
          count('Version', 9),
          text('Status', 34),
          count('Insatser med nuläge'),
          count('Rader'),
          count('Insatser'),
          ...sectionOrder.map((section) => count(sectionHeadings[section], 16)),
          text('Regelverkets kännetecken', 30),
          text('Katalogens kännetecken', 30),
        ],
        rows: [
          ...summaries,
          // The same insats stands in many districts, so only lines can be added up.
          ['Alla', null, null, null, null, null, total(6), null, ...sectionOrder.map((_, index) => total(8 + index)), null, null],
        ],
      };
      const remarks: Sheet = {
        name: 'Att tänka på',
        columns: [text('Att tänka på', 100)],
        rows: [
          ['Bara det som är fastställt med ett diarienummer är beslutat. Allt annat är utkast.'],
          ['En rad är en insats för en målgrupp i en stadsdel. Insatser går inte att lägga ihop mellan stadsdelar, eftersom samma insats finns i flera.'],
          ...[...notices].map((notice) => [notice]),
          [statisticsCaveat],
        ],
      };
      return {
        sheets: [
          overview,
          { name: 'Rader', frozenColumns: 2, columns: [text('Stadsdel eller enhet', 26), ...columns], rows: ordered.flatMap(({ lines }) => lines) },
          remarks,
        ],
      };
    },
  };
}
