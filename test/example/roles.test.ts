import t from 'tap';
import { buildApp } from '../../src/app.ts';
import { createAssessor } from '../../src/assessment/assess.ts';
import { readTrail } from '../../src/audit/trail.ts';
import { type Config, readConfig } from '../../src/config.ts';
import type { ExampleDistrict } from '../../src/example/content.ts';
import { loadExample } from '../../src/example/load.ts';
import { removeExample } from '../../src/example/remove.ts';
import { today } from '../../src/today.ts';
import { addAccount, browserOf, cookiesOf, form, own } from '../helpers/accounts.ts';
import { buildTestApp } from '../helpers/app.ts';

/** The least that is an example. */
const content: ExampleDistrict[] = [{ district: 'mika', shows: '', look: [], steps: [{ do: 'create', legalBasis: 'sol-2025-400' }] }];

t.test('one may be a made-up person only in an example, on this machine’s own address', async (t) => {
  const { app, database, knowledge } = await buildTestApp(t);
  const { db } = database;
  const load = () => loadExample(db, { assessor: createAssessor(knowledge), today: today(), content });
  const made = () => db.selectFrom('account').selectAll().where('oidc_issuer', 'is not', null).orderBy('name').execute();
  const be = (account: string, on = app, cookie = '') => {
    const { payload, headers } = form({ konto: account, till: '/exempeldata' });
    return on.inject({ method: 'POST', url: '/byt-roll', payload, headers: { ...headers, cookie } });
  };
  const get = (url: string, cookie: string, on = app) => on.inject({ url, headers: { accept: 'text/html', ...own, cookie } });
  /** Another server on the same database. */
  async function server(config: Partial<Config>) {
    const other = await buildApp({ config: { ...readConfig({ LOG_LEVEL: 'silent' }), ...config }, database, knowledge });
    t.teardown(() => other.close());
    return other;
  }

  t.equal((await get('/byt-roll', '')).statusCode, 404, 'nowhere before there is an example');
  await load();
  const accounts = await made();
  const [first] = accounts;
  const jurist = accounts.find(({ oidc_subject: id }) => id === 'jurist');
  const administrator = accounts.find(({ oidc_subject: id }) => id === 'administrator');
  if (first === undefined || jurist === undefined || administrator === undefined) throw new Error('nobody was made');
  t.ok(accounts.every(({ password_hash: hash, email }) => hash === null && email.endsWith('.invalid')));

  const answer = await be(jurist.id);
  const cookie = cookiesOf(answer);
  await t.test('a role is one press, and another ends the first', async (t) => {
    t.equal(answer.headers.location, '/', 'a page of the load itself is no place to land on');
    t.match((await get('/', cookie)).body, 'Sara Nyman');
    const next = cookiesOf(await be(administrator.id, app, cookie), cookie);
    t.equal((await get('/konton', next)).statusCode, 200);
    t.equal((await get('/konton', cookie)).statusCode, 303, 'the first session has ended');
    t.same(
      (await readTrail(db, { action: 'login' })).map(({ after }) => after),
      [{ by: 'example' }, { by: 'example' }],
    );
  });

  await t.test('nobody else, and nothing but the button', async (t) => {
    const real = await addAccount(database, 'nagon@stockholm.se', { role: 'administrator', district: '*' });
    t.equal((await be(real)).statusCode, 404);
    t.equal((await be('jurist')).statusCode, 404);
    const { payload, headers } = form({ konto: jurist.id });
    t.equal((await app.inject({ method: 'POST', url: '/byt-roll', payload, headers: { ...headers, origin: 'https://annan.example' } })).statusCode, 403);
    const admin = await browserOf(app, 'nagon@stockholm.se');
    for (const what of ['lank', 'stang', 'oppna']) t.equal((await admin.post(`/konton/${jurist.id}/${what}`)).statusCode, 409, what);
    await db.deleteFrom('account').where('id', '=', real).execute();
  });

  await t.test('on a server that others can reach neither the button nor a session from before works', async (t) => {
    const before = cookiesOf(await be(jurist.id));
    t.equal((await get('/granskning', before)).statusCode, 200);
    for (const config of [{ publicUrl: 'https://insatsplan.example' }, { trustProxy: '10.0.0.1' }, { host: '0.0.0.0' }] as const) {
      const open = await server(config);
      t.equal((await get('/granskning', before, open)).statusCode, 303, JSON.stringify(config));
      t.equal((await be(jurist.id, open)).statusCode, 404, JSON.stringify(config));
      t.notMatch((await get('/logga-in', '', open)).body, 'Sara Nyman');
    }
  });

  await t.test('without the mark they are locked out at once', async (t) => {
    const before = cookiesOf(await be(jurist.id));
    await db.deleteFrom('example_data').execute();
    t.equal((await get('/granskning', before)).statusCode, 303);
    t.equal((await be(jurist.id)).statusCode, 404);
    t.equal((await get('/byt-roll', '')).statusCode, 404);
    await db.deleteFrom('current_state').execute();
  });
});

t.test('removing the example removes the persons, and whom they let in', async (t) => {
  const { app, database, knowledge } = await buildTestApp(t);
  const { db } = database;
  await loadExample(db, { assessor: createAssessor(knowledge), today: today(), content });
  await addAccount(database, 'inslappt@stockholm.se', { role: 'administrator', district: '*' });
  await removeExample(db);
  t.same(await db.selectFrom('account').selectAll().execute(), []);
  t.same(await db.selectFrom('session').selectAll().execute(), []);
  t.match((await app.inject({ url: '/', headers: { accept: 'text/html' } })).body, 'Fyll med exempeldata', 'the one at the machine plans again');
});

t.test('where people have accounts, theirs stay and the made-up ones are shut', async (t) => {
  const { app, database, knowledge } = await buildTestApp(t);
  const { db } = database;
  const real = await addAccount(database, 'egen@stockholm.se', { role: 'administrator', district: '*' });
  await loadExample(db, { assessor: createAssessor(knowledge), today: today(), content });
  const shut = await db.selectFrom('account').selectAll().where('id', '!=', real).execute();
  t.ok(shut.length > 5 && shut.every(({ disabled_at: at }) => at !== null));
  t.equal((await app.inject({ url: '/byt-roll', headers: { accept: 'text/html' } })).statusCode, 404);
  const { payload, headers } = form({ konto: shut[0]?.id ?? '' });
  t.equal((await app.inject({ method: 'POST', url: '/byt-roll', payload, headers })).statusCode, 404);
  await removeExample(db);
  t.same(
    (await db.selectFrom('account').select('id').execute()).map(({ id }) => id),
    [real],
  );
});
