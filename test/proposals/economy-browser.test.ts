import t from 'tap';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser, watchedPage } from '../helpers/browser.ts';

t.test('reckoning on the economy in a browser', { timeout: 600_000 }, async (t) => {
  const { url } = await startTestApp(t);
  const chromium = await browser(t);
  const { page, faults } = await watchedPage(chromium);
  await page.goto(`${url}/stadsdelar/farsta`);
  await page.getByRole('button', { name: 'Skapa utkast' }).click();
  await page.waitForURL('**/forslag/*');
  const home = page.url();
  let result = '';

  await t.test('from the proposal, by way of the explanation, to an empty form', async (t) => {
    await page.getByRole('link', { name: 'Räkna på ekonomin' }).click();
    t.same(await axe(page), []);
    await page.getByRole('link', { name: 'Nytt räkneexempel' }).click();
    await page.waitForURL('**/ekonomi/ny');
  });

  await t.test('lines of a whole district are found and chosen without losing what is typed', async (t) => {
    await page.fill('#people-lagst', '80');
    t.equal(await page.locator('input[name="rad"]').count(), 0, 'not hundreds of boxes from the start');
    await page.fill('#sok', 'hemtjänst');
    await page.locator('input[name="rad"]').first().check();
    await page.locator('#valt').getByText('1 rad är vald').waitFor();
    await page.fill('#sok', 'rådgivning');
    await page.locator('#utanfor').waitFor();
    t.equal(await page.evaluate('document.activeElement?.id'), 'sok', 'focus stays');
    await page.locator('#rader-val [aria-labelledby="traffar"] input[name="rad"]').first().check();
    await page.locator('#valt').getByText('2 rader är valda').waitFor();
    t.equal(await page.inputValue('#people-lagst'), '80');
    await page.locator('#live').filter({ hasText: '2' }).waitFor({ state: 'attached' });
  });

  await t.test('faults are listed with links to their fields, and Enter in a number saves', async (t) => {
    await page.focus('#people-lagst');
    await page.keyboard.press('Enter');
    await page.locator('[role="alert"]').waitFor();
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      t.same(await axe(page), [], `form ${width}`);
      t.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= width, `form no wider than ${width}`);
    }
    await page.locator('[role="alert"] a[href="#hourCost-lagst"]').click();
    await page.locator('#hourCost-lagst:focus').waitFor();
    const typed = { namn: 'Hemtjänst och råd', 'people-hogst': '120', 'assessmentHours-lagst': '6,5', 'hourCost-lagst': '450', 'insatsCost-lagst': '4 000' };
    for (const [field, text] of Object.entries(typed)) await page.fill(`[id="${field}"]`, text);
    await page.fill('#demandChange-lagst', '-10');
    await page.fill('#demandChange-hogst', '60');
    await page.keyboard.press('Enter');
    await page.waitForURL('**?sparad=1');
    result = page.url().split('?')[0] ?? '';
  });

  await t.test('the result and the list: picture loaded, nothing wider than the screen', async (t) => {
    for (const address of [result, `${home}/ekonomi`]) {
      await page.goto(address);
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 900 });
        t.same(await axe(page), [], `${address} ${width}`);
        t.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= width, `${address} is no wider than ${width}`);
      }
    }
    await page.goto(result);
    await page.locator('img.picture').scrollIntoViewIfNeeded();
    await page.waitForFunction("document.querySelector('img.picture').naturalWidth > 0");
  });

  await t.test('everything works without JavaScript', async (t) => {
    const plain = await (await chromium.newContext({ javaScriptEnabled: false })).newPage();
    plain.setDefaultTimeout(60_000);
    await plain.goto(`${result}/andra`);
    await plain.fill('#namn', 'Utan skript');
    await plain.fill('#sok', 'samtal');
    await plain.keyboard.press('Enter');
    await plain.locator('#traffar').waitFor();
    t.equal(await plain.inputValue('#namn'), 'Utan skript');
    await plain.locator('[aria-labelledby="traffar"] input[name="rad"]').first().check();
    await plain.getByRole('button', { name: 'Spara och räkna' }).click();
    await plain.waitForURL('**?sparad=1');
    t.match(await plain.locator('main').innerText(), 'Rader som räkneexemplet gäller (3)');
    await plain.locator('summary', { hasText: 'Ta bort' }).click();
    await plain.getByRole('button', { name: 'Ja, ta bort' }).click();
    await plain.waitForURL('**/ekonomi?borttaget=1');
  });

  t.same(faults, []);
});
