import t, { type Test } from 'tap';
import { createAssessor } from '../../src/assessment/assess.ts';
import { unzip } from '../files/unzip.ts';
import { cookiesOf, form, own } from '../helpers/accounts.ts';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser, watchedPage } from '../helpers/browser.ts';
import { rowCounts } from './counts.ts';
import { checkExample } from './whole.ts';

const notice = 'Exempeldata – påhittade uppgifter';

/** Pages of the same kind have the same shape: names and numbers in their addresses are left out. */
function shapeOf(address: string): string {
  const { pathname, searchParams } = new URL(address, 'http://localhost');
  const path = pathname
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, ':id')
    .replace(/^\/stadsdelar\/[^/]+/, '/stadsdelar/:district')
    .replace(/^\/notiser\/\d+/, '/notiser/:id')
    .replace(/^\/insatser\/[^/]+/, '/insatser/:insats')
    .replace(/^\/metod\/(regler|kallor)\/[^/]+/, '/metod/$1/:id')
    .replace(/\/(rader|lagg-till)\/[^/]+\/[^/]+/, '/$1/:insats/:group');
  // A question to the rules carries a whole design: every choice would be a shape of its own.
  if (/^\/(metod|insatser)\//.test(path)) return `${path.replace(/^(\/metod\/\w+)\/.*/, '$1/:id')}?${searchParams.size > 0 ? '…' : ''}`;
  return `${path}?${[...new Set(searchParams.keys())].sort()}`;
}

