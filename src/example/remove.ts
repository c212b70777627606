import { type Kysely, sql } from 'kysely';
import { record } from '../audit/trail.ts';
import { isExampleDatabase } from '../database/example-data.ts';
import type { Database } from '../database/types.ts';
import { AppError } from '../web/errors.ts';
import { removePeople } from './people.ts';
import { holdTables } from './tables.ts';

/**
 * Takes away everything that stands in a database of made-up data, what people have added there too, the made-up persons with their logins, and
 * last its mark. The catalogue, people's own accounts and the trail stay.
 * @throws AppError where the database holds no example data: then nothing is touched.
 */
export async function removeExample(db: Kysely<Database>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const tables = await holdTables(trx);
    if (!(await isExampleDatabase(trx))) throw new AppError('conflict', 'Här finns ingen exempeldata att ta bort. Inget är ändrat.');
    for (const name of tables) await sql`delete from ${sql.table(name)}`.execute(trx);
    await removePeople(trx);
    await trx.deleteFrom('example_data').execute();
    await record(trx, { action: 'example.remove', object: { type: 'example', id: 'all' }, district: null });
  });
}
