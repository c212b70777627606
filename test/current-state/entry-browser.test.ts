import { setTimeout } from 'node:timers/promises';
import t from 'tap';
import { currentStateRepository } from '../../src/current-state/repository.ts';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser } from '../helpers/browser.ts';

const act = 'vald-i-nara-relationer-jourlagenhet';
const path = '/stadsdelar/norra-innerstaden/nulage?ar=2026&omrade=vald-i-nara-relationer';

t.test('a row is saved as one goes, by keyboard, wide and narrow', { timeout: 600_000 }, async (t) => {
  const { url, database } = await startTestApp(t);
  const repository = currentStateRepository(database.db);
  const answer = { insats: act, given: 'yes', form: 'unknown', provision: 'unknown', decision: 'without', people: null, wish: 'yes', comment: '' } as const;
  await repository.saveMany('norrmalm', 2022, [answer]);
  const chromium = await browser(t);
  const page = await chromium.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light', locale: 'sv-SE', reducedMotion: 'reduce' });
  const narrowAndDark = async () => {
    await page.setViewportSize({ width: 320, height: 800 });
    await page.emulateMedia({ colorScheme: 'dark' });
  };
  const wide = () => page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && !message.text().includes('Failed to load resource') && faults.push(message.text()));
  await page.goto(`${url}/stadsdelar/norra-innerstaden/nulage`);
  t.same(await axe(page), [], 'overview, wide');
  await page.goto(url + path);
  const row = page.locator(`#rad-${act}`);
  await row.getByRole('radio', { name: 'Inget svar' }).focus();
  t.equal(await row.locator('.more').isVisible(), false, 'nothing more is asked of what is not answered');
  await page.keyboard.press('ArrowRight');
  await row.getByText('Sparat', { exact: true }).waitFor();
  t.equal(await row.getByRole('radio', { name: 'Ja' }).isChecked(), true);
  await page.keyboard.press('Tab');
  await page.keyboard.type('Fy');
  await row.getByLabel('Antal personer').fill('10-15');
  await row.getByLabel('Kommentar').fill('121212-1212');
  await row.getByLabel('Antal personer').focus();
  await row.getByText('Inte sparat').waitFor();
  t.equal(await row.getByLabel('Kommentar').inputValue(), '121212-1212');
  t.equal(await row.getByLabel('Kommentar').getAttribute('aria-invalid'), 'true');
  t.same(await axe(page), [], 'an area with a fault, wide');
  await row.getByLabel('Kommentar').fill('Två grupper');
  await row.getByLabel('Antal personer').focus();
  await row.getByText('Sparat', { exact: true }).waitFor();
  t.match(await repository.get('norra-innerstaden', 2026, act), { given: 'yes', form: 'physical', people: { from: 10, to: 15 }, comment: 'Två grupper' });
  t.match(await page.locator('#framsteg').textContent(), /1 av \d+/);
  await page.keyboard.press('Enter');
  t.equal(new URL(page.url()).search.includes('sparade'), false, 'Enter stays on the page');
  t.equal(await row.getByLabel('Kommentar').getAttribute('aria-invalid'), null);
  await row.getByRole('radio', { name: 'Nej' }).check();
  t.equal(await row.getByLabel('Vem utför').isVisible(), false);

  t.ok((await wide()) <= 0, 'no sideways scrolling when wide');

  // The rest on a narrow screen.
  await narrowAndDark();
  // The page says "Sparat" of the save before, too.
  while ((await repository.get('norra-innerstaden', 2026, act))?.given !== 'no') await setTimeout(20);
  await repository.saveMany('norra-innerstaden', 2026, [{ ...answer, comment: 'Från Ada' }]);
  await row.getByLabel('Kommentar').fill('Från Bo');
  await row.getByRole('radio', { name: 'Vet inte' }).focus();
  await row.getByText('Från Ada').waitFor();
  t.equal(await row.getByLabel('Kommentar').inputValue(), 'Från Bo', 'nothing typed is lost');
  t.same(await axe(page), [], 'two answers side by side, narrow');
  await row.getByRole('button', { name: 'Spara mitt' }).click();
  await page.waitForURL(/sparade=/);
  t.match(await repository.get('norra-innerstaden', 2026, act), { given: 'no', comment: 'Från Bo' });
  t.ok((await wide()) <= 0, 'no sideways scrolling when narrow');

  await page.route('**/nulage/rad/**', (route) =>
    route.fulfill({ status: 503, headers: { 'hx-retarget': '#innehall', 'hx-reswap': 'innerHTML' }, body: 'fel' }),
  );
  await row.getByLabel('Kommentar').fill('När servern är nere');
  await row.getByRole('radio', { name: 'Vet inte' }).focus();
  await row.getByText('Inte sparat').waitFor();
  t.equal(await row.getByLabel('Kommentar').inputValue(), 'När servern är nere', 'an error page never takes the place of the form');
  await page.unroute('**/nulage/rad/**');
  await page.route('**/nulage/rad/**', (route) => route.abort());
  await row.getByLabel('Kommentar').fill('Utan nät');
  await row.getByRole('radio', { name: 'Vet inte' }).focus();
  await row.getByText('Inte sparat').waitFor();
  await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Spara', exact: true }).click()]);
  await page.getByText(/1\s+svar är sparat/).waitFor();
  t.equal(await page.locator('.not-sent').count(), 0);
  t.equal((await repository.get('norra-innerstaden', 2026, act))?.comment, 'Utan nät');
  await page.goto(`${url}/stadsdelar/norra-innerstaden/nulage`);
  t.same(await axe(page), [], 'overview, narrow');
  t.same(
    faults.filter((fault) => !fault.includes('ERR_FAILED') && !fault.includes('Failed to fetch')),
    [],
  );
});

t.test('without JavaScript: the whole form, a bulk choice and its undo', { timeout: 600_000 }, async (t) => {
  const { url, database } = await startTestApp(t);
  const repository = currentStateRepository(database.db);
  const chromium = await browser(t);
  const page = await (await chromium.newContext({ javaScriptEnabled: false, locale: 'sv-SE' })).newPage();
  await page.goto(url + path);
  const row = page.locator(`#rad-${act}`);
  await row.getByRole('radio', { name: 'Ja' }).check();
  await row.getByLabel('Beslut', { exact: true }).selectOption('without');
  await row.getByLabel('Antal personer').fill('12');
  await row.getByLabel('Antal personer').press('Enter');
  await page.waitForURL(/sparade=/);
  t.match(await repository.get('norra-innerstaden', 2026, act), { given: 'yes', decision: 'without', people: { from: 12, to: 12 } });
  t.equal((await repository.list('norra-innerstaden', 2026)).length, 1, 'Enter saves; it never presses a bulk choice');
  await page.locator('details').last().locator('summary').click();
  await page.getByRole('button', { name: 'Svara för kategorin' }).last().click();
  const undo = page.getByRole('button', { name: 'Ångra' });
  await undo.waitFor();
  const many = (await repository.list('norra-innerstaden', 2026)).length;
  t.ok(many > 1);
  await undo.click();
  await page.getByText('ångrade').or(page.getByText('ångrat')).first().waitFor();
  t.same(
    (await repository.list('norra-innerstaden', 2026)).map(({ insats }) => insats),
    [act],
  );
});
