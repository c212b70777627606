import t from 'tap';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser, watchedPage } from '../helpers/browser.ts';

t.test('writing a section in a browser', { timeout: 600_000 }, async (t) => {
  const { url } = await startTestApp(t);
  const chromium = await browser(t);
  const { page, faults } = await watchedPage(chromium);
  await page.goto(`${url}/stadsdelar/framtid-stockholm`);
  await page.getByRole('button', { name: 'Skapa utkast' }).click();
  await page.waitForURL('**/forslag/*');

  await t.test('from the proposal to the section that must be written', async (t) => {
    await page.locator('section[aria-labelledby="arbetskopia"] a[href$="/dokument"]').click();
    await page.waitForURL('**/dokument');
    t.same(await axe(page), []);
    await page.locator('a[href$="/dokument/barn"]').first().click();
    await page.waitForURL('**/dokument/barn');
    t.equal(await page.locator('h1').count(), 1);
  });

  await t.test('the facts stand beside on a wide screen and below on a narrow one', async (t) => {
    const places = async (width: number) => {
      await page.setViewportSize({ width, height: 900 });
      const [text, facts] = [await page.locator('#text').boundingBox(), await page.locator('#underlag').boundingBox()];
      t.equal(await page.evaluate('document.documentElement.scrollWidth'), width, 'nothing overflows');
      return { text, facts };
    };
    const narrow = await places(380);
    t.ok((narrow.facts?.y ?? 0) > (narrow.text?.y ?? 0) + (narrow.text?.height ?? 0));
    const wide = await places(1280);
    t.ok((wide.facts?.x ?? 0) > (wide.text?.x ?? 0) + (wide.text?.width ?? 0));
  });

  await t.test('a name is warned of while one types, without leaving the text', async (t) => {
    await page.focus('#text');
    await page.keyboard.type('Vi talade med Anna Svensson.');
    await page.locator('#namn').getByText('Anna Svensson').waitFor();
    t.equal(await page.evaluate('document.activeElement?.id'), 'text');
  });

  await t.test('a fault is told beside the field, and nothing typed is lost', async (t) => {
    await page.fill('#text', 'Se 19121212-1212');
    await page.getByRole('button', { name: 'Spara texten' }).click();
    await page.locator('#fel-text').waitFor();
    t.equal(await page.inputValue('#text'), 'Se 19121212-1212');
    await page.evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);
    t.same(await axe(page), []);
  });

  await t.test('a lost connection keeps the text, and the next try saves it', async (t) => {
    await page.fill('#text', 'Barnen har fått säga sin mening.');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Spara texten' }).click();
    await page.locator('#live').filter({ hasText: 'försök igen' }).waitFor({ state: 'attached' });
    t.equal(await page.inputValue('#text'), 'Barnen har fått säga sin mening.');
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Spara texten' }).click();
    await page.waitForURL('**/dokument/barn?sparad=1');
    t.equal(await page.inputValue('#text'), 'Barnen har fått säga sin mening.');
  });

  t.same(faults, [], 'no script failed and no policy was broken');
});
