import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type Transaction,
} from 'kysely';
import type { Database } from './types.ts';

/**
 * A database all of whose work happens inside `trx`: its own transactions are savepoints. So several pieces of work that each begin a
 * transaction of their own come to all or nothing. They must come one after the other.
 */
export function nestedIn(trx: Transaction<Database>): Kysely<Database> {
  const connection: DatabaseConnection = {
    executeQuery: <R>({ query, queryId, sql: text, parameters }: CompiledQuery) => trx.executeQuery<R>({ query, queryId, sql: text, parameters }),
    // biome-ignore lint/correctness/useYield: nothing here reads in pieces
    async *streamQuery() {
      throw new Error('nothing is streamed inside a transaction');
    },
  };
  let depth = 0;
  const savepoint = (command: string, number: number) => sql`${sql.raw(command)} ${sql.id(`nested_${number}`)}`.execute(trx).then(() => undefined);
  const driver: Driver = {
    init: async () => undefined,
    acquireConnection: async () => connection,
    beginTransaction: () => savepoint('savepoint', ++depth),
    commitTransaction: () => savepoint('release savepoint', depth--),
    rollbackTransaction: () => savepoint('rollback to savepoint', depth--),
    releaseConnection: async () => undefined,
    destroy: async () => undefined,
  };
  return new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}
