import t from 'tap';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser, watchedPage } from '../helpers/browser.ts';

t.test('changing many lines in a browser', { timeout: 600_000 }, async (t) => {
  const { url } = await startTestApp(t);
  const chromium = await browser(t);
  const { page, faults } = await watchedPage(chromium);
  await page.goto(`${url}/stadsdelar/origo`);
  await page.getByRole('button', { name: 'Skapa utkast' }).click();
  await page.waitForURL('**/forslag/*');
  const home = page.url();
  const scrollWidth = (one: typeof page) => one.evaluate<number>('document.documentElement.scrollWidth');

  await t.test('lines are grouped and sorted, and the filter goes along to the change', async (t) => {
    await page.goto(`${home}?gruppera=allvar&sortera=flaggor#rader`);
    t.ok((await page.locator('#urval details.group').count()) > 1);
    await page.selectOption('#avsnitt', 'etapp-2');
    await page.getByRole('link', { name: 'Ändra de här raderna tillsammans' }).click();
    await page.waitForURL('**/flera?*');
    t.match(page.url(), 'avsnitt=etapp-2');
    t.equal(await page.inputValue('#avsnitt'), 'etapp-2');
  });

  await t.test('what is chosen stays when the filter changes, and the preview takes focus', async (t) => {
    await page.locator('details.question-group:has(#ceilingKind) > summary').click();
    await page.selectOption('#ceilingKind', 'sessions');
    await page.selectOption('#ceilingAmount', 'tal');
    await page.fill('#ceilingAmountAntal', '5');
    await page.selectOption('#avsnitt', 'oppnas');
    await page.waitForURL('**avsnitt=oppnas**');
    t.equal(await page.inputValue('#ceilingAmountAntal'), '5');
    await page.locator('#urval summary').click();
    await page.locator('#urval input[type="checkbox"]').first().uncheck();
    await page.getByRole('button', { name: 'Förhandsgranska' }).click();
    await page.getByRole('button', { name: /^Ändra \d/ }).waitFor();
    await page.locator('#steg-3:focus').waitFor();
    t.match(page.url(), 'utan=', 'what is left out stands in the address');
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      t.same(await axe(page), [], `preview ${width}`);
      t.ok((await scrollWidth(page)) <= width, `preview no wider than ${width}`);
    }
  });

  await t.test('confirmed and undone', async (t) => {
    await page.getByRole('button', { name: /^Ändra \d/ }).click();
    await page.waitForURL('**gjord=**');
    await page.getByRole('button', { name: 'Ångra ändringen' }).click();
    await page.waitForURL('**angrad=**');
    t.equal(await page.getByRole('button', { name: 'Ångra' }).count(), 0);
  });

  await t.test('without JavaScript: the same, and a line is added', async (t) => {
    const plain = await (await chromium.newContext({ javaScriptEnabled: false })).newPage();
    plain.setDefaultTimeout(60_000);
    await plain.goto(`${home}/flera?avsnitt=etapp-3`);
    await plain.selectOption('#val', 'keep_assessment');
    await plain.getByRole('button', { name: 'Förhandsgranska' }).click();
    await plain.locator('#fel-motiv').waitFor();
    await plain.fill('#motiv', 'Vi väntar.');
    await plain.getByRole('button', { name: 'Förhandsgranska igen' }).click();
    await plain.getByRole('button', { name: /^Ändra \d/ }).click();
    await plain.waitForURL('**gjord=**');
    await plain.goto(`${home}/lagg-till?malgrupp=hemlosa&sok=trygghetslarm`);
    await plain.locator('main table a[href$="/aldre-trygghetslarm/hemlosa"]').click();
    await plain.fill('#motiv', 'Efterfrågat.');
    await plain.getByRole('button', { name: 'Lägg till raden' }).click();
    await plain.waitForURL('**/rader/**');
    t.match(await plain.locator('main').innerText(), 'tillagd av förvaltningen');
    await plain.close();
  });

  for (const address of [`${home}/lagg-till?sok=larm`, `${home}/lagg-till/aldre-trygghetslarm/anhoriga`]) {
    await page.setViewportSize({ width: 320, height: 900 });
    await page.goto(address);
    t.same(await axe(page), [], address);
    t.ok((await scrollWidth(page)) <= 320, address);
  }
  t.same(faults, []);
});
