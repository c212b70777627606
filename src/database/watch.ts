import type { Dialect, Driver, LogEvent } from 'kysely';

/** What somebody who measures the database is told. */
export interface DatabaseObserver {
  /** A query has ended. `kind` is `select`, `insert`, `update`, `delete`, `raw` or `other`, never the query itself. */
  query(kind: string, seconds: number, failed: boolean): void;
  /** A connection was handed out after a wait. */
  waited(seconds: number): void;
}

export interface DatabaseWatch {
  observe(observer: DatabaseObserver): void;
  /** Connections that are handed out right now. */
  inUse(): number;
}

const kinds: Readonly<Record<string, string>> = {
  SelectQueryNode: 'select',
  InsertQueryNode: 'insert',
  UpdateQueryNode: 'update',
  DeleteQueryNode: 'delete',
  RawNode: 'raw',
};

/** Watches a dialect: what Kysely's own log knows of queries, and how long they wait for a connection. */
export function watched(dialect: Dialect): { dialect: Dialect; log: (event: LogEvent) => void; watch: DatabaseWatch } {
  const observers: DatabaseObserver[] = [];
  let inUse = 0;

  function createDriver(): Driver {
    const driver = dialect.createDriver();
    const acquire = driver.acquireConnection.bind(driver);
    const release = driver.releaseConnection.bind(driver);
    driver.acquireConnection = async (...args) => {
      const since = performance.now();
      const connection = await acquire(...args);
      inUse += 1;
      const seconds = (performance.now() - since) / 1000;
      for (const observer of observers) observer.waited(seconds);
      return connection;
    };
    driver.releaseConnection = async (...args) => {
      inUse -= 1;
      await release(...args);
    };
    return driver;
  }

  return {
    dialect: {
      createDriver,
      createAdapter: () => dialect.createAdapter(),
      createIntrospector: (db) => dialect.createIntrospector(db),
      createQueryCompiler: () => dialect.createQueryCompiler(),
    },
    log({ level, query, queryDurationMillis }) {
      const kind = kinds[query.query.kind] ?? 'other';
      for (const observer of observers) observer.query(kind, queryDurationMillis / 1000, level === 'error');
    },
    watch: { observe: (observer) => void observers.push(observer), inUse: () => inUse },
  };
}
