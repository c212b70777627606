import { sql } from 'kysely';
import t from 'tap';
import { createRefusals } from '../../src/accounts/refusals.ts';
import { readTrail, record } from '../../src/audit/trail.ts';
import { rowKey } from '../../src/current-state/entry-form.ts';
import { routeWords } from '../../src/trail/access-words.ts';
import { addAccount, browserOf } from '../helpers/accounts.ts';
import { buildTestApp } from '../helpers/app.ts';
import { allRoutes } from '../helpers/routes.ts';

const line = 'rader/vald-i-nara-relationer-jourlagenhet/hedersutsatt-vuxen';
const insats = 'barn-och-unga-acceptance-and-commitment-therapy-act';
const seqs = (html: string): number[] => [...html.matchAll(/nr (\d+)</g)].map(([, n]) => Number(n));

t.test('who did what: on the log page, and for the one whose save is refused', async (t) => {
  const { app, database } = await buildTestApp(t);
  const { db } = database;
  const city = '*';
  const anna = await addAccount(database, 'anna@stockholm.se', { role: 'planner', district: city });
  await addAccount(database, 'bo@stockholm.se', { role: 'planner', district: city });
  await addAccount(database, 'jurist@stockholm.se', { role: 'legal', district: city });
  await addAccount(database, 'farsta@stockholm.se', { role: 'legal', district: 'farsta' });
  const browsers = async () => Promise.all(['anna', 'bo', 'jurist', 'farsta'].map((name) => browserOf(app, `${name}@stockholm.se`)));
  const [planner, other, lawyer, local] = await browsers();
  if (!planner || !other || !lawyer || !local) throw new Error('four have logged in');

  const home = String((await planner.post('/forslag', { district: 'origo', legalBasis: 'sol-2025-400', date: '2026-11-22' })).headers.location);
  const id = home.replace('/forslag/', '');

  await t.test('who is refused is told once a minute, with how many times', async (t) => {
    const rows = async () =>
      (await readTrail(db, { action: 'access.refused' })).map(({ account, objectId, district, after }) => [account, objectId, district, after]);
    for (const page of ['/logg', '/logg/fil.csv', '/logg?sida=Rut+19811218-9876']) t.equal((await planner.get(page)).statusCode, 403);
    const expected = [anna, anna, null, { action: 'audit.read', route: 'GET /logg', status: 403, times: 1 }];
    t.same(await rows(), [expected]);
    t.equal((await local.get(home)).statusCode, 404, 'elsewhere');
    t.match((await rows()).at(-1), [/./, id, 'origo', { action: 'proposal.read', route: 'GET /forslag/:id', status: 404 }]);
    const shown = (await lawyer.get('/logg?atgard=access.refused')).body;
    t.match(
      shown,
      /läsa loggen <code class="muted">audit\.read<\/code>[\s\S]*läsa: loggen <code class="muted">GET \/logg</,
      'words first, and the id beside them',
    );
    const routes = (await allRoutes(app)).filter((route) => routeWords(route) === null);
    t.same(routes, [], 'every address has words in the log');

    let clock = 0;
    const actor = { account: { id: anna, name: 'Anna', email: '' }, grants: [] };
    const refused = { actor, action: 'accounts.manage', route: 'GET /konton', status: 403, proposal: null, requestId: 'x' } as const;
    const refusals = createRefusals(db, () => clock);
    for (let n = 0; n < 50; n += 1) await refusals.tell(refused);
    clock = 60_000;
    await refusals.tell(refused);
    await refusals.tell(refused);
    await refusals.close();
    t.same(
      (await rows()).slice(2).map(([, , , after]) => after),
      [1, 49, 1, 1].map((times) => ({ action: 'accounts.manage', route: 'GET /konton', status: 403, times })),
    );
  });

  await t.test('a view is told however it is asked for, and parts of an open page are not told again', async (t) => {
    await addAccount(database, 'las@stockholm.se', { role: 'reader', district: city });
    const { cookie } = await browserOf(app, 'las@stockholm.se');
    const partial = { host: 'localhost', cookie, accept: 'text/html', 'hx-request': 'true', 'hx-request-type': 'partial' };
    const before = (await readTrail(db)).length;
    const pages = async () => (await readTrail(db, { action: 'proposal.view', after: before })).map(({ after }) => after.page);
    for (const url of [`${home}/dokument`, home]) t.equal((await app.inject({ url, headers: partial })).statusCode, 200, url);
    t.same(await pages(), ['/forslag/:id/dokument'], 'the first part is the view, where no page was opened');
    t.equal((await app.inject({ url: `${home}/forslag.json`, headers: partial })).statusCode, 200);
    t.equal((await pages()).length, 2, 'a file is always told');
  });

  await t.test('a save over a newer one names who saved it', async (t) => {
    const text = { revision: '0', text: 'Annas text.' };
    const scenario = `${home}/ekonomi/8b0c6a51-6f0e-4f0e-9a77-0c2f3f0f1b02`;
    const assumed = ['people', 'assessmentHours', 'hourCost', 'insatsCost', 'demandChange'].map((name): [string, string] => [`${name}-lagst`, '10']);
    const example = (namn: string) => Object.fromEntries([...assumed, ['revision', '0'], ['namn', namn], ['rad', line.replace('rader/', '')]]);
    const row = `/stadsdelar/farsta/nulage/rad/${insats}?ar=2026`;
    const answer = (given: string) => ({ [`${rowKey(insats)}.bas`]: '0.0', [`${rowKey(insats)}.given`]: given });
    for (const [url, first, second] of [
      [`${home}/${line}`, { revision: '0', motiv: 'Annas motiv.' }, { revision: '0', motiv: 'Bos motiv.' }],
      [`${home}/dokument/bakgrund`, text, { ...text, text: 'Bos text.' }],
      [scenario, example('Annas'), example('Bos')],
      [row, answer('yes'), answer('no')],
    ] as const) {
      t.ok((await planner.post(url, { ...first })).statusCode < 400, url);
      const refused = await other.post(url, { ...second });
      t.equal(refused.statusCode, 409, url);
      t.match(refused.body, 'Test anna@stockholm.se', `${url} names Anna`);
    }
    t.match((await other.get(`${home}/${line}`)).body, 'av Test anna@stockholm.se');
    const stored = await sql<{ by: string }>`select saved_by as by from current_state union all select saved_by from working_line`.execute(db);
    t.same(
      stored.rows.map(({ by }) => by),
      [anna, anna],
    );
  });

  await t.test('texts are told by fingerprint only', async (t) => {
    const [event] = await readTrail(db, { action: 'text.save' });
    t.match(event, { account: anna, roles: 'planner', district: 'origo', objectId: `${id}/background`, before: { text: null } });
    t.match(event?.after.text, /^[0-9a-f]{16}$/);
    t.notMatch(JSON.stringify(await readTrail(db)), 'Annas');
  });

  await t.test('the page filters, and pages by number', async (t) => {
    t.equal((await planner.get('/logg')).statusCode, 403, 'a planner does not read it');
    t.notMatch((await planner.get('/')).body, 'href="/logg"');
    t.match((await lawyer.get('/')).body, 'href="/logg"');
    const all = await readTrail(db);
    const first = seqs((await lawyer.get('/logg')).body);
    t.equal(first[0], all.at(-1)?.seq, 'the newest first');
    for (const [query, expected] of [
      ['atgard=login', all.filter(({ action }) => action === 'login')],
      [`person=${anna}`, all.filter(({ account, objectId }) => account === anna || objectId === anna)],
      [`slag=text&id=${id}`, all.filter(({ objectType }) => objectType === 'text')],
      ['till=2020-01-01', []],
    ] as const)
      t.same(seqs((await lawyer.get(`/logg?${query}`)).body), expected.map(({ seq }) => seq).reverse(), query);
    const view = { action: 'proposal.view', object: { type: 'proposal', id }, district: 'origo' } as const;
    for (let n = 0; n < 50; n += 1) await db.transaction().execute((trx) => record(trx, view));
    const html = (await lawyer.get('/logg')).body;
    const older = /href="(\/logg\?fore=\d+)"/.exec(html)?.[1] ?? '';
    t.same([...seqs(html), ...seqs((await lawyer.get(older)).body)], [...(await readTrail(db))].map(({ seq }) => seq).reverse());
    for (const bad of ['fran=igår', 'person=1', 'atgard=allt', 'fore=0', 'fran=2026-02-01&till=2026-01-01', 'fran=0000-01-01', 'till=9999-12-31'])
      t.equal((await lawyer.get(`/logg?${bad}`)).statusCode, 400, bad);
    t.match((await lawyer.get('/logg?fran=2026-02-01&till=2026-01-01')).body, 'value="2026-02-01"', 'what was typed stays');
  });

  await t.test('a lawyer of one district reads only what concerns it', async (t) => {
    const events = (await local.get('/logg/fil.ndjson')).body
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((text): { district: string } => JSON.parse(text));
    t.same([...new Set(events.map(({ district }) => district))], ['farsta']);
  });

  await t.test('the files hold the same rows, and no formula', async (t) => {
    await sql`update account set name = '=1+1' where id = ${anna}`.execute(db);
    const asked = `person=${anna}&fran=2020-01-01`;
    const lines = (await lawyer.get(`/logg/fil.ndjson?${asked}`)).body.trim().split('\n');
    const own = (await readTrail(db, { account: anna })).map(({ hash }) => hash);
    t.same(
      lines.map((text) => JSON.parse(text).hash),
      own,
    );
    const csv = await lawyer.get(`/logg/fil.csv?${asked}`);
    t.match(csv.headers['content-disposition'], 'insatsplan-logg-2020-01-01.csv');
    t.equal(csv.body.trim().split('\r\n').length, own.length + 1);
    t.match(csv.body, ";'=1+1;");
    t.equal((await readTrail(db, { action: 'trail.export' })).length, 3, 'each file that is taken out is told too');
  });

  await t.test('the chain is checked on request', async (t) => {
    t.equal((await lawyer.post('/logg/kontroll')).statusCode, 303);
    t.match((await lawyer.get('/logg/kontroll')).body, 'Kedjan håller');
    await sql`alter table audit_event disable trigger user`.execute(db);
    await sql`update audit_event set account_id = null where seq = 7`.execute(db);
    await lawyer.post('/logg/kontroll');
    t.match((await lawyer.get('/logg/kontroll')).body, 'rad 7');
  });
});
