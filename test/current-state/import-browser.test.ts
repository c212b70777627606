import t from 'tap';
import { currentStateRepository } from '../../src/current-state/repository.ts';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser, watchedPage } from '../helpers/browser.ts';
import { catalogue } from './import-fixtures.ts';

const mi = 'barn-och-unga-motiverande-samtal-mi';
const csv = (...rows: string[]) => Buffer.from(['Id;Ges insatsen;Regi;Antal personer;Kommentar', ...rows, ''].join('\n'));
const good = csv(`${mi};Ja;Enskild;10–20;Ny`, ...catalogue.insatser.slice(0, 12).map(({ id }) => `${id};Ja, lokal variant;båda;1 200;`));
const bad = csv(`${mi};kanske;Enskild;10–20;x`, `finns-inte;Ja;;;`, `aldre-trygghetslarm;Ja;;många;`);

t.test('reading a file in with a browser, wide and narrow', { timeout: 600_000 }, async (t) => {
  const { url, database } = await startTestApp(t);
  const chromium = await browser(t);
  const repository = currentStateRepository(database.db);
  for (const javaScriptEnabled of [true, false]) {
    await t.test(`${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async (t) => {
      await database.db.deleteFrom('current_state').execute();
      const known = { insats: mi, given: 'yes', form: 'digital', provision: 'own', decision: 'with', people: null, wish: 'no', comment: 'Gammal' } as const;
      await repository.saveMany('farsta', 2026, [known]);
      const context = await chromium.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled, locale: 'sv-SE', reducedMotion: 'reduce' });
      const { page, faults } = await watchedPage(context);
      page.on('console', (message) => message.type() === 'error' && !message.text().includes('Failed to load resource') && faults.push(message.text()));
      const look = async (what: string) => {
        if (!javaScriptEnabled) return;
        for (const [width, colorScheme] of [
          [380, 'dark'],
          [1280, 'light'],
        ] as const) {
          await page.setViewportSize({ width, height: 900 });
          await page.emulateMedia({ colorScheme });
          t.same(await axe(page), [], `${what} at ${width}`);
          const wider = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
          t.ok(wider <= 0, `${what} does not scroll sideways at ${width}`);
        }
      };

      await page.goto(`${url}/stadsdelar/farsta/nulage/import?ar=2026`);
      t.equal(await page.locator('.upload-progress').isVisible(), false);
      await look('form');
      await page.setInputFiles('#fil', { name: 'fel.csv', mimeType: 'text/csv', buffer: Buffer.from('%PDF-1.7') });
      await page.locator('form[enctype] button').click();
      await page.locator('#fel-fil').waitFor();
      await look('refused');
      await page.setInputFiles('#fil', { name: 'fel.csv', mimeType: 'text/csv', buffer: bad });
      await page.locator('form[enctype] button').click();
      await page.locator('#fel').waitFor();
      t.equal(await page.locator('#fel ~ .table-scroll tbody tr').count(), 3);
      if (javaScriptEnabled) await page.locator('h1:focus').waitFor();
      await look('faults');
      await page.locator('a.ds-button', { hasText: 'rättad fil' }).click();
      await page.setInputFiles('#fil', { name: 'nulage.csv', mimeType: 'text/csv', buffer: good });
      await page.locator('form[enctype] button').click();
      await page.waitForURL(/\/import\/[0-9a-f-]{36}$/);
      t.match(await page.title(), /Granska/);
      await look('preview');
      await page.locator('form[action$="/bekrafta"] button').click();
      await page.locator('form[action$="/angra"]').waitFor();
      t.equal((await repository.list('farsta', 2026)).length, 13);
      await look('done');
      await page.goBack();
      await page.goto(`${url}/stadsdelar/farsta/nulage/import?ar=2026`);
      await look('list');
      await page.locator('form[action$="/angra"] button').first().click();
      await page.waitForURL(/\/import\/[0-9a-f-]{36}$/);
      t.match(await repository.list('farsta', 2026), [{ ...known }]);
      await look('undone');
      t.same(faults, []);
      await context.close();
    });
  }

  await t.test('the progress shows while a file is on its way', async (t) => {
    const page = await chromium.newPage();
    await page.goto(`${url}/stadsdelar/farsta/nulage/import?ar=2026`);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/nulage/import?*', async (route) => {
      if (route.request().method() === 'POST') await held;
      await route.continue();
    });
    await page.setInputFiles('#fil', { name: 'nulage.csv', mimeType: 'text/csv', buffer: good });
    await page.locator('form[enctype] button').click();
    await page.locator('.upload-progress').waitFor({ state: 'visible' });
    t.equal(await page.locator('form[enctype] button').isDisabled(), true, 'a second press sends nothing');
    release();
    await page.waitForURL(/\/import\/[0-9a-f-]{36}$/);
  });

  await t.test('a file that is too large is answered, not cut off', async (t) => {
    const page = await chromium.newPage();
    await page.goto(`${url}/stadsdelar/farsta/nulage/import?ar=2026`);
    await page.setInputFiles('#fil', { name: 'stor.csv', mimeType: 'text/csv', buffer: Buffer.alloc(9 * 1024 * 1024, 'a') });
    await page.locator('form[enctype] button').click();
    t.match(await page.locator('#fel-fil').textContent(), /5 MB/);
  });
});
