import t from 'tap';
import { startTestApp } from '../../helpers/app.ts';
import { axe, browser } from '../../helpers/browser.ts';

t.test('the comparison by keyboard, on a phone and wide', async (t) => {
  const { url } = await startTestApp(t);
  const page = await (await browser(t)).newPage({ viewport: { width: 380, height: 800 } });
  const refused: string[] = [];
  page.on('console', (message) => message.type() === 'error' && refused.push(message.text()));
  await page.goto(`${url}/metod/jamfor?frandatum=2026-01-01&tilldatum=2026-01-01`);

  await page.locator('#byte').focus();
  await page.locator('#byte').selectOption('allowed.requires_assessment');
  await page.waitForURL(/byte=allowed\.requires_assessment/);
  t.match(await page.locator('#live').textContent(), /22\sskillnader av 62/, 'what came is said');
  t.equal(await page.evaluate('document.activeElement.id'), 'byte', 'the focus stays where it was');
  t.equal(await page.locator('section[aria-labelledby^="byte-"]').count(), 1);

  await page.locator('details.group > summary').first().focus();
  await page.keyboard.press('Enter');
  t.equal(await page.locator('details.group[open] .card').count(), 2, 'both sides stand beside each other');
  t.same(await axe(page), []);
  t.equal(await page.evaluate('document.documentElement.scrollWidth > innerWidth'), false);

  await page.setViewportSize({ width: 1280, height: 900 });
  await page.locator('details.group[open] .columns a').first().click();
  await page.waitForURL(/\/metod\/jamfor\/[a-z0-9-]+\/[a-z0-9-]+\?/);
  t.same(await axe(page), []);
  await page.goto(`${url}/metod/jamfor?tilldatum=2025-01-01`);
  t.same(await axe(page), []);
  // What is wrong is told first.
  await page.locator('[role=alert]:focus').waitFor();
  t.same(
    refused.filter((text) => !text.includes('400')),
    [],
  );
});
