import t from 'tap';
import { linkRepository } from '../../src/accounts/links.ts';
import { ownAddress } from '../../src/accounts/login-routes.ts';
import { accountRepository } from '../../src/accounts/repository.ts';
import { sessionRepository } from '../../src/accounts/sessions.ts';
import { loginThrottle, networkOf } from '../../src/accounts/throttle.ts';
import { addAccount, browserOf, cookiesOf, form, logIn, own, password } from '../helpers/accounts.ts';
import { buildTestApp } from '../helpers/app.ts';
import { databaseKinds } from '../helpers/database.ts';

const city = { role: 'administrator', district: '*' } as const;
const planner = { role: 'planner', district: 'farsta' } as const;
const minute = 60_000;

for (const database of databaseKinds) {
  t.test(`logging in, on ${database}`, async (t) => {
    const built = await buildTestApp(t, { database });
    const { app } = built;
    const { db } = built.database;
    t.equal((await app.inject('/')).statusCode, 200, 'nobody logs in while there are no accounts');
    const id = await addAccount(built.database, 'anna@example.se', planner);

    await t.test('without a login: led to it and back, or told in place', async (t) => {
      const page = await app.inject({ url: '/forslag?x=1', headers: { accept: 'text/html' } });
      t.equal(page.statusCode, 303);
      t.equal(page.headers.location, '/logga-in?till=%2Fforslag%3Fx%3D1');
      t.equal((await app.inject({ method: 'POST', url: '/forslag', ...form({}) })).statusCode, 401);
      t.equal((await app.inject('/api/v1/districts')).statusCode, 401);
      t.equal((await app.inject({ url: '/katalog', headers: { 'hx-request': 'true', 'hx-request-type': 'partial' } })).statusCode, 401);
      for (const open of ['/health/live', '/logga-in', '/assets/favicon.svg']) t.equal((await app.inject(open)).statusCode, 200, open);
      t.equal((await app.inject('/no-such-page')).statusCode, 404);
    });

    await t.test('right password: a cookie that scripts and other sites cannot have', async (t) => {
      const answer = await logIn(app, ' ANNA@example.se ');
      t.equal(answer.statusCode, 303);
      t.match(
        answer.cookies.find(({ name }) => name === '__Host-insatsplan'),
        { httpOnly: true, secure: true, sameSite: 'Lax', path: '/' },
      );
      const cookie = cookiesOf(answer);
      const start = await app.inject({ url: '/', headers: { cookie } });
      t.equal(start.statusCode, 200);
      t.equal(start.headers['cache-control'], 'no-store');
      const again = cookiesOf(await logIn(app, 'anna@example.se', password, cookie), cookie);
      t.equal((await app.inject({ url: '/mitt-konto', headers: { cookie: again } })).statusCode, 200);
      t.equal((await app.inject({ url: '/mitt-konto', headers: { cookie } })).statusCode, 303, 'the old token ended with the new login');
      const stored = await db.selectFrom('session').select('token_hash').execute();
      t.notOk(
        stored.some(({ token_hash }) => again.includes(token_hash)),
        'the database cannot be used to log in',
      );
    });

    await t.test('wrong password, unknown account and shut account are answered alike', async (t) => {
      const shut = await addAccount(built.database, 'stangd@example.se', planner);
      await accountRepository(db).setDisabled(shut, true);
      const bodies = await Promise.all(
        [
          ['anna@example.se', 'fel ord här'],
          ['ingen@example.se', password],
          ['stangd@example.se', password],
        ].map(async ([email = '', typed = '']) => {
          const { statusCode, body } = await logIn(app, email, typed);
          t.equal(statusCode, 422);
          return body.replaceAll(email, '');
        }),
      );
      t.equal(new Set(bodies).size, 1);
    });

    await t.test('guessing is held back, and the victim can still log in from a known browser', async (t) => {
      const email = 'offer@example.se';
      const victim = await addAccount(built.database, email, planner);
      const known = cookiesOf(await logIn(app, email));
      const guesses = await Promise.all(Array.from({ length: 12 }, () => logIn(app, email, 'fel')));
      t.equal(guesses.filter(({ statusCode }) => statusCode === 422).length, 5, 'many at once get no more tries than one after the other');
      const held = await logIn(app, email);
      t.equal(held.statusCode, 429, 'even the right password waits');
      t.ok(Number(held.headers['retry-after']) > 0);
      const throttle = loginThrottle(db);
      const attempt = { email, address: '198.51.100.1' };
      for (let n = 0; n < 30; n += 1) await throttle.take({ email, address: `192.0.2.${n}`, browser: null }, victim);
      t.ok('wait' in (await throttle.take({ ...attempt, browser: null }, victim)), 'a stranger waits');
      t.ok('wait' in (await throttle.take({ ...attempt, browser: 'x' }, victim)), 'nor does a made-up browser help');
      t.equal((await logIn(app, email, password, known)).statusCode, 303, 'the owner does not, at the very address that guesses');
      for (let n = 0; n < 10; n += 1) t.equal((await logIn(app, email, 'fel', known)).statusCode, 422);
      t.equal((await logIn(app, email, password, known)).statusCode, 429, 'but nobody guesses without end in a known browser either');
      const later = await throttle.take({ ...attempt, browser: null }, victim, new Date(Date.now() + 16 * minute));
      t.notOk('wait' in later, 'and everyone is let in after a while');
    });

    await t.test('whoever finds a browser logged in cannot guess at the password there', async (t) => {
      await addAccount(built.database, 'oppen@example.se', planner);
      const open = await browserOf(app, 'oppen@example.se');
      const change = (current: string) => open.post('/mitt-konto/losenord', { current, password: 'månsken över bron', again: 'månsken över bron' });
      for (let n = 0; n < 10; n += 1) t.equal((await change('fel')).statusCode, 422);
      t.equal((await change(password)).statusCode, 429);
    });

    await t.test('a session ends: idle, absolute, logout, everywhere, shut account', async (t) => {
      const sessions = sessionRepository(db, { idle: 30 * minute, absolute: 60 * minute });
      const start = new Date('2026-11-22T08:00:00Z');
      const at = (minutes: number) => new Date(start.getTime() + minutes * minute);
      const idle = await sessions.begin(id, null, null, start);
      t.ok(await sessions.find(idle, at(29)));
      t.ok(await sessions.find(idle, at(58)), 'seen at 29, so it lives on');
      t.notOk(await sessions.find(idle, at(60)), 'but never past its end');
      const forgotten = await sessions.begin(id, null, null, start);
      t.notOk(await sessions.find(forgotten, at(30)));
      t.notOk(await sessions.find('x'), 'a token that is none');

      const anna = await browserOf(app, 'anna@example.se');
      const other = await browserOf(app, 'anna@example.se');
      t.equal((await anna.post('/logga-ut')).statusCode, 303);
      t.equal((await anna.get('/')).statusCode, 303);
      t.equal((await other.get('/')).statusCode, 200);
      t.equal((await other.post('/mitt-konto/logga-ut-overallt')).statusCode, 303);
      t.equal((await other.get('/')).statusCode, 303);
      const third = await browserOf(app, 'anna@example.se');
      await accountRepository(db).setDisabled(id, true);
      t.equal((await third.get('/')).statusCode, 303);
      await accountRepository(db).setDisabled(id, false);
    });

    await t.test('a post that carries the login must say where it comes from', async (t) => {
      const { cookie } = await browserOf(app, 'anna@example.se');
      const post = (headers: Record<string, string>) => app.inject({ method: 'POST', url: '/session', headers: { host: 'localhost', cookie, ...headers } });
      t.equal((await post({})).statusCode, 403);
      t.equal((await post({ origin: 'https://evil.example' })).statusCode, 403);
      t.equal((await post({ 'sec-fetch-site': 'cross-site' })).statusCode, 403);
      t.equal((await post({ origin: own.origin })).statusCode, 200);
    });

    await t.test('a one-time link: once, in time, and only the newest', async (t) => {
      const links = linkRepository(db);
      const first = await links.issue(id);
      const second = await links.issue(id);
      t.equal((await app.inject(`/valkommen/${first}`)).statusCode, 404, 'an older link is dead');
      const page = await app.inject(`/valkommen/${second}`);
      t.equal(page.statusCode, 200);
      t.equal(page.headers['referrer-policy'], 'strict-origin', 'the address stays a secret, and the form can still say where it comes from');
      const choose = (token: string, again = 'månsken över bron') =>
        app.inject({ method: 'POST', url: `/valkommen/${token}`, ...form({ password: 'månsken över bron', again }) });
      t.equal((await choose(second, 'annat')).statusCode, 422, 'a slip does not use the link up');
      const chosen = await choose(second);
      t.equal(chosen.statusCode, 303);
      t.equal((await app.inject({ url: '/mitt-konto', headers: { cookie: cookiesOf(chosen) } })).statusCode, 200, 'and one is in');
      t.equal((await choose(second)).statusCode, 404);
      const third = await links.issue(id);
      const both = await Promise.all([choose(third), choose(third)]);
      t.same(both.map(({ statusCode }) => statusCode).sort(), [303, 404], 'two at once: one of them');
      t.equal((await logIn(app, 'anna@example.se', 'månsken över bron')).statusCode, 303);
      const late = await links.issue(id, new Date(Date.now() - 25 * 60 * minute));
      t.equal((await app.inject(`/valkommen/${late}`)).statusCode, 404);
      for (const strange of ['x', 'a'.repeat(43), '%00']) t.match((await app.inject(`/valkommen/${strange}`)).statusCode, /400|404/);
    });
  });

  t.test(`administering accounts, on ${database}`, async (t) => {
    const built = await buildTestApp(t, { database });
    const { app } = built;
    const root = await addAccount(built.database, 'root@example.se', city);
    const admin = await browserOf(app, 'root@example.se');

    const made = await admin.post('/konton', { name: 'Bo Ek', email: 'Bo@Example.se', 'roll-planner': 'farsta', 'roll-legal': '*' });
    t.equal(made.statusCode, 200);
    const link = /\/valkommen\/[A-Za-z0-9_-]{43}/.exec(made.body)?.[0] ?? '';
    t.equal((await app.inject(link)).statusCode, 200, 'the link is shown once, and works');
    const bo = await accountRepository(built.database.db).byEmail('bo@example.se');
    t.same(bo?.grants, [
      { role: 'legal', district: '*' },
      { role: 'planner', district: 'farsta' },
    ]);

    for (const [what, fields] of Object.entries<Record<string, string>>({
      'the same address': { name: 'B', email: 'BO@example.se', 'roll-reader': '*' },
      'no role': { name: 'B', email: 'c@example.se' },
      'no such district': { name: 'B', email: 'c@example.se', 'roll-reader': 'atlantis' },
      'no name': { name: ' ', email: 'c@example.se', 'roll-reader': '*' },
      'no address': { name: 'B', email: 'c', 'roll-reader': '*' },
      'a personal number': { name: '811218-9876', email: 'c@example.se', 'roll-reader': '*' },
    })) {
      const answer = await admin.post('/konton', fields);
      t.equal(answer.statusCode, 422, what);
      t.match(answer.body, 'role="alert"');
    }
    t.equal((await accountRepository(built.database.db).all()).length, 2);

    const revisionOf = async (account: string) => /name="revision" value="([^"]+)"/.exec((await admin.get(`/konton/${account}`)).body)?.[1] ?? '';
    const last = await admin.post(`/konton/${root}`, { revision: await revisionOf(root), name: 'Rut', 'roll-reader': '*' });
    t.equal(last.statusCode, 409, 'the last administrator stays one');
    t.match(last.body, /value="Rut"/, 'and what was written stays');
    t.match(last.body, /id="roller"[^>]*aria-invalid="true" aria-describedby="fel-roller"/);
    t.equal((await admin.post(`/konton/${root}/stang`)).statusCode, 409);
    t.equal((await admin.get(`/konton/${root}`)).statusCode, 200);

    await addAccount(built.database, 'eva@example.se', planner);
    const eva = await browserOf(app, 'eva@example.se');
    for (const url of ['/konton', `/konton/${root}`]) t.equal((await eva.get(url)).statusCode, 403, url);
    t.equal((await eva.post('/konton', { name: 'Eva', email: 'eva2@example.se', 'roll-administrator': '*' })).statusCode, 403);
    const evaId = (await accountRepository(built.database.db).byEmail('eva@example.se'))?.id ?? '';
    t.equal((await eva.post(`/konton/${evaId}`, { name: 'Eva', 'roll-administrator': '*' })).statusCode, 403, 'nobody raises their own roles');
    const revision = await revisionOf(evaId);
    t.equal((await admin.post(`/konton/${evaId}`, { revision, name: 'Eva', 'roll-planner': 'farsta', 'roll-administrator': '*' })).statusCode, 303);
    const older = await admin.post(`/konton/${evaId}`, { revision, name: 'Eva Ek', 'roll-reader': '*' });
    t.equal(older.statusCode, 409, 'a change over a newer one is refused');
    t.match(
      older.body,
      /Administratör: hela staden[\s\S]*Läsare: hela staden[\s\S]*value="Eva Ek"/,
      'with both side by side, and what was written in the form',
    );
    const newer = await admin.post(`/konton/${evaId}`, { revision: 'x', name: '19121212-1212', 'roll-reader': '*' });
    t.equal(newer.statusCode, 422);
    t.match(newer.body, /value="19121212-1212" aria-invalid="true" aria-describedby="fel-name"/);
    t.equal((await eva.get('/konton')).statusCode, 200, 'a changed role counts at once');
    t.equal((await admin.post(`/konton/${evaId}/stang`)).statusCode, 303);
    t.equal((await eva.get('/')).statusCode, 303);
    t.equal((await admin.post('/konton/11111111-1111-1111-1111-111111111111/stang')).statusCode, 404);

    const changed = await admin.post('/mitt-konto/losenord', { current: password, password: 'månsken över bron', again: 'månsken över bron' });
    t.equal(changed.statusCode, 303);
    t.equal((await admin.get('/')).statusCode, 303, 'the session from before the change has ended');
    t.equal((await app.inject({ url: '/', headers: { cookie: cookiesOf(changed) } })).statusCode, 200);
    t.equal((await logIn(app, 'root@example.se')).statusCode, 422);
  });
}

t.test('an address that has a whole network to choose from is counted as one', async (t) => {
  t.equal(networkOf('192.0.2.7'), '192.0.2.7');
  t.equal(networkOf('2001:db8:1:2:3:4:5:6'), networkOf('2001:DB8:1:2::1'));
  t.not(networkOf('2001:db8:1:2::1'), networkOf('2001:db8:1:3::1'));
  t.equal(networkOf('::1'), networkOf('0:0:0:0:0:0:0:1'));
});

t.test('after a login one only comes to our own pages', async (t) => {
  t.equal(ownAddress('/forslag/1?version=2#rader'), '/forslag/1?version=2#rader');
  for (const strange of [
    'https://evil.example',
    '//evil.example',
    '/..//evil.example',
    '/.//evil.example',
    '/%2e%2e//evil.example',
    '/forslag/..//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '',
    'forslag',
  ])
    t.equal(ownAddress(strange), '/', strange);
});
