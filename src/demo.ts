import { parseArgs } from 'node:util';
import { type Config, readConfig } from './config.ts';
import type { OpenDatabase } from './database/open.ts';
import { readExample } from './example/content.ts';
import { loadExample } from './example/load.ts';
import type { Knowledge } from './knowledge.ts';
import { createRulesets } from './rulesets/rulesets.ts';
import type { Reapply } from './rulesets/types.ts';
import { errorCode, StartupError } from './startup-error.ts';
import { today } from './today.ts';
import { AppError } from './web/errors.ts';

const demoFolder = '.insatsplan-demo';

export interface Start {
  config: Config;
  /** Fill the database with made-up data before the first page. */
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
      'DATABASE_URL är satt, och exempeldata läggs inte i den databasen av misstag. Ta bort DATABASE_URL, eller kör npm run demo -- --into-database-url om databasen är tom och avsedd för exempel.',
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

/** Fills an empty database and says what it does; a database that holds the example is left as it is. */
export async function fillDemo({ db, kind }: OpenDatabase, { knowledge, reapply }: { knowledge: Knowledge; reapply?: Reapply }): Promise<void> {
  const { assessor } = await createRulesets({ db, base: knowledge, reapply, today, shared: kind === 'postgres' });
  try {
    await loadExample(db, {
      assessor,
      today: today(),
      content: readExample(),
      onProgress: ({ done, of, doing }) => console.log(`Exempeldata ${done + 1} av ${of}. ${doing}`),
    });
  } catch (cause) {
    if (cause instanceof AppError) throw new StartupError(`${cause.message} Använd en annan databas eller mapp.`, { cause });
    throw cause;
  }
}
