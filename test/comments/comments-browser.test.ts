import t from 'tap';
import { addAccount, browserOf, password } from '../helpers/accounts.ts';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser } from '../helpers/browser.ts';

const line = 'rader/vald-i-nara-relationer-jourlagenhet/hedersutsatt-vuxen';

t.test('a comment with a mention from the keyboard, and the one who is mentioned', { timeout: 600_000 }, async (t) => {
  const { url, app, database } = await startTestApp(t);
  await addAccount(database, 'planerare@test.se', { role: 'planner', district: 'origo' });
  await addAccount(database, 'jurist@test.se', { role: 'legal', district: '*' });
  const made = await (await browserOf(app, 'planerare@test.se')).post('/forslag', { district: 'origo', legalBasis: 'sol-2025-400', date: '2026-11-22' });
  const place = `${made.headers.location}/${line}`;
  const chromium = await browser(t);
  const faults: string[] = [];

  async function pageOf(email: string, to: string) {
    const page = await (await chromium.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    page.setDefaultTimeout(60_000);
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${url.replace('127.0.0.1', 'localhost')}/logga-in?till=${to}`);
    await page.fill('#email', email);
    await page.fill('#password', password);
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${to}`);
    return page;
  }

  const page = await pageOf('planerare@test.se', place);
  await page.fill('#motiv', 'Ett motiv som inte är sparat.');
  await page.focus('#kommentar');
  await page.keyboard.type('Gäller 19121212-1212.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('#fel-kommentar').waitFor();
  t.equal(await page.inputValue('#kommentar'), 'Gäller 19121212-1212.');
  // What is wrong is read out.
  await page.locator('[role=alert]:focus').waitFor();
  t.same(await axe(page), []);
  await page.fill('#kommentar', 'Räcker underlaget?\nJag tror inte det.');
  await page.getByRole('button', { name: 'Skicka kommentaren' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.thread > li').waitFor();
  t.match(await page.locator('.thread').textContent(), '@Jurist');
  t.equal(await page.inputValue('#kommentar'), '');
  t.equal(await page.inputValue('#motiv'), 'Ett motiv som inte är sparat.', 'what is written in the line’s own form stands');
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    t.same(await axe(page), [], `the line, ${width}`);
    t.ok((await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')) <= 0, `no wider than ${width}`);
  }

  const other = await pageOf('jurist@test.se', '/katalog');
  t.equal(await other.locator('.bell').textContent(), '1 oläst');
  await other.getByRole('link', { name: /^Notiser/ }).press('Enter');
  await other.locator('.notices > li').waitFor();
  t.same(await axe(other), []);
  await other.locator('.notices a').press('Enter');
  await other.waitForURL('**#kommentar-*');
  t.match(await other.locator('.thread > li:target').textContent(), 'Räcker underlaget?');
  t.equal(await other.locator('.bell').count(), 0);
  await other.goto(`${url.replace('127.0.0.1', 'localhost')}/mitt-konto/notiser`);
  t.same(await axe(other), []);
  t.same(faults, []);
});
