import t from 'tap';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser } from '../helpers/browser.ts';

t.test('a re-assessment in a browser', async (t) => {
  const { app, url, database } = await startTestApp(t);
  const made = await app.inject({
    method: 'POST',
    url: '/forslag',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ district: 'behandlingsenheten', legalBasis: 'sol-2025-400', date: '2026-11-22' }).toString(),
  });
  const home = String(made.headers.location);
  const rows = await database.db.selectFrom('insats').select('id').where('area', '=', 'missbruk-och-beroende').execute();
  for (const { id: insats } of rows)
    await database.db
      .insertInto('current_state')
      .values({
        ...{ district: 'behandlingsenheten', insats, year: 2026, given: 'yes', form: 'unknown', provision: 'private', decision: 'without' },
        ...{ people_from: null, people_to: null, wish: 'yes' },
      })
      .execute();
  const page = await (await browser(t)).newPage({ viewport: { width: 380, height: 800 } });
  await page.goto(`${url}${home}/omprovning`);
  t.same(await axe(page), []);
  t.equal(await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth'), true, 'nothing overflows');

  await t.test('with the keyboard: another choice is shown in place, focus stays, and the change is said', async (t) => {
    await page.getByLabel('Det som versionen har').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await page.waitForURL(/nulage=behall/);
    await page.getByText('Det finns inget att ompröva').waitFor();
    await page.locator('body :focus').first().waitFor();
    t.not(await page.locator('#live').textContent(), '');
  });

  await t.test('saved, it is the next version', async (t) => {
    await page.goto(`${url}${home}/omprovning`);
    await page.getByRole('button', { name: 'Ompröva och spara' }).click();
    await page.waitForURL(`${url}${home}`);
    t.equal(
      await page
        .locator('dl.facts', { hasText: 'Version' })
        .getByText(/^2, skapad/)
        .count(),
      1,
    );
  });
});
