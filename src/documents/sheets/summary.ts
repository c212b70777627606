import { type Decided, statusSentence } from '../../drafts/decided.ts';
import type { Draft } from '../../drafts/draft-schema.ts';
import { currentStateInWords, statisticsCaveat } from '../../drafts/wording.ts';
import type { Sheet, SheetValue } from '../../files/model.ts';
import { contentMark } from '../marks.ts';
import { count, text } from './columns.ts';

/** What the workbook is about, and the rows and insatser of each outcome. */
export function summarySheet(draft: Draft, version: number | null, decided: Decided | null): Sheet {
  const { inputs, district, legalBasis, summary } = draft;
  const facts: SheetValue[][] = [
    ['Förslag', draft.title, null, null],
    ['Stadsdel eller enhet', district.name, null, null],
    ['Rättslig grund', legalBasis.title, null, null],
    ['Lagen läst för', draft.date, null, null],
    ['Nuläge', currentStateInWords(draft), null, null],
    ['Status', `${statusSentence(version, decided)} Det som är märkt Antaget har Insatsplan valt.`, null, null],
    ['Rad', 'En rad är en insats för en målgrupp. Samma insats kan stå i flera utfall för olika målgrupper.', null, null],
    ['Regelverk', inputs.ruleset, null, null],
    ['Katalog', inputs.catalogue, null, null],
    ['Innehållets kännetecken', contentMark(draft), null, null],
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
