import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t, { type Test } from 'tap';
import { verifyTrail } from '../../src/audit/verify.ts';
import { type OpenDatabase, openDatabase } from '../../src/database/open.ts';
import { restoreBackup } from '../../src/operation/restore.ts';
import { addAccount, password } from '../helpers/accounts.ts';
import { emptyDatabase, newPostgresDatabase } from '../helpers/database.ts';
import { startServer } from '../helpers/server-process.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const pair = 'vald-i-nara-relationer-jourlagenhet/hedersutsatt-vuxen';
/** What must not stand in any log: a person's number, a name, a search, a file name. */
const secrets = ['19121212-1212', 'Signe Hemlig', 'hemlig-sokning', 'hemlig.csv'] as const;

interface Client {
  get(path: string): Promise<Response>;
  post(path: string, fields: Record<string, string>): Promise<Response>;
}

function clientOf(url: string, cookie = ''): Client {
  const headers = { origin: url, accept: 'text/html', ...(cookie === '' ? {} : { cookie }) };
  return {
    get: (path) => fetch(`${url}${path}`, { headers, redirect: 'manual' }),
    post: (path, fields) => fetch(`${url}${path}`, { method: 'POST', headers, body: new URLSearchParams(fields), redirect: 'manual' }),
  };
}

async function newProposal(client: Client, date = '2026-11-22'): Promise<string> {
  const answer = await client.post('/forslag', { district: 'origo', legalBasis: 'sol-2025-400', date });
  if (answer.status !== 303) throw new Error(`no proposal: ${answer.status}`);
  return answer.headers.get('location') ?? '';
}

/** The text of save number `n`: what is stored must be the whole of it, beside the same revision. */
const textOf = (n: number): string => `Sparning ${n}. ${'Hela texten ska finnas kvar. '.repeat(200)}Slut på ${n}.`;
const motiveOf = (n: number): string => `Skäl nummer ${n}.`;

/** Saves a text and a line by turns until the server is gone; counts the saves that were answered. */
async function saveUntilGone(client: Client, proposal: string, from: Saved): Promise<Saved> {
  const saved = { ...from };
  for (;;) {
    try {
      const text = await client.post(`${proposal}/dokument/bakgrund`, { revision: String(saved.text), text: textOf(saved.text + 1) });
      if (text.status !== 303) throw new Error(`the text was answered by ${text.status}`);
      saved.text += 1;
      const line = await client.post(`${proposal}/rader/${pair}`, { revision: String(saved.line), motiv: motiveOf(saved.line + 1) });
      if (line.status !== 303) throw new Error(`the line was answered by ${line.status}`);
      saved.line += 1;
    } catch (error) {
      if (error instanceof TypeError) return saved;
      throw error;
    }
  }
}
interface Saved {
  text: number;
  line: number;
}

/** What lies in the database: at least what was answered, at most the one save more that was under way, and each of them whole. */
async function nothingLost(t: Test, { db }: OpenDatabase, proposal: string, answered: Saved): Promise<Saved> {
  const id = proposal.split('/').at(-1) ?? '';
  const text = await db.selectFrom('working_text').select(['body', 'revision']).where('proposal_id', '=', id).executeTakeFirst();
  const line = await db.selectFrom('working_line').select(['motive', 'revision']).where('proposal_id', '=', id).executeTakeFirst();
  const found = { text: text?.revision ?? 0, line: line?.revision ?? 0 };
  t.ok(answered.text > 0 && answered.line > 0, `saves were answered: ${JSON.stringify(answered)}`);
  for (const what of ['text', 'line'] as const) t.ok([0, 1].includes(found[what] - answered[what]), `${what}: ${found[what]} of ${answered[what]}`);
  t.equal(text?.body, textOf(found.text));
  t.equal(line?.motive, motiveOf(found.line));
  t.match(await verifyTrail(db), { intact: true });
  return found;
}

