import type { Catalogue } from '../catalogue/load.ts';
import type { Insats } from '../catalogue/schema.ts';
import type { District, Districts } from '../districts/districts.ts';
import { AppError } from '../web/errors.ts';
import { requireHeader } from './import-header.ts';
import { insatsFinder } from './import-insats.ts';
import { cut, normal } from './import-normal.ts';
import { type Answers, type RowFault, type RowReader, readAnswers, rowReader } from './import-row.ts';
import type { Table } from './import-table.ts';

/** A row that could be read. */
export interface ReadRow {
  row: number;
  insats: Insats;
  answers: Answers;
}

export interface ReadRows {
  rows: ReadRow[];
  faults: RowFault[];
  /** Rows about other districts or other years, which we leave. */
  otherDistricts: number;
  otherYears: number;
  /** Rows without any answer. */
  unanswered: number;
  ignoredColumns: readonly string[];
}

export interface ReadContext {
  catalogue: Catalogue;
  districts: Districts;
  district: District;
  year: number;
}

/** Reads every row below the headings. Throws AppError where the file as a whole says nothing of this district and year. */
export function readRows({ sheet, rows }: Table, { catalogue, districts, district, year }: ReadContext): ReadRows {
  const header = requireHeader(rows);
  const find = insatsFinder(catalogue);
  const districtOf = districtFinder(districts.all);
  const result: ReadRows = { rows: [], faults: [], otherDistricts: 0, otherYears: 0, unanswered: 0, ignoredColumns: header.ignored };
  const seen = new Map<string, number>();

  for (const [offset, cells] of rows.slice(header.row + 1).entries()) {
    const reader = rowReader(header, cells, header.row + 1 + offset);
    const words = {
      id: reader.text('id'),
      area: reader.text('area'),
      category: reader.text('category'),
      subcategory: reader.text('subcategory'),
      name: reader.text('name'),
    };
    if (words.id === '' && words.name === '') {
      // A line with nothing but a sum or a note below the table is not about an insats.
      const answers = readAnswers(reader, header);
      if (answers !== undefined && answers.given !== undefined)
        reader.fault(reader.has('name') ? 'name' : 'id', 'Raden säger inte vilken insats den gäller.', 'Fyll i Id eller Insats.');
      result.faults.push(...reader.faults);
      continue;
    }
    const scope = scopeOf(reader, districtOf, district, year);
    if (scope === 'other_district') result.otherDistricts += 1;
    else if (scope === 'other_year') result.otherYears += 1;
    else if (scope === 'ours') readOurs(reader, words);
    result.faults.push(...reader.faults);
  }
  requireSomething(result, district, year);
  return result;

  function readOurs(reader: RowReader, words: Parameters<typeof find>[0]): void {
    // Beside the table of a sheet there may be notes; in a CSV file there is nothing beside it.
    if (sheet === null) reader.faultBeyond();
    const answers = readAnswers(reader, header);
    if (answers === undefined && reader.faults.length === 0) {
      result.unanswered += 1;
      return;
    }
    const found = find(words);
    if (!('insats' in found)) {
      reader.fault(found.at, found.problem, found.remedy);
      return;
    }
    const { insats } = found;
    const earlier = seen.get(insats.id);
    if (earlier !== undefined) {
      reader.fault(words.id === '' ? 'name' : 'id', `Insatsen står redan på rad ${earlier}.`, 'Ta bort den ena raden.');
      return;
    }
    seen.set(insats.id, reader.row);
    if (reader.faults.length === 0 && answers !== undefined) result.rows.push({ row: reader.row, insats, answers });
  }
}

type Scope = 'ours' | 'other_district' | 'other_year' | 'unclear';

function scopeOf(reader: RowReader, districtOf: (text: string) => District | undefined, district: District, year: number): Scope {
  const where = reader.text('district');
  const named = where === '' ? district : districtOf(where);
  if (named === undefined) {
    reader.fault('district', `Det finns ingen stadsdel eller enhet som heter ”${cut(where)}”.`, `Skriv ${district.name}, eller lämna tomt.`);
    return 'unclear';
  }
  if (named.id !== district.id) return 'other_district';
  const when = reader.text('year');
  if (when === '') return 'ours';
  if (!/^\d{4}([.,]0+)?$/.test(when)) {
    reader.fault('year', `Året ”${cut(when)}” går inte att läsa.`, `Skriv ${year}, eller lämna tomt.`);
    return 'unclear';
  }
  return Number.parseInt(when, 10) === year ? 'ours' : 'other_year';
}

/** By id or name, also as "Farsta stadsdelsnämnd". */
function districtFinder(all: readonly District[]): (text: string) => District | undefined {
  const byName = new Map(all.flatMap((district) => [district.id, district.name].map((name): [string, District] => [normal(name), district])));
  return (text) => {
    const words = normal(text);
    return byName.get(words) ?? byName.get(words.replace(/s? stadsdels(nämnd|förvaltning|område)$/, ''));
  };
}

function requireSomething({ rows, faults, otherDistricts, otherYears, unanswered }: ReadRows, district: District, year: number): void {
  if (rows.length + faults.length + unanswered > 0) return;
  if (otherDistricts > 0 && otherYears === 0)
    throw new AppError('invalid', `Ingen rad i filen gäller ${district.name}. Välj den stadsdel som filen gäller, eller en annan fil.`);
  if (otherYears > 0) throw new AppError('invalid', `Ingen rad i filen gäller ${district.name} för ${year}. Välj det år som filen gäller, eller en annan fil.`);
  throw new AppError('invalid', 'Filen har en rubrikrad men inga rader med insatser. Fyll i mallen och ladda upp den.');
}