t.test('from an empty first page to the example and back', { timeout: 600_000 }, async (t) => {
  const { url, app, database, knowledge } = await startTestApp(t, { database: 'postgres' });
  const before = await rowCounts(database.db);
  const chromium = await browser(t);
  const { page, faults } = await watchedPage(chromium);
  let cookie = '';
  const get = (address: string) => app.inject({ url: address, headers: { accept: 'text/html', cookie } });

  await t.test('the example is loaded by keyboard, while the page tells how far it has come', async (t) => {
    await page.goto(url);
    t.equal(await page.locator('.site-notice').count(), 0);
    await page.getByRole('link', { name: 'Fyll med exempeldata' }).press('Enter');
    await page.waitForURL('**/exempeldata');
    t.same(await axe(page), []);
    await page.getByRole('button', { name: 'Fyll med exempeldata' }).press('Enter');
    // A busy machine may show the page late, even when the load is over; who asks meanwhile is shown the same, and afterwards that it is there.
    await page.locator('progress, .roles').first().waitFor({ timeout: 90_000 });
    t.same(await axe(page), []);
    t.match((await app.inject({ method: 'POST', url: '/exempeldata' })).statusCode, /303|401/);
    await page.locator('.roles').waitFor({ timeout: 90_000 });
  });

  await t.test('the whole example is there, in every state', (t) => checkExample(t, database.db, createAssessor(knowledge), before));

  await t.test('somebody is chosen by keyboard, and another with two presses', async (t) => {
    t.same(await axe(page), []);
    const notice = page.locator('.site-notice');
    await page.getByRole('button', { name: 'Logga in som Sara Nyman' }).press('Enter');
    await page.getByRole('heading', { name: 'Som jurist' }).waitFor();
    await notice.getByRole('link', { name: 'Byt roll' }).press('Enter');
    await page.getByRole('heading', { name: 'Byt roll', level: 1 }).waitFor();
    t.same(await axe(page), []);
    await page.getByRole('button', { name: 'Logga in som Petra Holm' }).press('Enter');
    await page.getByRole('heading', { name: 'Kom tillbaka till dig' }).waitFor();
    cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  });

  await t.test('the first page says what there is to see', async (t) => {
    t.same(await axe(page), []);
    await page.setViewportSize({ width: 320, height: 800 });
    t.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= 320);
    const links = await page.locator('.cards.example a').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    t.ok(links.length > 8);
    for (const link of links) t.equal((await get(link)).statusCode, 200, link);
    t.equal((await app.inject({ method: 'POST', url: '/exempeldata', headers: { cookie, ...own } })).statusCode, 409);
  });

  /** Forms that the page offers: what is shown to those who only read stands in a disabled field set, with no button. */
  const formsOf = (address: string, html: string): string[] =>
    [...html.matchAll(/<form\b([^>]*method="post"[^>]*)>(.*?)<\/form>/gs)]
      .filter(([, , inner = '']) => /<button(?![^>]*\bdisabled)/.test(inner))
      .map(([, head = '']) => (/ action="([^"#]*)/.exec(head)?.[1] ?? address).replaceAll('&amp;', '&'));

  /** Follows every link, one of each shape, and says where the forms of the pages lead. */
  async function walk(t: Test, seen: Set<string>, person: string, follows: (address: string) => boolean = () => true) {
    const [waiting, files, forms] = [['/', '/notiser', '/mitt-konto'], new Set<string>(), new Map<string, string>()];
    for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
      const { statusCode, headers, body } = await get(address);
      t.equal(statusCode, address.endsWith('/oppna') ? 303 : 200, `${person}: ${address}`);
      if (/^\/(forslag|stadsdelar)\//.test(address) && headers['content-disposition'] !== undefined) {
        files.add(address);
        t.match(headers, { 'content-disposition': /filename="exempel-/, 'x-insatsplan-example': 'true' }, address);
      }
      if (!String(headers['content-type']).startsWith('text/html')) continue;
      t.ok(body.includes(notice), `${address} says it`);
      for (const action of formsOf(address, body)) if (!forms.has(shapeOf(action))) forms.set(shapeOf(action), action);
      for (const [, found = ''] of body.matchAll(/<a [^>]*?href="(\/[^"#]*)/g)) {
        const next = found.replaceAll('&amp;', '&');
        if (seen.has(shapeOf(next)) || next.startsWith('/static/') || !follows(next)) continue;
        seen.add(shapeOf(next));
        waiting.push(next);
      }
    }
    return { files, forms };
  }
  // The login stands hidden on every page, for a tab of its own once the session has ended.
  const apart = ['/logga-in', '/drift/sakerhetskopia'].map(shapeOf);

  await t.test('every page that links lead to answers, and says that all is made up', async (t) => {
    const seen = new Set(apart);
    const { files } = await walk(t, seen, 'planner');
    for (const shape of [
      '/forslag/:id?',
      '/forslag/:id/versioner?',
      '/stadsdelar/:district/nulage?ar,omrade',
      '/stadsdelar/:district/nulage/import?ar',
      '/metod/kallor?',
    ])
      t.ok(seen.has(shape), `the links lead to ${shape}`);
    t.ok(files.size >= 5, [...files].join(' '));
    t.match((await get('/finns-inte')).body, notice, 'an error page too');
    t.equal((await get('/api/v1/legal-bases')).headers['x-insatsplan-example'], 'true');
  });

  await t.test('nobody is offered a page or a button that is refused', async (t) => {
    const mine = cookie;
    // What is the same for all has been walked; files are told apart by no role.
    const own = (address: string) => !/^\/(katalog|insatser|api)|^\/metod\/(jamfor|fraga|fall)|\.(docx|xlsx|csv|md|json|zip|ndjson)(\?|$)/.test(address);
    for (const name of ['chef-1', 'jurist', 'lasare']) {
      const { id } = await database.db.selectFrom('account').select('id').where('oidc_subject', '=', name).executeTakeFirstOrThrow();
      const send = (url: string, fields: Record<string, string> = {}) => {
        const { payload, headers } = form(fields);
        return app.inject({ method: 'POST', url, payload, headers: { ...headers, cookie, accept: 'text/html' } });
      };
      // Without a cookie: else it would be the planner's session that ends.
      cookie = '';
      cookie = cookiesOf(await send('/byt-roll', { konto: id }));
      const { forms } = await walk(t, new Set(apart), name, own);
      t.ok(forms.size > 0, `${name} has forms`);
      for (const [shape, action] of forms) {
        // An answer to a report names the report, and this form is sent empty.
        if (/^\/(exempeldata|byt-roll|logga-ut|mitt-konto\/logga-ut|metod\/regelrapporter)/.test(action)) continue;
        const { statusCode } = await send(action);
        t.ok(statusCode < 500 && ![401, 403, 404].includes(statusCode), `${name}: ${shape} was answered by ${statusCode}`);
      }
    }
    cookie = mine;
  });

  await t.test('every format of a proposal says it', async (t) => {
    const [, proposal = ''] = /href="(\/forslag\/[0-9a-f-]{36})"/.exec((await get('/')).body) ?? [];
    for (const format of ['md', 'json']) t.match((await get(`${proposal}/forslag.${format}`)).body, notice, format);
    for (const format of ['docx', 'xlsx']) {
      const parts = [...unzip((await get(`${proposal}/forslag.${format}`)).rawPayload).values()].map(String);
      t.ok(
        parts.some((part) => part.includes(notice)),
        format,
      );
    }
  });

  await t.test('it is removed by keyboard, and everything is as before', async (t) => {
    await page.getByRole('complementary').getByRole('link', { name: 'Ta bort allt' }).press('Enter');
    await page.waitForURL('**/exempeldata/ta-bort');
    t.same(await axe(page), []);
    await page.getByRole('button', { name: 'Ta bort allt' }).press('Enter');
    await page.getByRole('link', { name: 'Fyll med exempeldata' }).waitFor();
    t.equal(await page.locator('.site-notice').count(), 0);
    const { audit_event: trail = 0, ...left } = await rowCounts(database.db);
    t.same({ ...left, audit_event: before.audit_event }, before, 'all that is new stands in the trail');
    t.ok(trail > 0);
    t.same(faults, []);
  });
});
