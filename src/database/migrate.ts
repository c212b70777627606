import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as catalogueAndProposals from '../../migrations/0001-catalogue-and-proposals.ts';
import * as currentState from '../../migrations/0002-current-state.ts';
import * as shaping from '../../migrations/0003-shaping.ts';
import * as documentAndEconomy from '../../migrations/0004-document-and-economy.ts';
import * as exampleData from '../../migrations/0005-example-data.ts';
import * as bulkChange from '../../migrations/0006-bulk-change.ts';
import * as currentStateBulk from '../../migrations/0007-current-state-bulk.ts';
import * as accounts from '../../migrations/0008-accounts.ts';
import * as audit from '../../migrations/0009-audit.ts';
import * as review from '../../migrations/0010-review.ts';
import * as retention from '../../migrations/0011-retention.ts';
import * as commentsAndNotices from '../../migrations/0012-comments-and-notices.ts';
import * as rulesets from '../../migrations/0013-rulesets.ts';
import * as ruleChecks from '../../migrations/0014-rule-checks.ts';
import * as candidateCases from '../../migrations/0015-candidate-cases.ts';
import * as ruleDrafts from '../../migrations/0016-rule-drafts.ts';
import * as reviewIsKept from '../../migrations/0017-review-is-kept.ts';
import * as decisionHasGoneItsWay from '../../migrations/0018-decision-has-gone-its-way.ts';
import { errorCode, StartupError } from '../startup-error.ts';
import type { Database } from './types.ts';

/** Every migration in order. The list is written out, so that a missing file is found when the program starts and not when it runs. */
const migrations: Record<string, Migration> = {
  '0001-catalogue-and-proposals': catalogueAndProposals,
  '0002-current-state': currentState,
  '0003-shaping': shaping,
  '0004-document-and-economy': documentAndEconomy,
  '0005-example-data': exampleData,
  '0006-bulk-change': bulkChange,
  '0007-current-state-bulk': currentStateBulk,
  '0008-accounts': accounts,
  '0009-audit': audit,
  '0010-review': review,
  '0011-retention': retention,
  '0012-comments-and-notices': commentsAndNotices,
  '0013-rulesets': rulesets,
  '0014-rule-checks': ruleChecks,
  '0015-candidate-cases': candidateCases,
  '0016-rule-drafts': ruleDrafts,
  '0017-review-is-kept': reviewIsKept,
  '0018-decision-has-gone-its-way': decisionHasGoneItsWay,
};

/** The names of every migration, in order. */
export const migrationNames: readonly string[] = Object.keys(migrations);

export function createMigrator(db: Kysely<Database>): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations } });
}

/** Brings the database up to the newest migration; several processes may do it at once. Throws `StartupError` when it cannot. */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const { error } = await createMigrator(db).migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && error.message.includes('previously executed migration')) {
    throw new StartupError('Databasen är skapad av en nyare version av Insatsplan. Använd den versionen, eller en annan databas.', { cause: error });
  }
  const code = errorCode(error);
  const remedy = code === '42501' ? ' Rollen i DATABASE_URL får inte ändra dem: kör insatsplan migrate med adressen för tabellernas ägare.' : '';
  throw new StartupError(`Databasens tabeller går inte att skapa eller uppdatera (${code}).${remedy}`, { cause: error });
}
