import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Test } from 'tap';
import { buildApp } from '../../src/app.ts';
import { type Config, readConfig } from '../../src/config.ts';
import type { OpenDatabase } from '../../src/database/open.ts';
import { type Knowledge, loadKnowledge } from '../../src/knowledge.ts';
import type { Reapply } from '../../src/rulesets/types.ts';
import { type DatabaseKind, preparedDatabase } from './database.ts';

export interface TestApp {
  app: FastifyInstance;
  database: OpenDatabase;
  knowledge: Knowledge;
}

export interface TestAppOptions {
  database?: DatabaseKind;
  config?: Partial<Config>;
  reapply?: Reapply;
}

let knowledge: Knowledge | undefined;

/** The whole application on a database of its own, with tables and catalogue; closed after the test. Ask it with `app.inject`. */
export async function buildTestApp(t: Test, options: TestAppOptions = {}): Promise<TestApp> {
  knowledge ??= loadKnowledge();
  const database = await preparedDatabase(t, knowledge, options.database);
  const config = { ...readConfig({ LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent', RATE_LIMIT: '100000' }), ...options.config };
  const app = await buildApp({ config, database, knowledge, ...(options.reapply === undefined ? {} : { reapply: options.reapply }) });
  t.teardown(() => app.close());
  return { app, database, knowledge };
}

/** The same, listening on a free port, for a browser; `url` has no slash at its end. */
export async function startTestApp(t: Test, options: TestAppOptions = {}): Promise<TestApp & { url: string }> {
  const built = await buildTestApp(t, options);
  await built.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = built.app.server.address() as AddressInfo;
  return { ...built, url: `http://127.0.0.1:${port}` };
}