/** Kills the server in the middle of saves, twice, and looks at what is left. */
async function killTwice(t: Test, environment: Record<string, string>, logIn?: (url: string) => Promise<string>): Promise<string> {
  let proposal = '';
  let saved: Saved = { text: 0, line: 0 };
  for (let round = 1; round <= 2; round += 1) {
    const server = startServer(t, environment);
    const url = await server.url;
    const client = clientOf(url, await logIn?.(url));
    if (proposal === '') proposal = await newProposal(client, '2026-11-21');
    const saving = saveUntilGone(client, proposal, saved);
    // Some saves later, and at no moment in particular.
    await setTimeout(800 + Math.random() * 400);
    server.child.kill('SIGKILL');
    const answered = await saving;
    await server.ended;
    const database = await openDatabase({ databaseUrl: environment.DATABASE_URL, dataDir: environment.DATA_DIR ?? '' });
    try {
      saved = await nothingLost(t, database, proposal, answered);
    } finally {
      await database.close();
    }
  }
  return proposal;
}

/** Sends what no log may hold, in every place where a request has room for it, and in requests that fail. */
async function tellSecrets({ get, post }: Client, proposal: string): Promise<void> {
  const [number, name, search, file] = secrets;
  const query = new URLSearchParams({ q: `${search} ${name}`, pnr: number });
  for (const path of ['/katalog', '/finns-inte', `/${search}/${encodeURIComponent(name)}`, proposal, '/api/v1/catalogue', `/forslag/${search}`])
    await get(`${path}?${query}`);
  await post(`${proposal}/dokument/bakgrund?${query}`, { revision: '0', text: `${name} ${number}` });
  await post(`${proposal}/rader/${pair}?${query}`, { revision: '0', motiv: `${name} ${number}`, [`${search}`]: number });
  // What the database itself refuses, and quotes when it does.
  await post(`${proposal}/rader/${pair}`, { revision: '99', motiv: `${name}\u0000` });
  await post(`${proposal}/dokument/sammanfattning`, { revision: '0', text: `${name}\u0000` });
  await post('/forslag', { district: name, legalBasis: number, date: search });
  await post('/logga-in', { email: `${search}@${file}`, password: name });
}

async function secretJson(url: string): Promise<void> {
  const [number, name, , file] = secrets;
  const headers = { origin: url, 'content-type': 'application/json' };
  await fetch(`${url}/api/v1/assess`, { method: 'POST', headers, body: `{"insats": "${name} ${number}", ${file}` });
  const form = new FormData();
  form.set('fil', new Blob([`${name};${number}\n`]), file);
  await fetch(`${url}/stadsdelar/farsta/nulage/import?ar=2026`, { method: 'POST', headers: { origin: url }, body: form });
}

function logIsClean(t: Test, log: string): void {
  for (const secret of secrets) t.notOk(log.includes(secret) || log.includes(encodeURIComponent(secret)), `the log does not hold ${secret}`);
  const lines = log.trim().split('\n');
  const requests = lines.map((line): unknown => JSON.parse(line)).filter((line) => typeof line === 'object' && line !== null && 'route' in line);
  t.ok(requests.length > 10, 'there is a line for each request');
  t.match(requests[0], { level: 'info', requestId: /^[0-9a-f-]{36}$/, method: /^[A-Z]+$/, route: String, status: Number, ms: Number });
}

