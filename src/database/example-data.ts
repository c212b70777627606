import type { Db } from './types.ts';

/** Whether everything in this database is made up. */
export async function isExampleDatabase(db: Db): Promise<boolean> {
  return (await db.selectFrom('example_data').select('only_one').executeTakeFirst()) !== undefined;
}
