import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import t from 'tap';
import { readTrail } from '../../src/audit/trail.ts';
import { mentionsIn } from '../../src/comments/mentions.ts';
import { riskItems } from '../../src/reviews/risk-items.ts';
import { draftOf } from '../drafts/fixture.ts';
import { addAccount, browserOf } from '../helpers/accounts.ts';
import { buildTestApp } from '../helpers/app.ts';
import { pastTheGuards } from '../helpers/past-the-guards.ts';

const line = 'vald-i-nara-relationer-jourlagenhet/hedersutsatt-vuxen';
const [insats = '', group = ''] = line.split('/');
const secret = 'Vem följer upp det här?';

t.test('comments on a line, and who is told', async (t) => {
  const { app, database } = await buildTestApp(t);
  const { db } = database;
  const planner = await addAccount(database, 'plan@x.se', { role: 'planner', district: 'origo' });
  await addAccount(database, 'plan2@x.se', { role: 'planner', district: 'origo' });
  await addAccount(database, 'chef@x.se', { role: 'district_manager', district: 'origo' });
  await addAccount(database, 'jurist@x.se', { role: 'legal', district: '*' });
  await addAccount(database, 'farsta@x.se', { role: 'legal', district: 'farsta' });
  await addAccount(database, 'admin@x.se', { role: 'administrator', district: '*' });
  await addAccount(database, 'las@x.se', { role: 'reader', district: 'origo' });
  const shut = await addAccount(database, 'slutat@x.se', { role: 'legal', district: '*' });
  await db.updateTable('account').set({ disabled_at: new Date() }).where('id', '=', shut).execute();
  const names = ['plan', 'plan2', 'chef', 'jurist', 'farsta', 'admin', 'las'] as const;
  const [plan, plan2, chef, jurist, farsta, admin, las] = await Promise.all(names.map((name) => browserOf(app, `${name}@x.se`)));
  if (!plan || !plan2 || !chef || !jurist || !farsta || !admin || !las) throw new Error('everybody logs in');
  const home = String((await plan.post('/forslag', { district: 'origo', legalBasis: 'sol-2025-400', date: '2026-11-22' })).headers.location);
  const id = home.replace('/forslag/', '');
  const page = `${home}/rader/${line}`;
  const url = `${page}/kommentarer`;
  const stored = () => db.selectFrom('line_comment').selectAll().orderBy('created_at').execute();
  const told = async (kind: string) => {
    const rows = await db.selectFrom('notice').innerJoin('account', 'account.id', 'notice.account_id').select('email').where('kind', '=', kind).execute();
    return rows.map(({ email }) => email.replace('@x.se', '')).sort();
  };

  await t.test('a comment stands on the line, and the roles that it mentions are told', async (t) => {
    const answer = await plan.post(url, [
      ['nyckel', randomUUID()],
      ['text', `${secret} @Chef`],
      ['namn', 'legal'],
      ['namn', 'planner'],
      ['namn', 'administrator'],
    ]);
    t.equal(answer.statusCode, 303);
    const [one] = await stored();
    t.match(one, { account_id: planner, number: 1, insats, target_group: group, roles: 'planner', mentioned: 'planner,district_manager,legal' });
    t.equal(answer.headers.location, `${page}#kommentar-${one?.id}`);
    t.same(await told('mention'), ['chef', 'jurist', 'plan2'], 'those who hold the role there, not the writer, not others, not who has left');
    const { body } = await las.get(page);
    t.match(body, secret);
    t.match(body, `id="kommentar-${one?.id}"`);
    t.notMatch(body, 'name="nyckel"', 'a reader reads');
    t.match((await jurist.get(page)).body, 'name="nyckel"');
    t.match((await plan.get(home)).body, `href="${page}#kommentarer"`);
    t.equal((await las.post(url, { text: 'Jag också.' })).statusCode, 403);
    t.equal((await farsta.post(url, { text: 'Jag också.' })).statusCode, 404);
  });

  await t.test('what cannot be saved comes back with what was written', async (t) => {
    for (const [text, why] of [
      ['Gäller <b> 19121212-1212.', 'personnummer'],
      ['   ', 'Skriv'],
      ['å'.repeat(4001), 'för lång'],
    ] as const) {
      const { statusCode, body } = await plan.post(url, { text, namn: 'legal' });
      t.equal(statusCode, 422);
      t.match(body, why);
      t.ok(body.includes(`\n${text.replace('<b>', '&lt;b&gt;')}</textarea>`), 'the text is kept');
      t.match(body, /value="legal"[^>]*checked/);
      t.match(body, /id="kommentar"[^>]*aria-describedby="hjalp-kommentar fel-kommentar" aria-invalid="true"/);
    }
    t.equal((await plan.post(`${home}/rader/finns/inte/kommentarer`, { text: 'Hej.' })).statusCode, 404);
    t.equal((await stored()).length, 1);
  });

  await t.test('the key makes two presses one comment, and loses nothing that was written between them', async (t) => {
    const nyckel = randomUUID();
    for (const text of ['Först.', 'Först.', 'Sedan.']) t.equal((await chef.post(url, { nyckel, text })).statusCode, 303);
    t.equal((await jurist.post(url, { nyckel, text: 'Först.' })).statusCode, 303, 'nor is another’s');
    t.same(
      (await stored()).slice(1).map(({ body }) => body),
      ['Först.', 'Sedan.', 'Först.'],
    );
  });

  await t.test('one’s own is struck for good; another’s only by an administrator; nothing is edited', async (t) => {
    const [first, second] = await stored();
    if (first === undefined || second === undefined) throw new Error('two comments');
    t.equal((await chef.post(`${url}/${first.id}/ta-bort`)).statusCode, 403);
    t.equal((await plan.post(`${url}/${randomUUID()}/ta-bort`)).statusCode, 404);
    t.equal(
      (await plan.post(`${home}/rader/vald-i-nara-relationer-jourlagenhet/valdsutsatt-vuxen/kommentarer/${first.id}/ta-bort`)).statusCode,
      404,
      'of another line',
    );
    t.equal((await plan.post(`${url}/${first.id}/ta-bort`)).statusCode, 303);
    t.equal((await plan.post(`${url}/${first.id}/ta-bort`)).statusCode, 303);
    t.equal((await admin.post(`${url}/${second.id}/ta-bort`)).statusCode, 303);
    const { body } = await chef.get(page);
    t.notMatch(body, secret);
    t.match(body, `id="kommentar-${first.id}"`, 'it still shows that something was there');
    for (const { name } of (await sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = 'public'`.execute(db))
      .rows) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)} as one where one::text like ${`%${secret}%`}`.execute(db);
      t.equal(rows[0]?.n, 0, `${name} does not hold what was struck`);
    }
    await t.rejects(db.updateTable('line_comment').set({ body: 'Annat.' }).where('struck_at', 'is', null).execute(), { code: '23001' });
    await t.rejects(db.updateTable('line_comment').set({ body: 'Tillbaka.', struck_at: null }).where('id', '=', first.id).execute(), { code: '23001' });
    const events = (await readTrail(db)).filter(({ objectType }) => objectType === 'comment');
    t.same(
      events.map(({ action, objectId }) => [action, objectId.startsWith(`${id}/${line}/`)]),
      [...Array(4).fill(['comment.write', true]), ...Array(2).fill(['comment.strike', true])],
    );
    t.notMatch(JSON.stringify(events), 'Sedan');
  });

  await t.test('a role that nobody has is said to be so, where it is mentioned', async (t) => {
    const lawyers = db.updateTable('account').where('email', 'like', 'jurist%');
    await lawyers.set({ disabled_at: new Date() }).execute();
    t.equal((await plan.post(url, { text: '@Jurist, får vi?' })).statusCode, 303);
    t.match((await plan.get(page)).body, 'data-nobody');
    await lawyers.set({ disabled_at: null }).execute();
    t.notMatch((await plan.get(page)).body, 'data-nobody');
  });

  await t.test('nothing is added to what is decided, but what must go can go', async (t) => {
    const decided = { proposal_id: id, number: 1, submitted_by: planner, decision_number: 'Dnr 1', decision_date: '2026-11-22', content_hash: 'a'.repeat(64) };
    const before = await stored();
    await pastTheGuards(db, () =>
      db
        .insertInto('version_status')
        .values({ ...decided, status: 'adopted' })
        .execute(),
    );
    const { statusCode, body } = await jurist.post(url, { text: 'Försent.' });
    t.equal(statusCode, 409);
    t.match(body, 'Försent.');
    t.notMatch((await jurist.get(page)).body, 'name="nyckel"');
    t.equal((await stored()).length, before.length);
    t.equal((await chef.post(`${url}/${before[2]?.id}/ta-bort`)).statusCode, 303);
  });

  await t.test('questions to lawyers, returns and withdrawals are told', async (t) => {
    const other = String((await plan.post('/forslag', { district: 'origo', legalBasis: 'sol-2025-400', date: '2026-11-21' })).headers.location).replace(
      '/forslag/',
      '',
    );
    const set = (status: string, revision: number) =>
      db
        .insertInto('version_status')
        .values({ proposal_id: other, number: 1, status, submitted_by: planner, revision })
        .onConflict((conflict) => conflict.columns(['proposal_id', 'number']).doUpdateSet({ status, revision }))
        .execute();
    await set('manager_review', 1);
    const risks = riskItems(draftOf('origo', 'sol-2025-400', '2026-11-21')).slice(0, 2);
    for (const risk of risks) {
      const fields: [string, string][] = [
        ['version', '1'],
        ['svar', 'refer_legal'],
        ['motiv', 'Vad gäller?'],
        ['rad', `0 ${risk.key}`],
      ];
      t.equal((await chef.post(`/granskning/${other}?grupp=x`, fields)).statusCode, 303);
    }
    t.same(await told('referred'), ['jurist'], 'asked twice, told once');
    await set('legal_review', 7);
    t.equal((await jurist.post(`/forslag/${other}/steg/legal-return`, { version: '1', revision: '7', skal: 'Se över.', hela: 'ja' })).statusCode, 303);
    t.same(await told('returned'), ['plan', 'plan2']);
    await set('manager_review', 9);
    t.equal((await plan.post(`/forslag/${other}/steg/withdraw`, { version: '1', revision: '9', skal: 'Vi väntar.' })).statusCode, 303);
    t.same(await told('withdrawn'), ['chef', 'jurist'], 'those whom it waited for, and those who have taken part');
    t.notMatch(JSON.stringify(await db.selectFrom('notice').selectAll().execute()), /Vad gäller|Se över|Vi väntar/);
  });

  await t.test('everybody reads the own notices and nobody else’s', async (t) => {
    const unreadOf = (body: string) => Number(/class="bell">(\d+)/.exec(body)?.[1] ?? 0);
    t.equal(unreadOf((await chef.get('/katalog')).body), 2);
    const { body } = await chef.get('/notiser');
    t.match(body, 'som stadsdelschef');
    const [first = ''] = /\/notiser\/\d+\/oppna/.exec(body) ?? [];
    t.equal((await jurist.get(first)).statusCode, 404);
    t.equal((await jurist.post(first.replace('oppna', 'last'))).statusCode, 404);
    t.equal(unreadOf((await chef.get('/')).body), 2);
    const opened = await chef.get(first);
    t.equal(opened.statusCode, 303);
    t.equal((await chef.get(String(opened.headers.location).split('#')[0] ?? '')).statusCode, 200);
    t.equal(unreadOf((await chef.get('/')).body), 1);
    const newest = /name="till" value="(\d+)"/.exec((await chef.get('/notiser')).body)?.[1] ?? '';
    t.equal((await chef.post('/notiser/lasta', { till: newest })).statusCode, 303);
    t.equal(unreadOf((await chef.get('/')).body), 0);
    t.match((await chef.get('/notiser?visa=alla')).body, first);
    t.equal((await chef.get('/notiser?visa=hoppsan')).statusCode, 400);
    // What somebody may no longer read is not told of either.
    await db.updateTable('account_role').set({ district: 'farsta' }).where('account_id', '=', planner).execute();
    t.equal(unreadOf((await plan.get('/')).body), 0);
    t.notMatch((await plan.get('/notiser?visa=alla')).body, 'återlämnade');
  });
});

t.test('an @ and a role mentions, and an address does not', async (t) => {
  t.same(mentionsIn('Hej @Juristen, och @chef! Och @planerare.'), ['planner', 'district_manager', 'legal']);
  t.same(mentionsIn('Skriv till anna@jurist.se, eller fråga juristen, @juristbyrå, @chefsgruppen.'), []);
});
