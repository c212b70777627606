import fc from 'fast-check';
import t from 'tap';
import { cssString } from '../../src/exports/paper-routes.ts';
import { startTestApp } from '../helpers/app.ts';
import { axe, browser } from '../helpers/browser.ts';

t.test('no text gets out of a CSS string', async (t) => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/["<\n\r\f]/.test(cssString(text).slice(1, -1))));
  t.equal(cssString('Järva · "x"'), '"Järva · \\22 x\\22 "');
});

t.test('a proposal on paper, and the form of the whole city', async (t) => {
  const { app, url } = await startTestApp(t);
  const page = await (await browser(t)).newPage();
  const made = await app.inject({
    method: 'POST',
    url: '/forslag',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'district=farsta&legalBasis=sol-2025-400&date=2026-11-22',
  });
  const base = String(made.headers.location);
  t.match((await app.inject(`${base}/papper.css`)).body, /content: "Utkast, version 1 · Farsta/);
  await page.goto(`${url}${base}`);
  const printed = (await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
  t.ok(printed > 20 && printed < 75, `${printed} pages`);
  await page.emulateMedia({ media: 'print' });
  t.notOk(await page.locator('.site-header').isVisible());
  t.ok(await page.locator('.print-only').first().isVisible(), 'what is left out is said');
  const folded = page.locator('.group:not([open]) .rows tbody th').first();
  t.ok(await folded.isVisible(), 'what is folded on screen is open on paper');

  await page.emulateMedia({ media: 'screen' });
  await page.goto(`${url}/stadsexport`);
  t.same(await axe(page), []);
  await page.getByRole('button', { name: 'Gör filerna' }).click();
  const download = page.getByRole('link', { name: 'Hämta ZIP-filen' });
  await download.waitFor();
  t.same(await axe(page), []);
});
