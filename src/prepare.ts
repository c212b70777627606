import { syncCatalogue } from './catalogue/sync.ts';
import { migrate } from './database/migrate.ts';
import type { OpenDatabase } from './database/open.ts';
import type { Knowledge } from './knowledge.ts';

/** Brings the database's tables up to date and loads the catalogue into it; does nothing where all is done already. */
export async function prepare({ db }: OpenDatabase, { catalogue }: Pick<Knowledge, 'catalogue'>): Promise<void> {
  await migrate(db);
  await db.transaction().execute((trx) => syncCatalogue(trx, catalogue));
}
