import { findPersonalNumber } from '../web/personal-number.ts';
import { allowedAnswers, answerOf } from './import-answers.ts';
import { type Column, columnTitle } from './import-columns.ts';
import { unguard } from './import-formula.ts';
import type { Header } from './import-header.ts';
import { cut, plainText } from './import-normal.ts';
import { type People, type Read, readPeople, readPeoplePair } from './import-people.ts';
import { type Cell, columnLetter, formula } from './import-table.ts';
import { isGiven, type Question, type State, stateSchema } from './schema.ts';

/** What is wrong in one cell, or in a row where `column` is null. */
export interface RowFault {
  /** As the spreadsheet counts: the first row is 1. */
  row: number;
  /** Letter of the column. */
  column: string | null;
  title: string | null;
  value: string;
  problem: string;
  remedy: string;
}

/** The answers that a row gives: only those whose column is in the file. */
export type Answers = Partial<Omit<State, 'insats'>>;

/** Reads the cells of one row. */
export function rowReader(header: Header, cells: readonly Cell[], index: number) {
  const faults: RowFault[] = [];
  const row = index + 1;

  const cellOf = (column: Column): Cell => cells[header.columns.get(column) ?? -1] ?? null;

  function fault(column: Column, problem: string, remedy: string): void {
    const at = header.columns.get(column);
    const letter = at === undefined ? null : columnLetter(at);
    faults.push({ row, column: letter, title: at === undefined ? null : columnTitle(column), value: cut(shown(cellOf(column))), problem, remedy });
  }

  /** Text to the right of the last heading: in a CSV file, what a delimiter inside a text has cut off. */
  function faultBeyond(): void {
    const at = cells.findIndex((cell, i) => i >= header.width && shown(cell).trim() !== '');
    if (at < 0) return;
    const remedy = 'Sätt citattecken (") runt texten, eller ta bort skiljetecknet ur den. Enklast är att fylla i mallen i Excel.';
    faults.push({
      row,
      column: columnLetter(at),
      title: null,
      value: cut(shown(cells[at] ?? null).trim()),
      problem: 'Raden har fler fält än rubrikraden. Ett semikolon eller annat skiljetecken i en text har delat den.',
      remedy,
    });
  }

  /** The cell as text; formulas, dates and the like are faults. */
  function text(column: Column): string {
    const cell = cellOf(column);
    if (cell === formula) fault(column, 'Cellen är en formel.', 'Klistra in värdet i stället för formeln.');
    else if (cell instanceof Date) fault(column, 'Kalkylprogrammet har gjort om cellen till ett datum.', 'Formatera cellen som text och skriv svaret igen.');
    else if (cell !== null) return plainText(unguard(typeof cell === 'boolean' ? (cell ? 'ja' : 'nej') : String(cell)));
    return '';
  }

  return { row, faults, fault, faultBeyond, text, cellOf, has: (column: Column): boolean => header.columns.has(column) };
}
export type RowReader = ReturnType<typeof rowReader>;

function shown(cell: Cell): string {
  if (cell === null || cell === formula) return '';
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  return String(cell);
}

/** The answers of a row; undefined where it has none at all, which means that nobody has answered. */
export function readAnswers(reader: RowReader, header: Header): Answers | undefined {
  const answers: Answers = {
    ...choice(reader, header, 'given', 'unknown'),
    ...choice(reader, header, 'form', 'unknown'),
    ...choice(reader, header, 'provision', 'unknown'),
    ...choice(reader, header, 'decision', 'unknown'),
    ...people(reader),
    ...choice(reader, header, 'wish', 'not_answered'),
  };
  if (reader.has('comment')) answers.comment = comment(reader);
  const empty = answerCells.every((column) => reader.cellOf(column) === null || isBlank(reader.cellOf(column)));
  if (empty) return undefined;
  checkTogether(reader, answers);
  return answers;
}

const answerCells = ['given', 'form', 'provision', 'decision', 'people', 'peopleFrom', 'peopleTo', 'wish', 'comment'] as const;
const isBlank = (cell: Cell) => typeof cell === 'string' && plainText(cell) === '';

function choice<Q extends Question>(reader: RowReader, header: Header, question: Q, whenEmpty: State[Q]): Partial<Pick<State, Q>> {
  if (!reader.has(question)) return {};
  const text = reader.text(question);
  const answer = text === '' ? whenEmpty : answerOf(question, text, header.headings.get(question) ?? '');
  const parsed = stateSchema.shape[question].safeParse(answer);
  if (!parsed.success) {
    reader.fault(question, `Svaret ”${cut(text)}” går inte att förstå.`, `Skriv ${allowedAnswers(question)}.`);
    return {};
  }
  return { [question]: parsed.data } as Partial<Pick<State, Q>>;
}

function people(reader: RowReader): { people?: People } {
  const value = (column: Column) => {
    const cell = reader.cellOf(column);
    return typeof cell === 'number' ? cell : reader.text(column);
  };
  const pair = reader.has('peopleFrom') || reader.has('peopleTo');
  if (!pair && !reader.has('people')) return {};
  const read: Read<People> = pair ? readPeoplePair(value('peopleFrom'), value('peopleTo')) : readPeople(value('people'));
  if ('value' in read) return { people: read.value };
  reader.fault(pair ? (reader.has('peopleFrom') ? 'peopleFrom' : 'peopleTo') : 'people', read.problem, read.remedy);
  return {};
}

function comment(reader: RowReader): string {
  const text = reader.text('comment');
  if (text.length > 2000) reader.fault('comment', 'Kommentaren är längre än 2 000 tecken.', 'Korta den.');
  if (findPersonalNumber(text) !== null) {
    reader.fault(
      'comment',
      'Kommentaren ser ut att innehålla ett personnummer eller samordningsnummer.',
      'Ta bort det: nuläget gäller insatsen, aldrig en person.',
    );
  }
  return text;
}

/** The questions about how an insats is given have no answer where it is not given. */
function checkTogether(reader: RowReader, answers: Answers): void {
  if (answers.given === undefined || isGiven(answers.given) || reader.faults.length > 0) return;
  const missing = reader.cellOf('given') === null || isBlank(reader.cellOf('given'));
  const problem = missing ? 'Svar saknas på om insatsen ges.' : 'Insatsen ges inte enligt raden, men här står hur den ges.';
  const remedy = missing ? 'Fyll i kolumnen Ges insatsen.' : 'Ta bort svaret, eller ändra svaret i kolumnen Ges insatsen.';
  if (missing) {
    reader.fault('given', problem, remedy);
    return;
  }
  for (const column of ['form', 'provision', 'decision'] as const) if ((answers[column] ?? 'unknown') !== 'unknown') reader.fault(column, problem, remedy);
  if ((answers.people ?? null) !== null) reader.fault(reader.has('people') ? 'people' : 'peopleFrom', problem, remedy);
}
