import t from 'tap';
import { z } from 'zod';
import { rulesCheckSchema } from '../../../src/api/schemas.ts';
import { form } from '../../helpers/accounts.ts';
import { startTestApp } from '../../helpers/app.ts';
import { axe, browser } from '../../helpers/browser.ts';

t.test('the cases of the rules', { timeout: 600_000 }, async (t) => {
  const { app, knowledge, url } = await startTestApp(t);
  const get = async (address: string, headers: Record<string, string> = { accept: 'text/html' }) => app.inject({ url: address, headers });
  const [law] = knowledge.ruleset.laws;
  const [rule] = law?.rules ?? [];

  await t.test('are filtered by rule, theme, kind, result and words, and lead to their rule', async (t) => {
    const count = async (query: string) => ((await get(`/metod/fall?${query}`)).body.match(/scope="row"/g) ?? []).length;
    const { body } = await get(`/metod/fall?regel=${rule?.name}`);
    const rules = [...body.matchAll(/<td data-label="Regel"><a href="\/metod\/regler\/([^"]+)"/g)].map(([, name]) => name);
    t.ok(rules.length > 0 && rules.every((name) => name === rule?.name));
    t.equal(await count('resultat=fel'), 0, 'every case holds');
    t.ok((await count(`tema=${law?.id}`)) > 10);
    t.equal(await count(`tema=${law?.id}&slag=risk`), 0);
    t.ok((await count('q=trygghetslarm')) > 0);
    t.equal(await count('q=finnsinte'), 0);
    t.notSame((await get('/metod/fall')).body, (await get('/metod/fall?sida=2')).body);
  });

  await t.test('htmx gets the list only; unknown values are refused', async (t) => {
    const { body } = await get('/metod/fall?slag=law', { 'hx-request': 'true', 'hx-request-type': 'partial', accept: 'text/html' });
    t.notMatch(body, '<html');
    for (const bad of ['slag=x', 'tema=__proto__', 'regel=finns-inte', 'resultat=1', 'sida=0', 'sida=x'])
      t.equal((await get(`/metod/fall?${bad}`)).statusCode, 400, bad);
    t.equal((await get('/metod/fall?sida=9999')).statusCode, 200, 'a page beyond the last is the last');
  });

  await t.test('what they prove: the page, its picture and the API say the same', async (t) => {
    const { body } = await get('/metod/fall/tackning');
    const check = rulesCheckSchema.parse((await app.inject('/api/v1/rules/check')).json());
    t.equal(check.ruleset, knowledge.ruleset.hash);
    for (const { title, id } of check.mutations.themes) t.ok(body.includes(title) && body.includes(`tema=${id}`), id);
    const picture = await get('/metod/fall/bild.svg?smal=1');
    t.match(picture.headers['content-type'], 'image/svg+xml');
    for (const { killed, total } of check.mutations.themes) t.ok(picture.body.includes(`${killed} av ${total}`));
  });

  await t.test('a gone ruleset is refused; the city is gone through once, with progress, and then shown', async (t) => {
    const refused = await app.inject({ method: 'POST', url: '/metod/fall/luckor', ...form({ regelverk: 'ett-annat' }) });
    t.equal(refused.statusCode, 409);
    const page = await (await browser(t)).newPage({ viewport: { width: 380, height: 800 } });
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.setDefaultTimeout(60_000);
    await page.goto(`${url}/metod/fall/luckor`);
    await page.getByRole('button', { name: 'Gå igenom hela staden' }).click();
    // Every candidate of the city is asked: seconds, but on a machine that is shared minutes.
    await page.locator('#krockar').waitFor({ timeout: 300_000 });
    t.same(await axe(page), []);
    t.equal(await page.evaluate('document.documentElement.scrollWidth'), 380);
    const hrefs = await page.locator('#staden a[href^="/insatser/"]').evaluateAll((links) => links.map((link) => String(link.getAttribute('href'))));
    t.ok(hrefs.length > 20);
    for (const href of [hrefs.at(0), hrefs.at(-1)]) t.equal((await get(z.string().parse(href))).statusCode, 200);
    await page.goto(`${url}/metod/fall`);
    t.same(await axe(page), []);
    await page.goto(`${url}/metod/fall/tackning`);
    t.same(await axe(page), []);
    t.same(faults, []);
  });
});
