/** Starts Insatsplan: settings, knowledge, database, pages, and then the address. Stops on a signal, in good order. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { accountRepository } from './accounts/repository.ts';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';
import { openDatabase } from './database/open.ts';
import { hasToBeFilled, readStart } from './demo.ts';
import { loadKnowledge } from './knowledge.ts';
import { publishDoor } from './operation/door.ts';
import { prepare } from './prepare.ts';
import type { AppParts } from './services.ts';
import { errorCode, StartupError } from './startup-error.ts';

/** How long requests under way may take before the server stops anyway. */
const patienceMilliseconds = 10_000;

async function main(): Promise<void> {
  const stopSignal = nextSignal();
  const { config, demo } = readStart(process.env, process.argv.slice(2));
  const knowledge = loadKnowledge();
  const database = await openDatabase(config);
  const app = await start({ config, database, knowledge }, demo).catch(async (error) => {
    await database.close();
    throw error;
  });
  await stopSignal;
  // A connection whose request has been answered would else be kept open for the next one.
  setInterval(() => app.server.closeIdleConnections(), 100).unref();
  setTimeout(() => app.server.closeAllConnections(), patienceMilliseconds).unref();
  await app.close().catch((cause) => {
    throw new StartupError(
      `Servern har stannat, men databasen gick inte att stänga i god ordning (${errorCode(cause)}). Kontrollera vid nästa start att den går att öppna.`,
      { cause },
    );
  });
}

/** The order matters: the address is printed when the first page can be answered. */
async function start(parts: AppParts, demo: boolean): Promise<FastifyInstance> {
  const { config, database, knowledge } = parts;
  await prepare(database, knowledge);
  const fill = demo && (await hasToBeFilled(database));
  if (config.publicUrl !== undefined && config.oidc === undefined && !(await accountRepository(database.db).anyReal()))
    throw new StartupError(
      'Det finns inga konton, och Insatsplan ska nås från andra datorer. Skapa först en administratör: npm run --silent insatsplan -- accounts first-admin --name NAMN --email ADRESS. Eller ställ in stadens inloggning med OIDC_ISSUER.',
    );
  const app = await buildApp({ ...parts, fillExample: fill });
  let closeDoor = () => {};
  app.addHook('onClose', () => {
    closeDoor();
    return database.close();
  });
  const url = await listen(app, config);
  if (database.kind === 'embedded') closeDoor = publishDoor(config.dataDir, { host: config.host, port: Number(new URL(url).port) });
  if (fill) console.log('Exempeldata läggs in. Det tar några sekunder, och sidan visar hur långt det har kommit.');
  console.log(`Insatsplan är i gång på ${url} – avsluta med Ctrl+C.`);
  // Then all people have the proxy's address, and share one limit of requests and of attempts to log in.
  if (config.publicUrl !== undefined && config.trustProxy === undefined)
    console.warn('TRUST_PROXY är inte satt: alla som loggar in ser ut att komma från samma adress. Ange proxyns adress, så att ingen stänger ute de andra.');
  return app;
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    const code = errorCode(cause);
    if (code === 'EADDRINUSE')
      throw new StartupError(`Port ${port} används redan. Avsluta det andra programmet, eller välj en annan port med PORT.`, { cause });
    throw new StartupError(`Det går inte att lyssna på ${host}:${port} (${code}). Välj en annan port med PORT.`, { cause });
  }
  const { port: actual } = app.server.address() as AddressInfo;
  return `http://localhost:${actual}`;
}

/** Resolves at the first signal to stop. A later one ends the process at once, but not one that npm sends on of the same Ctrl+C. */
function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    let stoppingSince = Number.POSITIVE_INFINITY;
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (performance.now() - stoppingSince > 1000) process.exit(1);
        stoppingSince = Math.min(stoppingSince, performance.now());
        resolve();
      });
    }
  });
}

try {
  await main();
} catch (error) {
  // What a person can put right is said in words of its own; a stack trace helps only the one who asks for it.
  const message = error instanceof Error ? error.message : String(error);
  console.error(error instanceof StartupError ? message : `Insatsplan kunde inte starta. ${message}`);
  if (process.env.LOG_LEVEL === 'debug' || process.env.LOG_LEVEL === 'trace') console.error(error);
  process.exitCode = 1;
}
