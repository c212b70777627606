import type { District } from '../districts/districts.ts';
import { AppError } from '../web/errors.ts';
import { type Feed, factsOf } from './feed.ts';
import { readFile } from './import-file.ts';
import { planImport } from './import-plan.ts';
import type { RowFault } from './import-row.ts';
import { type ReadContext, type ReadRows, readRows } from './import-rows.ts';

/** What a file of nuläge feeds a draft with, or what is wrong in it. */
export type FileFeed = { feed: Feed; left: Pick<ReadRows, 'otherDistricts' | 'otherYears' | 'unanswered'> } | { faults: RowFault[] };

/**
 * Reads the template (CSV or Excel) as the import does, without a database: the answers of the newest year that is not after the date.
 * @throws AppError where the file as a whole cannot be read, or says nothing of the district.
 */
export async function readFeed(bytes: Buffer, fileName: string, context: Omit<ReadContext, 'year'> & { district: District; date: string }): Promise<FileFeed> {
  const table = await readFile(bytes, fileName);
  const newest = Number(context.date.slice(0, 4));
  const oldest = Number(context.districts.knownFrom.slice(0, 4));
  let refused: unknown;
  for (let year = newest; year >= Math.min(oldest, newest); year -= 1) {
    try {
      const read = readRows(table, { ...context, year });
      const { changes, faults } = planImport(read.rows, []);
      if (read.faults.length + faults.length > 0) return { faults: [...read.faults, ...faults].sort((a, b) => a.row - b.row) };
      if (changes.length > 0) return { feed: { year, states: new Map(changes.map(({ after }) => [after.insats, factsOf(after)])) }, left: read };
      refused ??= new AppError('invalid', 'Filen har inga svar. Fyll i mallen först.');
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refused ??= error;
    }
  }
  throw refused;
}
