import type { Page } from 'playwright-core';
import t from 'tap';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser } from '../helpers/browser.ts';

const mi = '/insatser/missbruk-och-beroende-motiverande-samtal-mi';
// One of each kind; an insats whose answers are changed is seen in test/assessment.
const pages = [
  '/',
  '/katalog?omrade=barn-och-unga&svar=unclear&tema=child-protection&andel=10',
  '/insatser/barn-och-unga-stodboende?grund=sou-2020-47',
  `${mi}/varfor`,
  '/metod',
  '/metod/regler?tema=documentation',
  '/metod/kallor',
  '/metod/regler/overuse-no-residence-condition',
  '/metod/kallor/sof-2025-468',
  '/metod/att-kontrollera',
  '/finns-inte',
];

/** Hundreds of rows of the same kind, unfolded: axe takes half a minute and finds what it finds on their shorter kin. */
const long = [`${mi}/varfor`, '/metod/kallor'];

/** Opens everything that is folded, since what is hidden is not checked. */
const unfold = async (page: Page) => {
  // The browser tells that they are open a moment later, and then the requests begin.
  await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 20))');
  // What is fetched when it is unfolded is pale until it has come.
  await page.locator('.htmx-request').first().waitFor({ state: 'detached' });
};
const overflow = (page: Page) => page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

t.test('every page, wide and light, narrow and dark', { timeout: 600_000 }, async (t) => {
  const { url } = await startTestApp(t);
  const page = await (await browser(t)).newPage({ locale: 'sv-SE', reducedMotion: 'reduce' });
  const show = async (width: number, colorScheme: 'light' | 'dark') => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
  };
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => message.type() === 'error' && !message.text().includes('Failed to load resource') && faults.push(message.text()));
  for (const path of pages) {
    await show(1280, 'light');
    await page.goto(url + path);
    const language = await page.locator('html').getAttribute('lang');
    t.match(await page.title(), / – Insatsplan$/, `${path} has a title`);
    t.equal(language, 'sv');
    t.equal(await page.locator('h1').count(), 1, `${path} has one main heading`);
    if (!long.includes(path)) t.same(await axe(page), [], `${path} at 1280 as it opens`);
    await show(320, 'dark');
    if (long.includes(path)) t.same(await axe(page), [], `${path} at 320 as it opens`);
    await unfold(page);
    t.ok((await overflow(page)) <= 0, `${path} does not scroll sideways at 320`);
    if (!long.includes(path)) t.same(await axe(page), [], `${path} at 320, everything unfolded`);
    await show(1280, 'light');
    t.ok((await overflow(page)) <= 0, `${path} does not scroll sideways at 1280`);
  }
  t.same(faults, [], 'nothing is refused by the content security policy and no script fails');
});

t.test('without JavaScript every page can be read and every form sent', { timeout: 600_000 }, async (t) => {
  const { url } = await startTestApp(t);
  const context = await (await browser(t)).newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${url}/katalog`);
  await page.fill('#sok', 'kontaktperson');
  await page.click('button[type=submit]');
  t.match(page.url(), 'q=kontaktperson');
  await page.locator('#resultat tbody a').first().click();
  t.equal(await page.locator('#utfall').count(), 1);
  await page.locator('.question-group summary').first().click();
  await page.selectOption('#provider', 'lov');
  await page.click('#utformning button');
  t.match(page.url(), /\?[^#]*provider=lov[^#]*#prova$/);
  t.notMatch(page.url(), 'prova=1');
  t.equal(await page.inputValue('#provider'), 'lov');
  await page.locator('#utfall .why > summary').click();
  await page.locator('#utfall .why a').click();
  t.match(page.url(), '/varfor?');
});
