import t from 'tap';
import { startTestApp } from '../../helpers/app.ts';
import { axe, browser } from '../../helpers/browser.ts';

t.test('from the rule’s page to the impact, with the keyboard', { timeout: 600_000 }, async (t) => {
  const { url } = await startTestApp(t);
  const page = await (await browser(t)).newPage({ viewport: { width: 1280, height: 900 } });
  const overflows = () => page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  const press = async (selector: string, key = 'Enter') => page.locator(selector).first().press(key);

  await page.goto(`${url}/metod/regler/equality-no-guideline`);
  await press('a[href^="/metod/andringar/foresla"]');
  await press('a[href^="/metod/andringar/ny/andring/ny"]');
  await press('a[href*="/set-severity"]');
  await page.locator('input[name=severity]:checked').focus();
  await page.keyboard.press('ArrowUp');
  t.same(await axe(page), []);
  await press('button[value=prova]');
  await page.locator('#foljder').waitFor();
  // Focus is on what came of it, and below on what is wrong.
  await page.locator('[data-focus]:focus').waitFor();
  t.same(await axe(page), []);
  await press('button[value=spara]');
  await page.waitForURL(/\/metod\/andringar\/1#/);
  await page.locator('a[href$="/effekt"]').first().press('Enter');
  await page.waitForURL(/effekt/);
  t.same(await axe(page), []);
  await page.selectOption('#omrade', 'aldre');
  await page.waitForURL(/omrade=aldre/);
  t.match(await page.locator('#live').innerText(), /kandidat/);

  await page.setViewportSize({ width: 380, height: 800 });
  t.equal(await overflows(), false);
  t.same(await axe(page), []);
  await page.goto(`${url}/metod/andringar/1/andring/ny/replace-conditions?regel=fee-upkeep-only`);
  await page.fill('textarea[name=conditions]', 'allt detta gäller:\n  Månens fas är full');
  await press('button[value=spara]');
  await page.locator('[role=alert]:focus').waitFor();
  t.same(await axe(page), []);
  t.equal(await overflows(), false);
});
