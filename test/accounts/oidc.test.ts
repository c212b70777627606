import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import t from 'tap';
import { attemptSeal } from '../../src/accounts/oidc-attempt.ts';
import { grantsOf, readRoleMap } from '../../src/accounts/oidc-roles.ts';
import { accountRepository } from '../../src/accounts/repository.ts';
import { readTrail } from '../../src/audit/trail.ts';
import type { OpenDatabase } from '../../src/database/open.ts';
import { StartupError } from '../../src/startup-error.ts';
import { addAccount, cookiesOf, form, logIn, own } from '../helpers/accounts.ts';
import { buildTestApp } from '../helpers/app.ts';
import { oidcConfig, origin, startForger, startProvider } from '../helpers/oidc-provider.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const roleMap = {
  roles: [
    { claim: 'groups', value: 'planerare', role: 'planner', districtsFrom: { claim: 'unit', values: { 4711: 'farsta', 4712: 'mika' } } },
    { claim: 'groups', value: 'jurist', role: 'legal', districts: '*' },
    { claim: ['nested', 'roles'], value: 'laser', role: 'reader', districts: ['farsta'] },
  ],
};
const folder = temporaryFolder(t);
function mapFile(content: unknown): string {
  const path = join(folder, 'roles.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const get = (app: FastifyInstance, url: string, cookie = '') => app.inject({ url, headers: { ...own, cookie, accept: 'text/html' } });
/** Our own part of an address that the provider leads back to. */
const ownPart = (address: string): string => address.slice(origin.length);
const everything = async ({ db }: OpenDatabase) => [
  await db.selectFrom('account').selectAll().execute(),
  await db.selectFrom('account_role').selectAll().execute(),
  await db.selectFrom('session').selectAll().execute(),
];

t.test("the city's login, with a real provider", async (t) => {
  const provider = await startProvider(t);
  const built = await buildTestApp(t, { config: { oidc: oidcConfig(provider.issuer, mapFile(roleMap)) } });
  const { app } = built;
  const { db } = built.database;
  /** There and back in a new browser. */
  async function come(till = '') {
    const start = await get(app, `/logga-in/stad${till}`);
    const cookie = cookiesOf(start);
    const back = ownPart(await provider.visit(String(start.headers.location)));
    return { back, cookie, answer: await get(app, back, cookie) };
  }
  const anna = { sub: 'anna-1', name: 'Anna Berg', email: 'Anna.Berg@example.se', groups: ['planerare', 'annat'], unit: '4711' };

  await t.test('nobody is let in without it, and the login page offers it', async (t) => {
    t.equal((await get(app, '/')).statusCode, 303, 'though there are no accounts');
    t.match((await get(app, '/logga-in?till=%2Fkatalog')).body, '/logga-in/stad?till=%2Fkatalog');
  });

  await t.test('there and back: an account with the roles of the claims', async (t) => {
    provider.be(anna);
    const { answer, back, cookie } = await come('?till=%2Fkatalog%3Fsok%3Dx');
    t.equal(answer.statusCode, 303, answer.body);
    t.equal(answer.headers.location, '/katalog?sok=x');
    const session = cookiesOf(answer);
    t.equal((await get(app, '/', session)).statusCode, 200);
    const account = await accountRepository(db).byIdentity(provider.issuer, 'anna-1');
    t.match(account, { name: 'Anna Berg', email: 'anna.berg@example.se', oidc: true, hasPassword: false, grants: [{ role: 'planner', district: 'farsta' }] });
    t.equal((await logIn(app, 'anna.berg@example.se')).statusCode, 422, 'and no password opens it');

    const before = await everything(built.database);
    t.equal((await get(app, back)).statusCode, 400, 'the answer in another browser');
    t.equal((await get(app, back, cookie)).statusCode, 401, 'the code a second time');
    t.equal((await get(app, back.replace(/state=[^&]+/, 'state=forged'), cookie)).statusCode, 400);
    t.same(await everything(built.database), before);
    t.equal((await get(app, '/', session)).statusCode, 200);
  });

  await t.test('roles follow the claims at each login, and are written down', async (t) => {
    provider.be({ ...anna, name: 'Anna Ek', email: 'anna.ek@example.se', groups: ['jurist'] });
    const { answer } = await come();
    t.equal(answer.statusCode, 303);
    const account = await accountRepository(db).byIdentity(provider.issuer, 'anna-1');
    t.match(account, { name: 'Anna Ek', email: 'anna.ek@example.se', grants: [{ role: 'legal', district: '*' }] });
    const [change] = await readTrail(db, { action: 'account.change' });
    t.match(change, { before: { planner: 'farsta' }, after: { by: 'city', legal: '*' } });

    provider.be({ ...anna, groups: ['annat'] });
    const refused = await come();
    t.equal(refused.answer.statusCode, 403, 'whoever has lost every role is not let in');
    t.match(refused.answer.body, /<h1>/);
    t.equal((await get(app, '/', cookiesOf(answer))).statusCode, 303, 'nor where a session stood open');
  });

  await t.test('refused, with nothing made: no role, no address, an address that is taken, a shut account', async (t) => {
    await addAccount(built.database, 'bo@example.se', { role: 'administrator', district: '*' });
    const before = await everything(built.database);
    for (const [status, person] of [
      [403, { sub: 'x1', email: 'x@example.se', groups: ['Planerare'], unit: '4711' }],
      [403, { sub: 'x1', email: 'x@example.se', groups: ['planerare'], unit: '9999' }],
      [403, { sub: 'x1', email: 'x@example.se', groups: { jurist: true } }],
      [403, { sub: 'x1', groups: ['jurist'] }],
      [409, { sub: 'x1', email: 'BO@example.se', groups: ['jurist'] }],
    ] as const) {
      provider.be(person);
      t.equal((await come()).answer.statusCode, status, JSON.stringify(person));
    }
    t.same(await everything(built.database), before);
    provider.be({ ...anna });
    const account = await accountRepository(db).byIdentity(provider.issuer, 'anna-1');
    await accountRepository(db).setDisabled(account?.id ?? '', true);
    t.equal((await come()).answer.statusCode, 403);
    await accountRepository(db).setDisabled(account?.id ?? '', false);
    const reasons = (await readTrail(db, { action: 'login.refused' })).map(({ after }) => after.why);
    for (const why of ['no_role', 'no_email', 'email_taken', 'shut', 'not_proven']) t.ok(reasons.includes(why), why);
  });

  await t.test('logging out leads on to the provider, and an administrator makes no password for such an account', async (t) => {
    provider.be(anna);
    const cookie = cookiesOf((await come()).answer);
    const { payload, headers } = form({});
    const out = await app.inject({ method: 'POST', url: '/logga-ut', payload, headers: { ...headers, cookie } });
    const onward = new URL(/url=(.+)$/.exec(String(out.headers.refresh))?.[1] ?? '');
    t.equal(onward.origin, provider.issuer);
    t.ok(onward.searchParams.get('id_token_hint'));
    t.equal((await fetch(onward)).status, 200, 'the provider knows the hint and the way back');
    t.equal((await get(app, '/', cookie)).statusCode, 303);

    const admin = cookiesOf(await logIn(app, 'bo@example.se'));
    const account = await accountRepository(db).byIdentity(provider.issuer, 'anna-1');
    t.equal((await app.inject({ method: 'POST', url: `/konton/${account?.id}/lank`, payload, headers: { ...headers, cookie: admin } })).statusCode, 409);
  });
});

t.test('tokens that a provider did not make for us', async (t) => {
  const forger = await startForger(t);
  const { app, database } = await buildTestApp(t, {
    config: { oidc: oidcConfig(forger.issuer, mapFile({ roles: [{ claim: 'groups', value: 'planerare', role: 'planner', districts: '*' }] })) },
  });
  async function come(how: Parameters<typeof forger.forge>[0], more = '') {
    forger.forge({}, '');
    const start = await get(app, '/logga-in/stad');
    const asked = new URL(String(start.headers.location)).searchParams;
    t.equal(asked.get('code_challenge_method'), 'S256');
    forger.forge(how, asked.get('nonce') ?? '');
    return get(app, `/logga-in/stad/svar?code=c&state=${asked.get('state')}${more}`, cookiesOf(start));
  }
  const before = await everything(database);
  for (const [what, how] of Object.entries<Parameters<typeof forger.forge>[0]>({
    'another key': { otherKey: true },
    'no signature': { unsigned: true },
    'another issuer': { claims: { iss: 'https://evil.example' } },
    'another audience': { claims: { aud: 'somebody-else' } },
    'another nonce': { claims: { nonce: 'replayed' } },
    'too old': { claims: { iat: 1, exp: 2 } },
  }))
    t.equal((await come(how)).statusCode, 401, what);
  t.equal((await come({}, '&iss=https%3A%2F%2Fevil.example')).statusCode, 401, 'an answer from another provider');
  t.equal((await come({ down: true })).statusCode, 503);
  t.same(await everything(database), before);
  t.equal((await come({})).statusCode, 303, 'the same token untouched is let in');
});

t.test('a provider that is down takes only its own login with it', async (t) => {
  const { app, database } = await buildTestApp(t, { config: { oidc: oidcConfig('http://127.0.0.1:9', mapFile(roleMap)) } });
  await addAccount(database, 'bo@example.se', { role: 'administrator', district: '*' });
  t.equal((await get(app, '/logga-in/stad')).statusCode, 503);
  t.equal((await logIn(app, 'bo@example.se')).statusCode, 303);
});

t.test('where it is not set up there is nothing there', async (t) => {
  const { app } = await buildTestApp(t);
  for (const url of ['/logga-in/stad', '/logga-in/stad/svar?code=x&state=y']) t.equal((await get(app, url)).statusCode, 404);
  t.notMatch((await get(app, '/logga-in')).body, '/logga-in/stad');
});

t.test('an attempt is ours, whole and recent', async (t) => {
  const { seal, open } = attemptSeal('en hemlighet');
  const attempt = { state: 's', nonce: 'n', verifier: 'v', till: '/', until: 1000 };
  const sealed = seal(attempt);
  t.same(open(sealed, 999), attempt);
  t.equal(open(sealed, 1000), null, 'too late');
  t.equal(attemptSeal('en annan').open(sealed, 999), null);
  for (const strange of ['', 'x', sealed.slice(0, -4), `${sealed.startsWith('A') ? 'B' : 'A'}${sealed.slice(1)}`]) t.equal(open(strange, 999), null, strange);
});

t.test('the file of roles', async (t) => {
  const known = new Set(['farsta', 'mika']);
  const map = readRoleMap(mapFile(roleMap), known);
  t.same(grantsOf(map, { groups: ['planerare', 'jurist'], unit: ['4711', '4712', '1'], nested: { roles: ['laser'] } }), [
    { role: 'legal', district: '*' },
    { role: 'planner', district: 'farsta' },
    { role: 'planner', district: 'mika' },
    { role: 'reader', district: 'farsta' },
  ]);
  t.same(grantsOf(map, { groups: 'jurist' }), [{ role: 'legal', district: '*' }], 'a single value');
  for (const claims of [{}, { groups: null }, { groups: ['planerare'] }, { groups: ['planerare'], unit: 'toString' }, { groups: [['jurist']] }])
    t.same(grantsOf(map, claims), [], JSON.stringify(claims));
  const rule = { claim: 'g', value: 'v', role: 'planner', districts: ['farsta'] };
  for (const [what, content] of Object.entries<unknown>({
    'no JSON': '{',
    'no roles': { roles: [] },
    'a role that is none': { roles: [{ ...rule, role: 'chef' }] },
    'a district that is none': { roles: [{ ...rule, districts: ['atlantis'] }] },
    nowhere: { roles: [{ ...rule, districts: undefined }] },
    'an administrator of a district': { roles: [{ ...rule, role: 'administrator' }] },
    'a key that is none': { roles: [rule], default: 'reader' },
  }))
    t.throws(() => readRoleMap(mapFile(content), known), StartupError, what);
});
