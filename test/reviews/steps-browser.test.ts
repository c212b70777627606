import t from 'tap';
import { addAccount, password } from '../helpers/accounts.ts';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser } from '../helpers/browser.ts';
import { completeProposal } from './complete-proposal.ts';

t.test('submitting and returning with the keyboard, on a narrow screen', { timeout: 600_000 }, async (t) => {
  const parts = await startTestApp(t);
  const { url, database } = parts;
  const { id } = await completeProposal(parts);
  await addAccount(database, 'plan@x.se', { role: 'planner', district: 'origo' });
  await addAccount(database, 'chef@x.se', { role: 'district_manager', district: 'origo' });
  const chromium = await browser(t);
  const as = async (email: string) => {
    const page = await (await chromium.newContext({ viewport: { width: 380, height: 800 } })).newPage();
    page.setDefaultTimeout(60_000);
    await page.goto(`${url}/logga-in?till=/forslag/${id}`);
    await page.fill('input[name=email]', email);
    await page.fill('input[name=password]', password);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${url}/forslag/${id}`);
    return page;
  };
  const fits = (page: Awaited<ReturnType<typeof as>>) => page.evaluate('document.documentElement.scrollWidth <= innerWidth');

  const planner = await as('plan@x.se');
  await planner.locator('form[action$="/steg/submit"] button').press('Enter');
  await planner.waitForURL(/#status$/);
  const card = planner.locator('section[aria-labelledby=status]');
  t.equal(await card.locator('[aria-current=step]').count(), 1);

  const chef = await as('chef@x.se');
  await chef.locator('form[action$="/steg/start-manager-review"] button').press('Enter');
  await chef.waitForURL(/\/granskning\//);
  t.same(await axe(chef), []);
  t.ok(await fits(chef));
  await chef.goto(`${url}/forslag/${id}`);
  await chef.locator('a[href*="/steg/manager-return"]').press('Enter');
  await chef.locator('#sok').fill('stöd');
  await chef.keyboard.press('Enter');
  await chef.locator('button[name="lagg-till"]').first().press('Enter');
  const reason = chef.locator('textarea[name^="skal."]');
  await chef.locator('textarea[name^="skal."]:focus').waitFor();
  await chef.keyboard.type('Vem följer upp?');
  await chef.locator('#skal').fill('Gäller 19121212-1212.');
  await chef.locator('#steg-form button:not([name])').press('Enter');
  await chef.locator('#fel-skal').waitFor();
  t.equal(await reason.inputValue(), 'Vem följer upp?', 'nothing typed is lost');
  t.same(await axe(chef), []);
  t.ok(await fits(chef));
  await chef.locator('#skal').fill('');
  await chef.locator('#steg-form button:not([name])').press('Enter');
  await chef.waitForURL(/#status$/);

  await planner.goto(`${url}/forslag/${id}/historik`);
  t.ok(await planner.getByText('Vem följer upp?').isVisible());
  t.same(await axe(planner), []);
  t.ok(await fits(planner));
});
