import { parseArgs } from 'node:util';
import { type Config, readConfig } from './config.ts';
import { isExampleDatabase } from './database/example-data.ts';
import type { OpenDatabase } from './database/open.ts';
import { isEmpty } from './example/tables.ts';
import { errorCode, StartupError } from './startup-error.ts';

const demoFolder = '.insatsplan-demo';

export interface Start {
  config: Config;
  /** Fill the database with made-up data. */
  demo: boolean;
}

/**
 * Reads the settings and what stands after the command. The demo has a folder of its own, and uses PostgreSQL only where that is said
 * in so many words: made-up data must never come into a real database by an old setting.
 */
export function readStart(environment: Record<string, string | undefined>, args: readonly string[]): Start {
  const { demo, 'into-database-url': intoDatabaseUrl } = parse(args);
  if (!demo) return { config: readConfig(environment), demo };
  const config = readConfig({ ...environment, DATA_DIR: environment.DATA_DIR?.trim() || demoFolder });
  if (config.databaseUrl !== undefined && !intoDatabaseUrl) {
    throw new StartupError(
      'DATABASE_URL är satt. Exempeldata har inte lagts in, så att den inte hamnar i den databasen av misstag. Ta bort DATABASE_URL, eller kör npm run demo -- --into-database-url om databasen är tom och avsedd för exempel.',
    );
  }
  return { config, demo };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { demo: { type: 'boolean', default: false }, 'into-database-url': { type: 'boolean', default: false } },
    }).values;
  } catch (cause) {
    throw new StartupError(`Tillägget efter kommandot går inte att förstå (${errorCode(cause)}). Bara --into-database-url finns, för npm run demo.`, { cause });
  }
}

/**
 * Whether made-up data are to be loaded: into an empty database, while the one that holds the example is left as it is.
 * @throws StartupError where somebody has entered something.
 */
export async function hasToBeFilled({ db }: Pick<OpenDatabase, 'db'>): Promise<boolean> {
  if (await isExampleDatabase(db)) return false;
  if (await isEmpty(db)) return true;
  throw new StartupError('Här finns redan egna uppgifter, och exempeldata blandas aldrig med dem. Inget är ändrat. Använd en annan databas eller mapp.');
}
