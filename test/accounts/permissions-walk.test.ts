import { randomUUID } from 'node:crypto';
import type { LightMyRequestResponse } from 'fastify';
import { sql } from 'kysely';
import t, { type Test } from 'tap';
import { accountRepository } from '../../src/accounts/repository.ts';
import { type Role, roles } from '../../src/accounts/roles.ts';
import { rowKey } from '../../src/current-state/entry-form.ts';
import { addAccount, browserOf, form, own } from '../helpers/accounts.ts';
import { buildTestApp } from '../helpers/app.ts';
import { allRoutes } from '../helpers/routes.ts';

type Who = Role | 'local';
const everyone: readonly Who[] = [...roles, 'local'];
const planners: readonly Who[] = ['planner', 'local'];

/**
 * Who may what, as people have agreed on it, and not read from the code. `proposal`: it belongs to a proposal, which nobody elsewhere may know of;
 * `district`: to a district, which is no secret; `none`: to neither. A star stands for the rest of an address.
 */
const agreed: readonly { who: 'public' | readonly Who[]; where: 'none' | 'district' | 'proposal'; routes: readonly string[] }[] = [
  {
    who: 'public',
    where: 'none',
    routes: [
      'GET /health/*',
      'GET /metrics',
      'GET /drift/sakerhetskopia/lokal',
      'GET /assets/*',
      'GET /logga-in*',
      'POST /logga-in',
      'GET /valkommen/:token',
      'POST /valkommen/:token',
      'GET /byt-roll',
      'POST /byt-roll',
      'GET /exempeldata/framsteg',
    ],
  },
  {
    who: everyone,
    where: 'none',
    routes: [
      'GET /',
      'GET /katalog*',
      'GET /insatser/*',
      'GET /metod*',
      'POST /metod/fall/luckor',
      'GET /api*',
      'POST /api/*',
      'GET /stadsdelar',
      'GET /stadsdelar/:id',
      'GET /mitt-konto',
      // Notices are one's own.
      'GET /notiser*',
      'POST /notiser*',
      'GET /mitt-konto/notiser',
      'POST /mitt-konto/notiser',
    ],
  },
  { who: everyone, where: 'none', routes: ['GET /forslag'] },
  { who: everyone, where: 'proposal', routes: ['GET /forslag/:id', 'GET /forslag/:id/*'] },
  {
    who: planners,
    where: 'proposal',
    routes: ['GET /forslag/:id/flera', 'GET /forslag/:id/lagg-till*', 'GET /forslag/:id/ekonomi/ny', 'GET /forslag/:id/ekonomi/:scenario/andra'],
  },
  {
    who: ['planner', 'district_manager', 'legal', 'administrator', 'local'],
    where: 'proposal',
    routes: ['POST /forslag/:id/rader/:insats/:group/kommentarer', 'POST /forslag/:id/rader/:insats/:group/kommentarer/*'],
  },
  { who: planners, where: 'district', routes: ['POST /forslag'] },
  { who: planners, where: 'proposal', routes: ['POST /forslag/:id/*'] },
  {
    who: everyone,
    where: 'district',
    routes: ['GET /stadsdelar/:id/nulage', ...['mall.xlsx', 'mall.csv', 'uppgifter.xlsx', 'uppgifter.csv'].map((file) => `GET /stadsdelar/:id/nulage/${file}`)],
  },
  { who: ['planner', 'district_manager', 'local'], where: 'district', routes: ['GET /stadsdelar/:id/nulage/import*', 'POST /stadsdelar/:id/nulage*'] },
  { who: ['planner', 'district_manager', 'legal', 'administrator', 'local'], where: 'none', routes: ['GET /stadsexport*', 'POST /stadsexport*'] },
  { who: ['administrator'], where: 'none', routes: ['GET /konton*', 'POST /konton*', 'GET /drift/e-post', 'POST /drift/e-post/*'] },
  { who: ['administrator', 'local'], where: 'none', routes: ['GET /drift/sakerhetskopia'] },
  { who: ['administrator', 'legal'], where: 'none', routes: ['GET /logg', 'GET /logg/*', 'POST /logg/*'] },
  { who: ['legal'], where: 'none', routes: ['GET /metod/regelrapporter', 'POST /metod/regelrapporter/*'] },
  { who: ['legal', 'local'], where: 'none', routes: ['GET /metod/andringar*', 'POST /metod/andringar*'] },
  { who: ['legal'], where: 'none', routes: ['GET /metod/fraga/fall/nytt', 'POST /metod/fraga/*'] },
  { who: ['legal'], where: 'none', routes: ['GET /metod/regelrapporter', 'POST /metod/regler/:rule/kontroll', 'POST /metod/kallor/:source/kontroll'] },
  { who: ['district_manager', 'legal'], where: 'none', routes: ['GET /granskning'] },
  { who: everyone, where: 'proposal', routes: ['GET /granskning/:id', 'GET /granskning/:id/*'] },
  { who: ['district_manager'], where: 'proposal', routes: ['POST /granskning/:id', 'POST /granskning/:id/tidigare'] },
  { who: ['legal'], where: 'proposal', routes: ['POST /granskning/:id/juridik', 'POST /granskning/:id/juridik/tidigare'] },
  // Who may take which step, the declared table of steps says: test/reviews.
  { who: everyone, where: 'proposal', routes: ['POST /forslag/:id/steg/:transition'] },
  { who: ['administrator', 'planner', 'local'], where: 'none', routes: ['GET /exempeldata*', 'POST /exempeldata*'] },
  { who: everyone, where: 'none', routes: ['POST /mitt-konto/losenord'] },
  // Last, since these end the session.
  { who: roles, where: 'none', routes: ['POST /session'] },
  { who: everyone, where: 'none', routes: ['POST /mitt-konto/logga-ut-overallt'] },
  { who: 'public', where: 'none', routes: ['POST /logga-ut'] },
];

