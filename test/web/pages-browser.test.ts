import type { Page } from 'playwright-core';
import t from 'tap';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser } from '../helpers/browser.ts';

const mi = '/insatser/missbruk-och-beroende-motiverande-samtal-mi';
const pages = [
  '/',
  '/katalog',
  '/katalog?omrade=barn-och-unga&svar=unclear&tema=child-protection&andel=10',
  '/katalog?q=finnsinte',
  mi,
  `${mi}?anonymity=allowed&provider=lov`,
  '/insatser/barn-och-unga-stodboende?grund=sou-2020-47',
  `${mi}/varfor`,
  '/metod',
  '/metod/regler',
  '/metod/regler?tema=documentation',
  '/metod/kallor',
  '/finns-inte',
  '/katalog?omrade=nej',
];

/** Hundreds of rows of the same kind, unfolded: axe takes half a minute and finds what it finds on their shorter kin. */
const long = [`${mi}/varfor`, '/metod/regler', '/metod/kallor'];

/** Opens everything that is folded, since what is hidden is not checked. */
const unfold = (page: Page) => page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
const overflow = (page: Page) => page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

t.test('every page, wide and narrow, light and dark', { timeout: 120_000 }, async (t) => {
  const { url } = await startTestApp(t);
  const chromium = await browser(t);
  for (const [width, colorScheme] of [
    [1280, 'light'],
    [320, 'dark'],
  ] as const) {
    const context = await chromium.newContext({ viewport: { width, height: 800 }, colorScheme, locale: 'sv-SE', reducedMotion: 'reduce' });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && !message.text().includes('Failed to load resource') && faults.push(message.text()));
    for (const path of pages) {
      await page.goto(url + path);
      const language = await page.locator('html').getAttribute('lang');
      t.match(await page.title(), / – Insatsplan$/, `${path} has a title`);
      t.equal(language, 'sv');
      t.equal(await page.locator('h1').count(), 1, `${path} has one main heading`);
      t.same(await axe(page), [], `${path} at ${width} as it opens`);
      await unfold(page);
      t.ok((await overflow(page)) <= 0, `${path} does not scroll sideways at ${width}`);
      if (width === 320 && !long.includes(path)) t.same(await axe(page), [], `${path} at ${width}, everything unfolded`);
    }
    t.same(faults, [], 'nothing is refused by the content security policy and no script fails');
    await context.close();
  }
});

t.test('without JavaScript every page can be read and every form sent', { timeout: 60_000 }, async (t) => {
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
