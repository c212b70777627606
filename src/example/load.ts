import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Assessor } from '../assessment/assess.ts';
import { record } from '../audit/trail.ts';
import { isExampleDatabase } from '../database/example-data.ts';
import { nestedIn } from '../database/nested.ts';
import type { Database } from '../database/types.ts';
import { AppError } from '../web/errors.ts';
import type { ExampleDistrict } from './content.ts';
import { makePeople } from './people.ts';
import { createSteps } from './steps.ts';
import { holdTables, isEmpty } from './tables.ts';

/** How far a load has come. */
export interface Progress {
  done: number;
  of: number;
  /** What is being done now, in Swedish. */
  doing: string;
}

export interface LoadOptions {
  assessor: Assessor;
  /** Today's date (ISO): years and dates of the example are counted from it. */
  today: string;
  content: readonly ExampleDistrict[];
  onProgress?: (progress: Progress) => void;
  /** Stops between two steps; then nothing has been loaded. */
  signal?: AbortSignal;
}

/**
 * Fills an empty database with made-up data, by the same functions that the pages use. One transaction: all of it or nothing. Where the
 * example is there already nothing happens.
 * @throws AppError where somebody has entered something.
 */
export async function loadExample(db: Kysely<Database>, { assessor, today, content, onProgress, signal }: LoadOptions): Promise<'loaded' | 'already'> {
  return db.transaction().execute(async (trx) => {
    await holdTables(trx);
    if (await isExampleDatabase(trx)) return 'already';
    if (!(await isEmpty(trx)))
      throw new AppError('conflict', 'Här finns redan egna uppgifter. Exempeldata läggs bara i en databas där ingen har skrivit något. Inget är ändrat.');
    await trx.insertInto('example_data').defaultValues().execute();
    const steps = createSteps(nestedIn(trx), { assessor, today, accounts: await makePeople(trx) });
    const all = content.flatMap(({ district, steps: own }) => own.map((step) => ({ district, step })));
    for (const [done, { district, step }] of all.entries()) {
      onProgress?.({ done, of: all.length, doing: steps.describe(district, step) });
      // The embedded database works in this very thread: without a pause nobody would be told how far it has come.
      await setImmediate();
      signal?.throwIfAborted();
      await steps.take(district, step);
    }
    await record(trx, { action: 'example.load', object: { type: 'example', id: 'all' }, district: null, after: { steps: all.length } });
    return 'loaded';
  });
}
