import { connect } from 'node:net';
import type { InjectOptions } from 'fastify';
import { sql } from 'kysely';
import t from 'tap';
import { buildTestApp, startTestApp } from '../helpers/app.ts';

const { app, database, url: own } = await startTestApp(t);

t.test('every answer carries the strict policy', async (t) => {
  for (const url of ['/', '/no-such-page', '/health/live', '/assets/insatsplan.css']) {
    const { headers } = await app.inject(url);
    const policy = String(headers['content-security-policy']);
    t.match(policy, /default-src 'self'/, url);
    t.notMatch(policy, /unsafe|\*|https?:/, url);
    t.equal(headers['x-content-type-options'], 'nosniff');
    t.equal(headers['x-frame-options'], 'DENY');
    t.equal(headers['strict-transport-security'], undefined, 'the server speaks plain HTTP to its own machine');
    t.equal(headers['access-control-allow-origin'], undefined);
  }
});

t.test("only this machine's own names are answered", async (t) => {
  const ask = async (host: string) => (await app.inject({ url: '/assets/insatsplan.css', headers: { host } })).statusCode;
  for (const host of ['localhost', 'localhost:3000', 'LOCALHOST:1', '127.0.0.1:3000', '[::1]:3000', '[::1]']) t.equal(await ask(host), 200, host);
  for (const host of ['evil.example', 'evil.example:3000', 'localhost.evil.example', '127.0.0.1.nip.io', '0.0.0.0', '10.0.0.1:3000', 'localhost:x'])
    t.equal(await ask(host), 403, host);
  const watching = (url: string) => app.inject({ url, headers: { host: '10.0.0.1:3000' } });
  for (const url of ['/health/live', '/health/ready']) t.equal((await watching(url)).statusCode, 200, 'what watches the server knows it by its number');
  t.equal((await watching('/metrics')).statusCode, 403, 'figures that ask for no token are for this machine');
});

t.test('behind TLS: the public name beside our own, its origin, and no way back to plain HTTP', async (t) => {
  const { app } = await buildTestApp(t, { config: { publicUrl: 'https://plan.example.se' } });
  const ask = (host: string) => app.inject({ url: '/assets/insatsplan.css', headers: { host } });
  const { statusCode, headers } = await ask('plan.example.se');
  t.equal(statusCode, 200);
  t.match(headers['strict-transport-security'], /max-age=\d{7,}/);
  for (const host of ['evil.example', 'plan.example.se.evil.example', 'plan.example.se:8080']) t.equal((await ask(host)).statusCode, 403, host);
  const post = async (origin: string) => (await app.inject({ method: 'POST', url: '/no-such-page', headers: { host: 'plan.example.se', origin } })).statusCode;
  t.equal(await post('https://plan.example.se'), 404, 'let through');
  for (const origin of ['https://evil.example', 'https://www.plan.example.se', 'http://plan.example.se']) t.equal(await post(origin), 403, origin);
  t.equal((await app.inject({ url: '/', headers: { host: 'plan.example.se' } })).statusCode, 303, 'nobody is let in for want of accounts');
});

t.test('changes are taken only from our own pages, and from programs that are no browsers', async (t) => {
  const post = async (headers: Record<string, string>) => {
    const request: InjectOptions = { method: 'POST', url: '/no-such-page', headers: { host: 'localhost:3000', ...headers } };
    return (await app.inject(request)).statusCode;
  };
  // 404: let through, and then there is no such page.
  t.equal(await post({}), 404);
  t.equal(await post({ origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' }), 404);
  t.equal(await post({ origin: 'http://localhost:3000' }), 404);
  t.equal(await post({ origin: 'http://localhost:4000' }), 403, 'another program on this machine');
  t.equal(await post({ origin: 'https://localhost:3000' }), 403);
  t.equal(await post({ origin: 'https://evil.example' }), 403);
  t.equal(await post({ origin: 'null' }), 403);
  t.equal(await post({ 'sec-fetch-site': 'cross-site' }), 403);
  t.equal(await post({ 'sec-fetch-site': 'same-site' }), 403);
  t.equal((await app.inject({ url: '/health/live', headers: { 'sec-fetch-site': 'cross-site' } })).statusCode, 200, 'a link from elsewhere may be followed');
});

t.test('too many requests are held back, with a time to come back', async (t) => {
  const { app } = await buildTestApp(t, { config: { rateLimit: 3 } });
  const statuses = [];
  for (let n = 0; n < 4; n += 1) statuses.push((await app.inject('/')).statusCode);
  t.same(statuses, [200, 200, 200, 429]);
  const answer = await app.inject({ url: '/', headers: { accept: 'application/json' } });
  t.match(answer.json(), { status: 429 });
  t.ok(Number(answer.headers['retry-after']) > 0);
  t.equal((await app.inject('/no-such-page')).statusCode, 429, 'also where there is no page');
});

t.test('what is not HTTP is answered in words, and the server goes on', async (t) => {
  const send = (text: string) =>
    new Promise<string>((resolve) => {
      let answer = '';
      const socket = connect(Number(new URL(own).port), '127.0.0.1', () => socket.write(text));
      socket.setEncoding('utf8').on('data', (part) => {
        answer += part;
      });
      socket.once('close', () => resolve(answer));
    });
  t.match(await send('nonsense\r\n\r\n'), /^HTTP\/1.1 400 .*charset=utf-8/s);
  t.match(await send(`GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`), /^HTTP\/1.1 431 /);
  t.match(await send('GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n'), /^HTTP\/1.1 400 /);
  t.match(await send('GET / HTTP/1.0\r\n\r\n'), /^HTTP\/1.1 403 /, 'no name at all');
  t.equal((await fetch(`${own}/health/live`)).status, 200);
});

t.test('health, also when the database is gone: the last test', async (t) => {
  const ready = async () => {
    const answer = await app.inject('/health/ready');
    return [answer.statusCode, answer.json().fault];
  };
  t.same(await ready(), [200, undefined]);
  const newest = await sql<{ name: string }>`select name from kysely_migration order by name desc limit 1`.execute(database.db);
  const name = newest.rows[0]?.name;
  await sql`update kysely_migration set name = '9999-later' where name = ${name}`.execute(database.db);
  t.same(await ready(), [503, 'migrations'], 'a newer server has been here');
  await sql`delete from kysely_migration where name = '9999-later'`.execute(database.db);
  t.same(await ready(), [503, 'migrations'], 'a migration is missing');
  await database.close();
  t.same(await ready(), [503, 'database']);
  t.equal((await app.inject('/health/live')).statusCode, 200);
});
