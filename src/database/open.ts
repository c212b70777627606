import type { Kysely } from 'kysely';
import { openEmbedded } from './embedded.ts';
import { openPostgres } from './postgres.ts';
import type { Database } from './types.ts';
import type { DatabaseWatch } from './watch.ts';

export interface OpenDatabase {
  db: Kysely<Database>;
  kind: 'embedded' | 'postgres';
  /** For whoever measures it. */
  watch: DatabaseWatch;
  /** Closes in good order; can be called twice. */
  close(): Promise<void>;
}

export interface DatabaseLocation {
  databaseUrl?: string | undefined;
  dataDir: string;
}

/** Opens PostgreSQL where an address is given, else the embedded database in its folder. Throws `StartupError` when it cannot. */
export function openDatabase({ databaseUrl, dataDir }: DatabaseLocation): Promise<OpenDatabase> {
  return databaseUrl === undefined ? openEmbedded(dataDir) : openPostgres(databaseUrl);
}
