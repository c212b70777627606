import t from 'tap';
import { riskItems } from '../../src/reviews/risk-items.ts';
import { draftOf } from '../drafts/fixture.ts';
import { addAccount, browserOf, password } from '../helpers/accounts.ts';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser, watchedPage } from '../helpers/browser.ts';

t.test('answering risks from the keyboard', { timeout: 600_000 }, async (t) => {
  const { url, app, database } = await startTestApp(t);
  const planner = await addAccount(database, 'planerare@test.se', { role: 'planner', district: 'origo' });
  await addAccount(database, 'chef@test.se', { role: 'district_manager', district: 'origo' });
  const made = await (await browserOf(app, 'planerare@test.se')).post('/forslag', { district: 'origo', legalBasis: 'sol-2025-400', date: '2026-11-22' });
  const id = String(made.headers.location).split('/').at(-1) ?? '';
  await database.db.insertInto('version_status').values({ proposal_id: id, number: 1, status: 'manager_review', submitted_by: planner }).execute();
  const total = riskItems(draftOf('origo')).length;
  const answers = () => database.db.selectFrom('manager_answer').select(['kind', 'motive']).execute();

  const { page, faults } = await watchedPage(await browser(t), { viewport: { width: 1280, height: 900 } });
  await page.goto(`${url.replace('127.0.0.1', 'localhost')}/logga-in?till=/granskning/${id}`);
  await page.fill('#email', 'chef@test.se');
  await page.fill('#password', password);
  await page.keyboard.press('Enter');
  await page.locator('[data-queue]').waitFor();
  const groups = page.locator('[data-queue] > article');
  const focused = () => page.evaluate<string>('document.activeElement.closest("article")?.id ?? ""');

  t.same(await axe(page), []);
  const before = await groups.count();
  const [one, two] = await Promise.all([groups.nth(0).getAttribute('id'), groups.nth(1).getAttribute('id')]);

  await groups.nth(0).focus();
  await page.keyboard.press('j');
  t.equal(await focused(), two);
  await page.keyboard.press('k');
  t.equal(await focused(), one);

  await page.keyboard.press('1');
  await Promise.all([page.waitForURL('**sparat=*'), page.keyboard.press('Enter')]);
  t.equal(await groups.count(), before - 1);
  // The next group stands ready.
  await page.locator(`[id="${two}"]:focus-within`).waitFor();
  const accepted = (await answers()).length;
  t.ok(accepted > 0 && accepted < total);

  await page.keyboard.press('2');
  await page.keyboard.type('1 gång räcker inte, j k 3');
  t.equal(await groups.nth(0).locator('input:checked[type=radio]').inputValue(), 'require_change', 'keys are letters where somebody writes');
  await groups
    .nth(0)
    .locator('details:has(input[name=rad])')
    .evaluate((details) => details.setAttribute('open', ''));
  await groups.nth(0).locator('input[name=rad]').first().uncheck();
  await groups.nth(0).locator('textarea').focus();
  await Promise.all([page.waitForEvent('framenavigated'), page.keyboard.press('Control+Enter')]);
  await page.waitForLoadState();
  t.same((await answers()).filter(({ kind }) => kind === 'require_change')[0]?.motive, '1 gång räcker inte, j k 3');
  t.equal(await groups.nth(0).locator('textarea').inputValue(), '', 'what is saved is not put back into the lines that are left');

  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${page.url().split('?')[0]}?visa=alla`);
    await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
    t.same(await axe(page), [], `unfolded, ${width}`);
    t.ok((await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')) <= 0, `no wider than ${width}`);
  }
  t.same(faults, []);
});
