import t from 'tap';
import { openDatabase } from '../../src/database/open.ts';
import { draftSchema } from '../../src/drafts/draft-schema.ts';
import { riskItems } from '../../src/reviews/risk-items.ts';
import { addAccount, password } from '../helpers/accounts.ts';
import { newPostgresDatabase } from '../helpers/database.ts';
import { startServer } from '../helpers/server-process.ts';
import { type Client, clientOf, killWhileSaving, logIsClean, newProposal, nothingSaved, pair, secrets, tellSecrets } from './client.ts';

t.test('two servers on one PostgreSQL', { timeout: 600_000 }, async (t) => {
  const DATABASE_URL = await newPostgresDatabase(t);
  const environment = { DATABASE_URL, LOG_LEVEL: 'trace' };
  const servers = [startServer(t, environment), startServer(t, environment)] as const;
  const [one, two] = await Promise.all(servers.map(({ url }) => url));
  if (one === undefined || two === undefined) throw new Error('two servers');
  const database = await openDatabase({ databaseUrl: DATABASE_URL, dataDir: '' });
  t.teardown(() => database.close());
  const loads = await database.db.selectFrom('catalogue_load').selectAll().execute();
  t.equal(loads.length, 1, 'both started on an empty database, and it was filled once');

  const anna = await addAccount(database, 'anna@stockholm.se', { role: 'planner', district: '*' });
  const logIn = async (url: string, email = 'anna@stockholm.se'): Promise<string> => {
    const answer = await clientOf(url).post('/logga-in', { email, password });
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

  await tellSecrets(b, two, proposal);
  const metrics = await (await fetch(`${two}/metrics`)).text();
  for (const part of [
    'route="/forslag/:id"',
    'evaluator_duration_seconds_count{work="assess"}',
    'draft_duration_seconds_count',
    'kind="select"',
    'process_cpu_user',
  ])
    t.ok(metrics.includes(part), `the metrics have ${part}`);
  for (const secret of secrets) t.notOk(metrics.includes(secret), `the metrics do not have ${secret}`);

  await t.test('kill -9 in the middle of saves', async (t) => {
    const open = () => openDatabase({ databaseUrl: DATABASE_URL, dataDir: '' });
    const other = await newProposal(a, '2026-11-21');
    const id = other.replace('/forslag/', '');
    await database.db.insertInto('version_status').values({ proposal_id: id, number: 1, status: 'manager_review', submitted_by: anna, revision: 1 }).execute();
    await addAccount(database, 'chef@stockholm.se', { role: 'district_manager', district: 'origo' });
    const manager = await logIn(one, 'chef@stockholm.se');
    const keys = riskItems(draftSchema.parse(await (await a.get(`${other}/forslag.json`)).json())).map(({ key }) => key);
    const reviewAt = (url: string) => ({ client: clientOf(url, manager), keys });
    const from = await killWhileSaving(t, { client: a, proposal: other, from: nothingSaved, server: servers[0], open, review: reviewAt(one) });
    t.ok(from.answers > 0 && keys.length > 5, `${from.answers} times ${keys.length} answers`);
    const again = startServer(t, environment);
    const client = clientOf(await again.url, cookie);
    t.match(await (await client.get(`${other}/dokument/bakgrund`)).text(), /Slut på \d+\./, 'the text is on its page again, and the login holds');
    again.child.kill('SIGTERM');
    t.equal((await again.ended).code, 0);
  });

  servers[1].child.kill('SIGTERM');
  const { code, stderr } = await servers[1].ended;
  t.equal(code, 0);
  logIsClean(t, stderr);
});
