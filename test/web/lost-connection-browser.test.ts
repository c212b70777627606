import type { Page } from 'playwright-core';
import t from 'tap';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser, watchedPage } from '../helpers/browser.ts';

const tryAgain = (page: Page) => page.getByRole('button', { name: 'Försök igen' });
const save = (page: Page) => page.getByRole('button', { name: 'Spara raden' });
const kept = (page: Page) => page.evaluate<number>('Object.keys(sessionStorage).length');

t.test('a lost connection takes nothing that somebody has written', { timeout: 600_000 }, async (t) => {
  const { url, database } = await startTestApp(t);
  const count = async (table: 'proposal' | 'working_line') =>
    Number(
      (
        await database.db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll().as('n'))
          .executeTakeFirstOrThrow()
      ).n,
    );
  const stored = () => database.db.selectFrom('working_line').select(['motive', 'revision']).executeTakeFirst();
  const chromium = await browser(t);
  const context = await chromium.newContext({ locale: 'sv-SE', viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  const { page, faults } = await watchedPage(context);
  const asked: string[] = [];
  let answer: 'accept' | 'dismiss' = 'accept';
  page.on('dialog', async (dialog) => {
    asked.push(dialog.type());
    await dialog[answer]();
  });

  await t.test('a form that the browser sends itself: told on the page, tried again, made once', async (t) => {
    await page.goto(`${url}/stadsdelar/origo`);
    const here = page.url();
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Skapa utkast' }).click();
    await tryAgain(page).waitFor();
    t.equal(page.url(), here, 'the page stands, not the browser’s error page');
    t.match(await page.locator('#live').textContent(), 'Ingen kontakt');
    t.same(await axe(page), []);
    await tryAgain(page).click();
    await tryAgain(page).waitFor();
    t.equal(await tryAgain(page).count(), 1, 'told once, however often it is tried');
    await context.setOffline(false);
    await tryAgain(page).dblclick();
    await page.waitForURL('**/forslag/*');
    t.equal(await count('proposal'), 1);
  });

  const home = page.url();
  await page.locator('section[aria-labelledby="arbetskopia"] li > a[href*="/rader/"]').first().click();
  await page.waitForURL('**/rader/**');
  const line = page.url().split('#')[0] ?? '';

  await t.test('a save through htmx: no network, a broken server, and an answer that is lost on its way', async (t) => {
    await page.goto(line);
    await page.fill('#motiv', 'Vi väntar.');
    await context.setOffline(true);
    await save(page).click();
    await tryAgain(page).waitFor();
    t.equal(await page.inputValue('#motiv'), 'Vi väntar.');
    t.match(await page.locator('#live').textContent(), 'Det du skrev står kvar');
    t.same(await axe(page), []);
    await context.setOffline(false);

    await page.route('**/rader/**', (route) =>
      route.fulfill({ status: 503, headers: { 'hx-retarget': '#innehall' }, body: '<div class="error-page"><p class="lead">Databasen sover.</p></div>' }),
    );
    await tryAgain(page).click();
    await page.locator('.not-sent').filter({ hasText: 'Databasen sover.' }).waitFor();
    t.equal(await page.inputValue('#motiv'), 'Vi väntar.', 'an error page never takes the place of the form');
    await page.unroute('**/rader/**');

    await page.route('**/rader/**', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await tryAgain(page).click();
    await page.locator('.not-sent').filter({ hasText: 'Ingen kontakt' }).waitFor();
    t.match(await stored(), { motive: 'Vi väntar.', revision: 1 }, 'it was saved, but nobody could know');
    await page.unroute('**/rader/**');
    await tryAgain(page).click();
    await page.waitForURL('**?sparad=1');
    t.match(await stored(), { motive: 'Vi väntar.', revision: 1 }, 'saved once');
    t.equal(await count('working_line'), 1);
    t.equal(await kept(page), 0, 'what is saved is not kept in the tab');
  });

  await t.test('two presses are one save', async (t) => {
    let sent = 0;
    const watch = (request: { method(): string }) => {
      if (request.method() === 'POST') sent += 1;
    };
    page.on('request', watch);
    await page.goto(line);
    await page.fill('#motiv', 'Dubbelt.');
    await Promise.all([page.waitForURL('**?sparad=1'), save(page).dblclick()]);
    page.off('request', watch);
    t.equal(sent, 1);
    t.match(await stored(), { motive: 'Dubbelt.', revision: 2 });
  });

  await t.test('the back button shows what is stored', async (t) => {
    await page.goBack();
    await page.waitForFunction(`location.search === '' && document.querySelector('[name=revision]')?.value === '2'`);
    t.equal(await page.inputValue('#motiv'), 'Dubbelt.');
    t.equal(await page.locator('[data-kept]').count(), 0);
  });

  await t.test('text that is not saved: asked about before leaving, there after a reload, offered when one comes back', async (t) => {
    asked.length = 0;
    await page.goto(line);
    await page.goto(home);
    t.same(asked, [], 'nothing written, nothing asked');
    await page.goto(line);
    await page.fill('#motiv', 'Halvskrivet');
    answer = 'dismiss';
    await page.getByRole('link', { name: 'Tillbaka till förslaget' }).click();
    await page.waitForFunction('true');
    t.equal(page.url(), line);
    answer = 'accept';
    await page.reload();
    await page.locator('[data-kept]').waitFor();
    t.equal(await page.inputValue('#motiv'), 'Halvskrivet');
    await page.goto(home);
    t.same(asked, ['beforeunload', 'beforeunload', 'beforeunload']);

    await database.db.updateTable('working_line').set({ motive: 'Från någon annan', revision: 3 }).execute();
    await page.goto(line);
    const offer = page.getByRole('button', { name: 'Återställ det du skrev' });
    await offer.waitFor();
    t.equal(await page.inputValue('#motiv'), 'Från någon annan', 'offered, not written over what is stored');
    t.same(await axe(page), []);
    await offer.click();
    t.equal(await page.inputValue('#motiv'), 'Halvskrivet');
    await save(page).click();
    await page.locator('#krock').waitFor();
    t.match(await page.locator('section[aria-labelledby="krock"]').innerText(), /Från någon annan[\s\S]*Halvskrivet/, 'old text builds on its own revision');
    await page.getByRole('button', { name: 'Spara mitt ändå' }).click();
    await page.waitForURL('**?sparad=1');
    t.match(await stored(), { motive: 'Halvskrivet', revision: 4 });
    t.equal(await kept(page), 0);
  });

  await t.test('faults: the summary has the focus and leads to the fields, with and without JavaScript', async (t) => {
    const plain = await (await chromium.newContext({ javaScriptEnabled: false })).newPage();
    for (const one of [page, plain]) {
      await one.goto(line);
      await one.fill('#motiv', 'Se 19121212-1212');
      await save(one).click();
      await one.locator('#fel-motiv').waitFor();
      await one.locator('[role="alert"]:focus').waitFor();
      await one.locator('[role="alert"] a').first().click();
      await one.locator('#motiv:focus').waitFor();
      t.equal(await one.inputValue('#motiv'), 'Se 19121212-1212');
    }
    t.same(await axe(page), []);
  });

  t.same(faults, []);
});
