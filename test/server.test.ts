import { existsSync, readdirSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { newPostgresDatabase } from './helpers/database.ts';
import { freePort, startPostgresServer } from './helpers/postgres-server.ts';
import { type Ended, startServer } from './helpers/server-process.ts';
import { temporaryFolder } from './helpers/temporary-folder.ts';

/** One sentence or two on one line of standard error, nothing on standard output, exit 1. */
function oneClearSentence(t: Test, { code, stdout, stderr }: Ended, about: string): void {
  t.equal(code, 1);
  t.equal(stdout, '');
  t.equal(stderr.trim().split('\n').length, 1, 'one line');
  t.notMatch(stderr, /^\s+at |node:|Error:/m, 'no stack trace');
  t.ok(stderr.includes(about), `"${stderr.trim()}" names ${about}`);
}

async function open(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket.setEncoding('utf8');
}

// That a killed server's folder is taken over is seen in operation/embedded.test.ts.
t.test('the embedded database: first start, second process, stop, and a start that finds its port taken', async (t) => {
  const dataDir = join(temporaryFolder(t), 'data');
  const first = startServer(t, { DATA_DIR: dataDir });
  const url = await first.url;
  t.match(await (await fetch(`${url}/health/ready`)).json(), { status: 'ok' });
  t.equal((await fetch(url, { redirect: 'manual' })).status, 200, 'the first page is there when the address is printed');

  oneClearSentence(t, await startServer(t, { DATA_DIR: dataDir }).ended, dataDir);

  first.child.kill('SIGTERM');
  const { code, stdout, stderr } = await first.ended;
  t.equal(code, 0);
  t.equal(stdout.trim().split('\n').length, 1, 'one line said where it is');
  t.equal(stderr, '');
  t.same(readdirSync(dataDir), ['database'], 'the lock is gone');

  const PORT = await takenPort(t);
  oneClearSentence(t, await startServer(t, { PORT, DATA_DIR: dataDir }).ended, PORT);
  t.same(readdirSync(dataDir), ['database'], 'a server that cannot listen lets the folder go');
});

t.test('PostgreSQL: two servers at once, and a stop that lets a request finish', async (t) => {
  const DATABASE_URL = await newPostgresDatabase(t);
  const DATA_DIR = join(temporaryFolder(t), 'unused');
  // The second by npm, where signals are passed on; on Windows they differ.
  const npm = process.platform === 'win32' ? undefined : ['npm', 'start', '--silent'];
  const [one, two] = [startServer(t, { DATABASE_URL, DATA_DIR }), startServer(t, { DATABASE_URL, DATA_DIR }, npm)];
  for (const server of [one, two]) t.equal((await fetch(`${await server.url}/health/ready`)).status, 200);
  t.notOk(existsSync(DATA_DIR));

  const socket = await open(await one.url);
  socket.write('POST /no-such-page HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\n{ ');
  await fetch(`${await one.url}/health/live`);
  let answer = '';
  socket.on('data', (text) => {
    answer += text;
  });
  one.child.kill('SIGINT');
  while ((await fetch(`${await one.url}/health/live`).catch(() => undefined))?.status === 200);
  socket.write(' }');
  await new Promise((resolve) => socket.once('close', resolve));
  t.match(answer, /^HTTP\/1.1 404 /, 'the request that was under way got its answer');
  t.equal((await one.ended).code, 0);
  t.equal((await fetch(`${await two.url}/health/ready`)).status, 200, 'the other goes on');
  two.child.kill('SIGTERM');
  t.equal((await two.ended).code, 0);

  oneClearSentence(t, await startServer(t, { PUBLIC_URL: 'https://plan.example.se', DATABASE_URL }).ended, 'first-admin');
});

t.test('PostgreSQL goes away: no page lets anybody in, each says why, and the server can still be stopped', async (t) => {
  const postgres = await startPostgresServer();
  const server = startServer(t, { DATABASE_URL: postgres.url, LOG_LEVEL: 'silent' });
  const url = await server.url;
  await postgres.stop();
  for (let n = 0; n < 3; n += 1) t.equal((await fetch(`${url}/health/ready`)).status, 503);
  // Who asks stands in the database, so no page is shown without it. What watches the server, and what the error page looks like, needs nobody.
  const page = await fetch(url, { headers: { accept: 'text/html' } });
  t.equal(page.status, 503);
  const html = await page.text();
  t.match(html, /<main/);
  const [style = ''] = /\/assets\/[^"]*insatsplan[^"]*\.css/.exec(html) ?? [];
  for (const address of ['/health/live', style]) t.equal((await fetch(`${url}${address}`)).status, 200, address);
  server.child.kill('SIGTERM');
  t.equal((await server.ended).code, 0);
});

t.test('what cannot start says why in one sentence', async (t) => {
  // Root may write everywhere, so a file stands where the folder should be.
  oneClearSentence(t, await startServer(t, { DATA_DIR: fileAt(t) }).ended, 'DATA_DIR');
  oneClearSentence(t, await startServer(t, { DATABASE_URL: `postgres://test:secret@127.0.0.1:${await freePort()}/x` }).ended, 'DATABASE_URL');
  oneClearSentence(t, await startServer(t, { PORT: 'many' }).ended, 'PORT');
  oneClearSentence(t, await startServer(t, { HOST: '0.0.0.0' }).ended, 'HOST');
});

/** A port that another program listens on. */
async function takenPort(t: Test): Promise<string> {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  t.teardown(() => new Promise((resolve) => taken.close(resolve)));
  const address = taken.address();
  return String(typeof address === 'object' && address !== null ? address.port : 0);
}

function fileAt(t: Test): string {
  return join(t.testdir({ file: 'not a folder' }), 'file');
}
