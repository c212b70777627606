import t from 'tap';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser, watchedPage } from '../helpers/browser.ts';

t.test('shaping a proposal in a browser', { timeout: 600_000 }, async (t) => {
  const { url } = await startTestApp(t);
  const chromium = await browser(t);
  const { page, faults } = await watchedPage(chromium);
  await page.goto(`${url}/stadsdelar/origo`);
  await page.getByRole('button', { name: 'Skapa utkast' }).click();
  await page.waitForURL('**/forslag/*');
  const home = page.url();
  let line = '';

  await t.test('from the proposal to a line that misses something', async (t) => {
    await page.locator('#arbetskopia').waitFor();
    await page.locator('section[aria-labelledby="arbetskopia"] li > a[href*="/rader/"]').first().click();
    await page.waitForURL('**/rader/**');
    line = page.url().split('#')[0] ?? '';
    t.equal(await page.locator('h1').count(), 1);
  });

  await t.test('a changed answer is assessed at once; what is being written stays', async (t) => {
    await page.fill('#motiv', 'Skrivet före ändringen');
    const before = await page.locator('#flaggor article').count();
    await page.locator('details.question-group:has(#riskDocumented) > summary').click();
    await page.selectOption('#riskDocumented', 'no');
    await page.locator('#utfall').getByText('Nya flaggor:').waitFor();
    await page.waitForFunction(`document.querySelectorAll('#flaggor article').length !== ${before}`);
    t.equal(await page.inputValue('#motiv'), 'Skrivet före ändringen');
    t.equal(await page.inputValue('#riskDocumented'), 'no');
    t.equal(page.url().split('#')[0], line, 'the address stays');
    await page.focus('#val');
    await page.selectOption('#val', 'keep_assessment');
    await page.locator('#utfall h3').filter({ hasText: 'Behåll behovsprövning' }).waitFor();
    t.equal(await page.evaluate('document.activeElement?.id'), 'val', 'focus stays');
  });

  await t.test('a fault is told beside its field, and nothing is lost', async (t) => {
    await page.fill('#motiv', 'Se 19121212-1212');
    await page.getByRole('button', { name: 'Spara raden' }).click();
    await page.locator('#fel-motiv').waitFor();
    t.equal(await page.inputValue('#motiv'), 'Se 19121212-1212');
    t.equal(await page.inputValue('#riskDocumented'), 'no');
    t.equal(await page.inputValue('#val'), 'keep_assessment');
    t.same(await axe(page), []);
  });

  await t.test('a lost connection keeps the form, and the next try saves it', async (t) => {
    await page.fill('#motiv', 'Vi väntar.');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Spara raden' }).click();
    await page.locator('#live').filter({ hasText: 'försök igen' }).waitFor({ state: 'attached' });
    t.equal(await page.inputValue('#motiv'), 'Vi väntar.');
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Spara raden' }).click();
    await page.waitForURL('**?sparad=1');
    t.equal(await page.inputValue('#motiv'), 'Vi väntar.');
  });

  await t.test('two people: the later is refused, and sees both texts', async (t) => {
    const other = await chromium.newPage();
    other.setDefaultTimeout(60_000);
    await other.goto(line);
    await page.fill('#motiv', 'Den första vann.');
    const answered = page.waitForResponse((response) => response.request().method() === 'POST');
    await page.getByRole('button', { name: 'Spara raden' }).click();
    await answered;
    await other.fill('#motiv', 'Den andra kom sent.');
    await other.getByRole('button', { name: 'Spara raden' }).click();
    await other.locator('#krock').waitFor();
    t.match(await other.locator('section[aria-labelledby="krock"]').innerText(), /Den första vann\.[\s\S]*Den andra kom sent\./);
    t.equal(await other.inputValue('#motiv'), 'Den andra kom sent.');
    for (const width of [1280, 320]) {
      await other.setViewportSize({ width, height: 900 });
      t.same(await axe(other), [], `conflict ${width}`);
      t.ok((await other.evaluate<number>('document.documentElement.scrollWidth')) <= width, `conflict no wider than ${width}`);
    }
    await other.getByRole('button', { name: 'Spara mitt ändå' }).click();
    await other.waitForURL('**?sparad=1');
    await other.close();
  });

  await t.test('saved as a new version, and compared', async (t) => {
    await page.goto(home);
    // The answer leads to the address that the page already has.
    await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: 'Spara som ny version' }).click()]);
    await page.goto(`${home}/versioner`);
    await page.getByRole('button', { name: 'Jämför' }).click();
    await page.waitForURL('**/jamfor?**');
    t.match(await page.locator('main').innerText(), 'Den andra kom sent.');
  });

  await t.test('no violation of WCAG or best practice, and nothing wider than the screen', async (t) => {
    for (const address of [home, line, `${home}/saknas`, `${home}/versioner`, `${home}/jamfor?fran=1&till=2`]) {
      await page.goto(address);
      await page.evaluate("for (const one of document.querySelectorAll('#flaggor details')) one.open = true");
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 900 });
        // Seconds for a whole proposal: pages-browser.test.ts has looked at it wide.
        if (address !== home || width === 320) t.same(await axe(page), [], `${address} ${width}`);
        t.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= width, `${address} is no wider than ${width}`);
      }
    }
    if (process.env.SHOTS !== undefined) {
      for (const [name, address, width] of [
        ['line', line, 1280],
        ['line-320', line, 320],
        ['home', home, 1280],
        ['compare', `${home}/jamfor?fran=1&till=2`, 1280],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(address);
        await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: name !== 'home' });
      }
    }
  });

  await t.test('everything works without JavaScript', async (t) => {
    const plain = await (await chromium.newContext({ javaScriptEnabled: false })).newPage();
    plain.setDefaultTimeout(60_000);
    await plain.goto(line);
    await plain.fill('#motiv', 'Utan skript.');
    await plain.selectOption('#val', 'open_with_conditions-3');
    await plain.getByRole('button', { name: 'Räkna om utan att spara' }).click();
    await plain.locator('#utfall h3').filter({ hasText: 'etapp 3' }).waitFor();
    t.equal(await plain.inputValue('#motiv'), 'Utan skript.');
    await plain.getByRole('button', { name: 'Spara raden' }).click();
    await plain.waitForURL('**?sparad=1');
    await plain.getByRole('button', { name: 'Ta bort raden ur förslaget' }).click();
    await plain.getByRole('button', { name: 'Ångra borttagningen' }).click();
    t.equal(await plain.inputValue('#motiv'), 'Utan skript.');
  });

  t.same(faults, []);
});
