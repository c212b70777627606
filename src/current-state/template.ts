import type { Catalogue } from '../catalogue/load.ts';
import { areas } from '../catalogue/schema.ts';
import { toExcel } from '../files/excel.ts';
import type { Sheet, SheetValue } from '../files/model.ts';
import { csv } from '../web/csv.ts';
import { columnTitles } from './import-columns.ts';
import { guard } from './import-formula.ts';
import { plainText } from './import-normal.ts';
import { peopleText } from './import-people.ts';
import { answers, type State } from './schema.ts';

export interface TemplateInput {
  catalogue: Catalogue;
  district: { id: string; name: string };
  year: number;
  states: readonly State[];
  /** `all`: every insats, the answered ones filled in. `answered`: only those. */
  rows: 'all' | 'answered';
}

type Column = keyof typeof columnTitles;
const columns = Object.keys(columnTitles) as Column[];
const widths: Readonly<Record<Column, number>> = {
  ...{ id: 34, district: 16, year: 8, area: 22, category: 30, subcategory: 30, name: 44, given: 18 },
  ...{ form: 24, provision: 24, decision: 24, people: 16, wish: 18, comment: 50 },
};

/** The cells of the template, without the headings. */
export function templateRows({ catalogue, district, year, states, rows }: TemplateInput): SheetValue[][] {
  const byInsats = new Map(states.map((state) => [state.insats, state]));
  const shown = rows === 'all' ? catalogue.insatser : catalogue.insatser.filter(({ id }) => byInsats.has(id));
  return shown.map((insats) => {
    const fixed = [insats.id, district.name, year, areas[insats.area], insats.category, insats.subcategory, insats.name];
    return [...fixed, ...answerCells(byInsats.get(insats.id))].map((value) => (typeof value === 'string' ? guard(value) : value));
  });
}

function answerCells(state: State | undefined): SheetValue[] {
  if (state === undefined) return [null, null, null, null, null, null, null];
  return [
    answers.given[state.given],
    answers.form[state.form],
    answers.provision[state.provision],
    answers.decision[state.decision],
    peopleText(state.people),
    answers.wish[state.wish],
    plainText(state.comment),
  ];
}

/** The template as CSV that Swedish Excel opens by a double click. */
export function templateCsv(input: TemplateInput): string {
  return csv([
    columns.map((column) => columnTitles[column]),
    ...templateRows(input).map((row) => row.map((value) => (typeof value === 'boolean' ? String(value) : value))),
  ]);
}

/** The template as an Excel file, with a second sheet that says what can be answered. */
export async function templateXlsx(input: TemplateInput): Promise<Uint8Array> {
  const sheet: Sheet = {
    name: 'Nuläge',
    columns: columns.map((column) => ({ header: columnTitles[column], width: widths[column], type: column === 'year' ? 'number' : 'text' })),
    rows: templateRows(input).map((row) => row.map((value) => (typeof value === 'string' ? escapeExcel(value) : value))),
  };
  return toExcel({ sheets: [sheet, help] });
}

/** Excel reads "_x0041_" as an escaped letter; the mark itself must then be escaped. */
const escapeExcel = (text: string): string => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_');

const choices = (question: keyof typeof answers): string => Object.values(answers[question]).join('; ');
const onlyGiven = 'Gäller bara insatser som ges. Tomt betyder Vet inte.';

const help: Sheet = {
  name: 'Så fyller du i',
  columns: [
    { header: 'Kolumn', width: 26, type: 'text' },
    { header: 'Svar', width: 60, type: 'text' },
    { header: 'Förklaring', width: 80, type: 'text' },
  ],
  rows: [
    [columnTitles.id, null, 'Visar vilken insats raden gäller. Ändra inte. Saknas id räcker verksamhetsområde, underkategori och insats.'],
    [`${columnTitles.district}, ${columnTitles.year}`, null, 'Rader om andra stadsdelar eller år läses inte in.'],
    [columnTitles.given, choices('given'), 'Lämna alla svar på raden tomma om ni inte har svarat. Då läses raden inte in.'],
    [columnTitles.form, choices('form'), onlyGiven],
    [columnTitles.provision, choices('provision'), onlyGiven],
    [columnTitles.decision, choices('decision'), onlyGiven],
    [
      columnTitles.people,
      'Ett heltal, till exempel 12, eller ett spann, till exempel 10–20',
      'Gäller bara insatser som ges. Lämna tomt om antalet inte är känt.',
    ],
    [columnTitles.wish, choices('wish'), 'Vill ni ge insatsen utan biståndsbeslut? Tomt betyder Ej svarat.'],
    [columnTitles.comment, 'Fri text, högst 2 000 tecken', 'Skriv inga personnummer eller andra uppgifter om enskilda personer.'],
  ],
};