t.test('two servers on one PostgreSQL', { timeout: 110_000 }, async (t) => {
  const DATABASE_URL = await newPostgresDatabase(t);
  const environment = { DATABASE_URL, LOG_LEVEL: 'trace' };
  const servers = [startServer(t, environment), startServer(t, environment)] as const;
  const [one, two] = await Promise.all(servers.map(({ url }) => url));
  if (one === undefined || two === undefined) throw new Error('two servers');
  const database = await openDatabase({ databaseUrl: DATABASE_URL, dataDir: '' });
  t.teardown(() => database.close());
  const loads = await database.db.selectFrom('catalogue_load').selectAll().execute();
  t.equal(loads.length, 1, 'both started on an empty database, and it was filled once');

  await addAccount(database, 'anna@stockholm.se', { role: 'planner', district: '*' });
  const logIn = async (url: string): Promise<string> => {
    const answer = await clientOf(url).post('/logga-in', { email: 'anna@stockholm.se', password });
    return answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
  };
  const cookie = await logIn(one);
  const [a, b] = [clientOf(one, cookie), clientOf(two, cookie)];
  t.equal((await b.get('/mitt-konto')).status, 200, 'who logs in at one is logged in at the other');

  const proposal = await newProposal(a);
  for (let revision = 0; revision < 3; revision += 1) {
    const answers = await Promise.all(
      [a, b].map((client, at) => client.post(`${proposal}/rader/${pair}`, { revision: String(revision), motiv: `Server ${at} ${revision}` })),
    );
    t.same(answers.map(({ status }) => status).sort(), [303, 409], 'one save holds, the other is told');
    const row = await database.db.selectFrom('working_line').select(['motive', 'revision']).executeTakeFirstOrThrow();
    t.same(row, { motive: `Server ${answers.findIndex(({ status }) => status === 303)} ${revision}`, revision: revision + 1 });
  }

  const fileOf = async (client: Client) => (await client.get(`${proposal}/forslag.json`)).text();
  const before = await fileOf(b);
  t.equal((await a.post(`${proposal}/versioner`, { version: '1' })).status, 303);
  const after = await fileOf(b);
  t.not(after, before, 'a version that one server saves is not hidden by what the other has in memory');
  t.equal(after, await fileOf(a));

  const failed = await b.get('/konton');
  t.equal(failed.status, 403);
  t.ok((await failed.text()).includes(failed.headers.get('x-request-id') ?? 'no id'), 'the page says the number that the log has');

  await tellSecrets(a, proposal);
  await secretJson(one);
  const metrics = await (await fetch(`${one}/metrics`)).text();
  for (const part of [
    'route="/forslag/:id"',
    'evaluator_duration_seconds_count{work="assess"}',
    'draft_duration_seconds_count',
    'kind="select"',
    'process_cpu_user',
  ])
    t.ok(metrics.includes(part), `the metrics have ${part}`);
  for (const secret of secrets) t.notOk(metrics.includes(secret), `the metrics do not have ${secret}`);

  t.match(await verifyTrail(database.db), { intact: true });
  for (const { child } of servers) child.kill('SIGTERM');
  for (const { ended } of servers) t.equal((await ended).code, 0);
  logIsClean(t, (await servers[0].ended).stderr);

  await t.test('kill -9 in the middle of saves', (t) => killTwice(t, { DATABASE_URL }, logIn).then(() => undefined));
});

t.test('the embedded database: backup while the server runs, kill -9 in the middle of saves', { timeout: 110_000 }, async (t) => {
  const folder = temporaryFolder(t);
  const DATA_DIR = join(folder, 'data');
  const proposal = await killTwice(t, { DATA_DIR });

  const server = startServer(t, { DATA_DIR, LOG_LEVEL: 'trace' });
  const client = clientOf(await server.url);
  const page = await (await client.get(`${proposal}/dokument/bakgrund`)).text();
  t.match(page, /Slut på \d+\./, 'the text is on its page again');
  t.equal((await client.get('/drift/sakerhetskopia/lokal')).status, 404, 'nobody without the token');
  await tellSecrets(client, proposal);
  await secretJson(await server.url);

  const file = join(folder, 'backup');
  const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'backup', file], { env: { ...process.env, DATABASE_URL: '', DATA_DIR } });
  t.match(stdout, /hämtas från den/);
  const copy = await emptyDatabase(t);
  await restoreBackup(copy.db, { file });
  const [text] = await copy.db.selectFrom('working_text').select(['body', 'revision']).execute();
  t.equal(text?.body, textOf(text?.revision ?? 0));

  server.child.kill('SIGTERM');
  logIsClean(t, (await server.ended).stderr);
});