const covers = (pattern: string, route: string) => (pattern.endsWith('*') ? route.startsWith(pattern.slice(0, -1)) : pattern === route);
const length = (pattern: string) => pattern.length;
/** The agreement for a route: the longest address that covers it. */
function agreementOn(route: string) {
  const found = agreed.flatMap((row) => row.routes.filter((pattern) => covers(pattern, route)).map((pattern) => ({ row, pattern })));
  return found.sort((a, b) => length(b.pattern) - length(a.pattern))[0]?.row;
}

/** Written in every form that is sent: nothing of it may ever be stored. */
const mark = randomUUID();
const smuggled = {
  ...{ id: mark, proposal: mark, proposal_id: mark, version_id: mark, account: mark, account_id: mark, saved_by: mark, author: mark, owner: mark },
  ...{ role: 'administrator', status: 'adopted', ready: '1', number: '99', document: `{"mark":"${mark}"}`, inputs: mark, created_at: mark, content_hash: mark },
};

t.test('every route, every role, in the own district and another', async (t) => {
  const built = await buildTestApp(t);
  const { app, database } = built;
  const { db } = database;
  const insats = 'vald-i-nara-relationer-jourlagenhet';
  const group = 'hedersutsatt-vuxen';

  const make = async (district: string) => {
    const answer = await app.inject({ method: 'POST', url: '/forslag', ...form({ district, legalBasis: 'sol-2025-400', date: '2026-11-22' }) });
    return String(answer.headers.location).replace('/forslag/', '');
  };
  const here = { district: 'origo', proposal: await make('origo') };
  const there = { district: 'mika', proposal: await make('mika') };
  const nowhere = { district: 'mika', proposal: randomUUID() };
  let stranger: string = randomUUID();

  const address = (pattern: string, place: typeof here): string =>
    pattern
      .replace('/forslag/:id', `/forslag/${place.proposal}`)
      .replace('/granskning/:id', `/granskning/${place.proposal}`)
      .replace('/stadsdelar/:id', `/stadsdelar/${place.district}`)
      .replace('/insatser/:id', `/insatser/${insats}`)
      .replace('/stadsexport/:id', `/stadsexport/${mark}`)
      .replace(':insats', insats)
      .replace(':group', group)
      .replace(':part', 'bakgrund')
      .replace(':account', stranger)
      .replace(/:[a-z]+/, randomUUID());
  async function ask(route: string, place: typeof here, cookie: string): Promise<LightMyRequestResponse> {
    const [method = '', pattern = ''] = route.split(' ');
    const url = address(pattern, place);
    if (method === 'GET') return app.inject({ url, headers: { ...own, cookie, accept: 'text/html' } });
    const sent = form({ ...smuggled, ...(pattern === '/forslag' ? { district: place.district } : {}) });
    return app.inject({ method: 'POST', url, payload: sent.payload, headers: { ...sent.headers, cookie } });
  }

  const every = await allRoutes(app);
  const routes = every.filter((route) => agreementOn(route) !== undefined).sort((a, b) => order(a) - order(b));
  function order(route: string): number {
    const row = agreementOn(route);
    return row === undefined ? -1 : agreed.indexOf(row);
  }
  t.same([...routes].sort(), every, 'a new route says here who may use it');

  /** What must be told of a request: the status, or only what it must not be. */
  async function walk(t: Test, who: Who, cookie: string): Promise<void> {
    const city = who === 'administrator' || who === 'local';
    for (const route of routes) {
      const row = agreementOn(route);
      if (row === undefined || row.who === 'public') continue;
      const allowed = row.who.includes(who);
      const mine = await ask(route, here, cookie);
      if (allowed) t.notOk([401, 403, 500].includes(mine.statusCode) || leadsToLogin(mine), `${who} may ${route}: ${mine.statusCode}`);
      // The one at the machine has no login to prolong: that is not a matter of permission.
      else t.equal(mine.statusCode, route === 'POST /session' ? 401 : 403, `${who} may not ${route}`);
      if (row.where === 'none' || city) continue;
      const other = await ask(route, there, cookie);
      t.equal(other.statusCode, row.where === 'proposal' ? 404 : 403, `${who}, elsewhere: ${route}`);
      if (row.where !== 'proposal') continue;
      const none = await ask(route, nowhere, cookie);
      t.equal(none.statusCode, 404);
      t.equal(timeless(none), timeless(other), `${who} cannot tell ${route} elsewhere from nothing`);
      t.not(timeless(mine), timeless(other), `and it is there for those who may: ${route}`);
    }
  }
  /** How long the login still lasts differs from moment to moment. */
  const timeless = ({ body }: LightMyRequestResponse) => body.replaceAll(/ data-(idle|absolute)="\d+"/g, '');
  const leadsToLogin = ({ statusCode, headers }: LightMyRequestResponse) => statusCode === 303 && String(headers.location).startsWith('/logga-in?till=');

  const before = await content();
  /** What no walk may change: proposals and what belongs to the other district. */
  async function content() {
    return {
      proposals: await db.selectFrom('proposal').selectAll().orderBy('id').execute(),
      versions: await db.selectFrom('proposal_version').select(['proposal_id', 'number', 'content_hash']).orderBy('proposal_id').execute(),
      elsewhere: await db.selectFrom('current_state').selectAll().where('district', '=', there.district).execute(),
    };
  }

  await t.test('the one at the machine, before there are accounts', (t) => walk(t, 'local', ''));

  const cookies = new Map<Role, string>();
  for (const role of roles) {
    await addAccount(database, `${role}@example.se`, { role, district: role === 'administrator' ? '*' : here.district });
    cookies.set(role, (await browserOf(app, `${role}@example.se`)).cookie);
  }
  stranger = await addAccount(database, 'stranger@example.se', { role: 'reader', district: '*' });

  await t.test('nobody', async (t) => {
    for (const route of routes) {
      const open = agreementOn(route)?.who === 'public';
      const answer = await ask(route, here, '');
      if (open) t.notOk(answer.statusCode === 401 || leadsToLogin(answer), route);
      else if (route.startsWith('GET /') && !route.startsWith('GET /api/'))
        t.ok(leadsToLogin(answer) || answer.headers.location === '/logga-in', `${route}: ${answer.statusCode}`);
      else t.equal(answer.statusCode, 401, route);
    }
  });

  for (const role of roles) await t.test(role, (t) => walk(t, role, cookies.get(role) ?? ''));

  await t.test('lists show what one may read, and nothing of the rest', async (t) => {
    const planner = await browserOf(app, 'planner@example.se');
    for (const url of ['/', '/forslag', '/stadsdelar', `/stadsdelar/${there.district}`, '/stadsexport']) {
      const { statusCode, body } = await planner.get(url);
      t.equal(statusCode, 200);
      t.notMatch(body, there.proposal, url);
      t.notMatch(body, `value="${there.district}"`, `${url} offers nothing elsewhere`);
      t.notMatch(body, `/stadsdelar/${there.district}/nulage`, url);
    }
    t.match((await planner.get('/forslag')).body, here.proposal);
    t.match((await planner.get(`/stadsdelar/${here.district}`)).body, here.proposal);
    t.match((await planner.get('/stadsexport')).body, here.proposal);
    t.match((await (await browserOf(app, 'administrator@example.se')).get('/forslag')).body, there.proposal);
    const reader = await browserOf(app, 'reader@example.se');
    for (const url of ['/', '/forslag', `/stadsdelar/${here.district}`])
      t.notMatch((await reader.get(url)).body, '<form[^>]*action="/forslag" method="post"', `${url} offers a reader no new proposal`);

    /** What can be pressed to save something. */
    const buttons = (body: string) =>
      body
        .replaceAll(/<form action="\/logga-ut"[\s\S]*?<\/form>/g, '')
        .replaceAll(/<form[^>]*method="get"[\s\S]*?<\/form>/g, '')
        .match(/<button[^>]*type="submit"(?! hidden)[^>]*>/g) ?? [];
    for (const url of [
      `/forslag/${here.proposal}`,
      `/forslag/${here.proposal}/rader/${insats}/${group}`,
      `/forslag/${here.proposal}/dokument`,
      `/forslag/${here.proposal}/dokument/barn`,
      `/forslag/${here.proposal}/ekonomi`,
      `/forslag/${here.proposal}/omprovning`,
      `/stadsdelar/${here.district}/nulage`,
      `/stadsdelar/${here.district}/nulage?omrade=vald-i-nara-relationer`,
    ]) {
      t.same(
        buttons((await reader.get(url)).body).filter((button) => !button.includes('link-button')),
        [],
        `${url} offers a reader nothing to save`,
      );
    }

    t.ok(buttons((await planner.get(`/forslag/${here.proposal}/dokument/barn`)).body).length > 0, 'and a planner something');

    const propose = (cookie: string, district: string, useStoredCurrentState: boolean) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/propose',
        headers: { ...own, cookie },
        payload: { district, legalBasis: 'sol-2025-400', date: '2026-11-22', useStoredCurrentState },
      });
    t.equal((await propose(planner.cookie, here.district, true)).statusCode, 200);
    t.equal((await propose(planner.cookie, there.district, true)).statusCode, 403, 'what a district has told of itself is its own');
    t.equal((await propose(planner.cookie, there.district, false)).statusCode, 200, 'a draft without it is anybody’s');
  });

  await t.test("a city's files are their maker's alone", async (t) => {
    const [planner, legal] = [await browserOf(app, 'planner@example.se'), await browserOf(app, 'legal@example.se')];
    const asked = { legalBasis: 'sol-2025-400', date: '2026-11-22', format: 'json' };
    for (const [what, fields] of Object.entries({
      'of another district': { [`d-${there.district}`]: there.proposal },
      'of another district under the own name': { [`d-${here.district}`]: there.proposal },
    }))
      t.equal((await planner.post('/stadsexport', { ...asked, ...fields })).statusCode, 422, what);
    t.equal((await legal.post('/stadsexport', { ...asked, [`d-${here.district}`]: 'ny' })).statusCode, 422, 'a lawyer makes no proposals by this way');
    const made = await planner.post('/stadsexport', { ...asked, [`d-${here.district}`]: here.proposal });
    t.equal(made.statusCode, 303);
    const job = String(made.headers.location);
    t.equal((await planner.get(job)).statusCode, 200);
    for (const url of [job, `${job}/fil.zip`]) t.equal((await legal.get(url)).statusCode, 404, url);
    t.equal((await legal.post(`${job}/avbryt`)).statusCode, 404);
    t.notMatch((await legal.get('/stadsexport')).body, job);
  });

  await t.test('a role that is taken away is gone at the next request', async (t) => {
    const planner = await browserOf(app, 'planner@example.se');
    const account = await accountRepository(db).byEmail('planner@example.se');
    const line = `/forslag/${here.proposal}/rader/${insats}/${group}`;
    await accountRepository(db).writeGrants(account?.id ?? '', [{ role: 'reader', district: here.district }]);
    t.equal((await planner.post(line, { revision: '1', motiv: 'Efteråt.' })).statusCode, 403);
    await accountRepository(db).writeGrants(account?.id ?? '', [{ role: 'planner', district: there.district }]);
    t.equal((await planner.post(line, { revision: '1', motiv: 'Efteråt.' })).statusCode, 404);
    t.equal((await db.selectFrom('working_line').selectAll().where('motive', '=', 'Efteråt.').execute()).length, 0);
    await accountRepository(db).writeGrants(account?.id ?? '', [{ role: 'planner', district: here.district }]);
  });

  await t.test('what is saved takes only its own fields', async (t) => {
    const planner = await browserOf(app, 'planner@example.se');
    const row = rowKey('barn-och-unga-motiverande-samtal-mi');
    const line = await db.selectFrom('working_line').select('revision').where('proposal_id', '=', here.proposal).executeTakeFirst();
    for (const [url, fields] of [
      [`/forslag/${here.proposal}/rader/${insats}/${group}`, { revision: String(line?.revision ?? 0), motiv: 'Vi väntar.' }],
      [`/forslag/${here.proposal}/dokument/arendet`, { text: 'Ärendet.' }],
      [`/forslag/${here.proposal}/ekonomi/${randomUUID()}`, { namn: 'Exempel' }],
      ['/forslag', { district: here.district, legalBasis: 'sol-2025-400', date: '2026-11-22' }],
      [`/stadsdelar/${here.district}/nulage/rad/barn-och-unga-motiverande-samtal-mi?ar=2026`, { [`${row}.bas`]: '0.0', [`${row}.given`]: 'yes' }],
      ['/mitt-konto/losenord', { current: 'fel' }],
    ] as const) {
      const { statusCode } = await planner.post(url, { ...smuggled, ...fields });
      t.ok([200, 303, 422].includes(statusCode), `${url}: ${statusCode}`);
    }
    t.equal((await db.selectFrom('working_line').select('motive').where('motive', '=', 'Vi väntar.').execute()).length, 1, 'the line was saved');
    const account = await accountRepository(db).byEmail('planner@example.se');
    t.same(account?.grants, [{ role: 'planner', district: here.district }]);
  });

  t.same(await content(), before, 'nothing was made, and nothing changed elsewhere');
  const tables = await sql<{ name: string }>`select table_name as name from information_schema.tables where table_schema = 'public'`.execute(db);
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)} as one where one::text like ${`%${mark}%`}`.execute(db);
    t.equal(rows[0]?.n, 0, `${name} took nothing that was smuggled in`);
  }
});
