import t from 'tap';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser, watchedPage } from '../helpers/browser.ts';

const mi = '/insatser/missbruk-och-beroende-motiverande-samtal-mi';

t.test('with JavaScript the answers come in place', { timeout: 600_000 }, async (t) => {
  const { url } = await startTestApp(t);
  const { page, faults } = await watchedPage(await browser(t));
  const live = page.locator('#live');
  const focused = () => page.evaluate<string>('document.activeElement?.id ?? ""');

  await t.test('the catalogue filters while you type, says the count and keeps focus and address', async (t) => {
    await page.goto(`${url}/katalog`);
    await page.locator('#sok').pressSequentially('kontaktperson');
    await page.waitForURL('**/katalog?q=kontaktperson');
    const found = await page.locator('#resultat .stacked tbody tr').count();
    t.ok(found > 0 && found < 30);
    await live.filter({ hasText: `${found}` }).waitFor({ state: 'attached' });
    t.equal(await focused(), 'sok');
    await page.focus('#omrade');
    await page.selectOption('#omrade', 'aldre');
    await page.waitForURL('**/katalog?q=kontaktperson&omrade=aldre');
    t.equal(await focused(), 'omrade');
    await page.reload();
    t.equal(await page.inputValue('#sok'), 'kontaktperson');
  });

  await t.test('a changed answer changes flags and notes, is announced, and stands in the address', async (t) => {
    await page.goto(url + mi);
    const before = await page.locator('#utfall .flag').count();
    await page
      .locator('.question-group', { has: page.locator('#anonymity') })
      .locator('> summary')
      .click();
    await page.focus('#anonymity');
    await page.selectOption('#anonymity', 'allowed');
    await page.waitForURL('**?anonymity=allowed');
    await page.locator('#not-anonymity [data-state=changed]').waitFor();
    t.ok((await page.locator('#utfall .flag').count()) > before);
    t.equal(await focused(), 'anonymity', 'focus stays on the question');
    t.match(await live.textContent(), /ny/);
    t.ok((await page.locator('#not-residence .ds-validation-message').count()) > 0, 'a contradiction stands beside the other field too');
    t.same(await axe(page), []);
  });

  await t.test('trying what clears a flag updates answer and flags, and moves focus to the outcome', async (t) => {
    const flag = page.locator('#utfall .flag', { has: page.locator('a.try') }).first();
    const id = await flag.getAttribute('id');
    await flag.locator('> summary').click();
    await flag.locator('a.try').first().click();
    await page.locator(`#${id}`).waitFor({ state: 'detached' });
    await page.locator('[data-focus]:focus').waitFor();
    t.match(await live.textContent(), /försvann/);
  });

  await t.test('"varför?" opens the trace in place, once', async (t) => {
    const requests: string[] = [];
    page.on('request', (request) => request.url().includes('/varfor') && requests.push(request.url()));
    const summary = page.locator('#utfall .why > summary');
    await summary.click();
    await page.locator('#utfall .why .trace').waitFor();
    await summary.click();
    await summary.click();
    t.equal(requests.length, 1);
    t.ok((await page.locator('#utfall .trace-rule[data-fired=true]').count()) > 0);
    t.same(await axe(page), []);
  });

  await t.test('another target group or law changes the whole page and keeps focus', async (t) => {
    await page.goto(`${url}/insatser/barn-och-unga-stodboende`);
    await page.focus('#grund');
    await page.selectOption('#grund', 'sou-2020-47');
    await page.waitForURL('**?grund=sou-2020-47');
    t.equal(await focused(), 'grund');
    t.not(await live.textContent(), '');
  });

  await t.test('an error takes the whole content and focus, and leaves a way on', async (t) => {
    await page.goto(`${url}/katalog`);
    await page.evaluate('document.querySelector("#slag option:nth-child(2)").value = "finns-inte"');
    await page
      .locator('details', { has: page.locator('#slag') })
      .locator('> summary')
      .click();
    await page.selectOption('#slag', 'finns-inte');
    await page.locator('.error-page h1:focus').waitFor();
    t.ok((await page.locator('main a[href="/"]').count()) > 0);
  });

  t.same(faults, []);
});
