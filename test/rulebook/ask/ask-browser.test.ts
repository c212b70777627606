import t from 'tap';
import { startTestApp } from '../../helpers/app.ts';
import { axe, browser } from '../../helpers/browser.ts';

t.test('ask with the keyboard: choose, change, ask why not, open a rule', { timeout: 600_000 }, async (t) => {
  const { url } = await startTestApp(t);
  const page = await (await browser(t)).newPage({ viewport: { width: 1280, height: 900 } });
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  const focused = () => page.evaluate('document.activeElement.id');
  const has = (text: string) => page.waitForURL((at) => at.search.includes(text));

  await page.goto(`${url}/metod/fraga?insats=aldre-trygghetslarm&datum=2026-11-22`);
  t.same(await axe(page), []);
  await page.locator('#utformning summary').first().click();
  await page.selectOption('#provider', 'lou');
  await has('provider=lou');

  await page.locator('#grund').focus();
  await page.selectOption('#grund', 'sou-2020-47');
  await has('grund=sou-2020-47');
  t.equal(new URL(page.url()).searchParams.get('provider'), 'lou', 'a change of the one form keeps the other’s answers');
  t.equal(await focused(), 'grund', 'focus stays where it was');

  await page.locator('#mal').focus();
  await page.selectOption('#mal', 'svar.requires_assessment');
  await page.locator('#varfor h3').first().waitFor();
  await has('mal=svar.requires_assessment');
  t.equal(await focused(), 'mal');
  t.match(await page.locator('#live').innerText(), /Lagens svar är inte/);

  await page.locator('#spar .trace-rule summary').first().press('Enter');
  await page.locator('#spar .trace-rule .trace-leaf').first().waitFor();

  await page.setViewportSize({ width: 380, height: 800 });
  await page.locator('#hitta-pa > summary').click();
  t.same(await axe(page), []);
  t.equal(await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'), false, 'nothing overflows');

  // A stable address leads into a folded theme of the list.
  const rule = 'documentation-exception-reason-doubtful';
  await page.goto(`${url}/metod/regler#regel-${rule}`);
  await page.locator(`#regel-${rule}`).waitFor({ state: 'visible' });
  t.equal(await page.evaluate(`document.getElementById('regel-${rule}').getBoundingClientRect().top < innerHeight`), true, 'and to the rule');
  t.equal(await page.locator('details.rule-theme[open]').count(), 1, 'the others stay folded');
  t.same(await axe(page), []);
  t.same(errors, []);
});
