import t from 'tap';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser, watchedPage } from '../helpers/browser.ts';

t.test('a proposal in a browser', { timeout: 600_000 }, async (t) => {
  const { url } = await startTestApp(t);
  const chromium = await browser(t);
  const { page, faults } = await watchedPage(chromium);
  let home = '';

  await t.test('the district’s form leads to its draft', async (t) => {
    await page.goto(`${url}/stadsdelar/sodermalm`);
    await page.getByRole('button', { name: 'Skapa utkast' }).click();
    await page.waitForURL('**/forslag/*');
    home = page.url();
    t.equal(await page.locator('h1').count(), 1);
    t.ok(await page.locator('.jumps a').count());
  });

  await t.test('"varför?" opens the trace in place', async (t) => {
    const area = page.locator('#etapp-1 ~ details:has(.rows)').first();
    await area.locator(':scope > summary').click();
    const why = area.locator('details.why').first();
    await why.locator('summary').click();
    await why.locator('.trace').waitFor();
    t.equal(page.url(), home);
    t.ok((await why.locator('.trace-rule').count()) > 10);
  });

  await t.test('a filter shows its lines in place, says the count, and stands in the address', async (t) => {
    await page.focus('#avsnitt');
    await page.selectOption('#avsnitt', 'etapp-3');
    await page.waitForURL('**?avsnitt=etapp-3');
    t.equal(await page.evaluate('document.activeElement?.id'), 'avsnitt', 'focus stays');
    await page.locator('#live').filter({ hasText: 'av' }).waitFor({ state: 'attached' });
    t.equal(await page.locator('#urval > section').count(), 1);
    await page.fill('#sok', 'hemtjänst');
    await page.waitForURL('**sok=hemtj**');
    const shown = await page.locator('#urval details.why').count();
    await page.reload();
    t.equal(await page.locator('#urval details.why').count(), shown);
  });

  await t.test('no violation of WCAG or best practice, and nothing wider than the screen', async (t) => {
    // A unit of thirty lines: axe takes ten times as long for the hundreds of a district, and they are all of the same kinds.
    await page.goto(`${url}/stadsdelar/origo`);
    await page.getByRole('button', { name: 'Skapa utkast' }).click();
    await page.waitForURL('**/forslag/*');
    const unit = page.url();
    for (const [address, width] of [
      [unit, 1280],
      [`${unit}?avsnitt=etapp-3`, 320],
      [`${url}/forslag`, 320],
      [`${url}/stadsdelar`, 320],
      [`${url}/stadsdelar/norrmalm`, 1280],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.goto(address);
      t.same(await axe(page), [], `${address} ${width}`);
      t.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= width, `${address} is no wider than ${width}`);
    }
  });

  await t.test('a form that has to be put right has no violation either, and keeps its values', async (t) => {
    await page.goto(`${url}/stadsdelar/norrmalm`);
    await page.fill('#date', '2026-11-22');
    await page.getByRole('button', { name: 'Skapa utkast' }).click();
    await page.locator('#fel-district').waitFor();
    t.equal(await page.inputValue('#date'), '2026-11-22');
    t.equal(await page.inputValue('#district'), 'norrmalm');
    t.same(await axe(page), []);
  });

  await t.test('everything works without JavaScript', async (t) => {
    const plain = await (await chromium.newContext({ javaScriptEnabled: false })).newPage();
    plain.setDefaultTimeout(60_000);
    await plain.goto(`${url}/forslag`);
    await plain.selectOption('#district', 'mika');
    await plain.getByRole('button', { name: 'Skapa utkast' }).click();
    await plain.waitForURL('**/forslag/*-*');
    await plain.selectOption('#avsnitt', 'etapp-2');
    await plain.getByRole('button', { name: 'Visa' }).click();
    await plain.waitForURL('**avsnitt=etapp-2**');
    const why = plain.locator('details.why').first();
    await why.locator('summary').click();
    await why.locator('a').click();
    await plain.waitForURL('**/varfor');
    t.ok((await plain.locator('.trace-rule').count()) > 10);
  });

  t.same(faults, []);
});
