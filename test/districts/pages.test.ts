import t from 'tap';
import { buildTestApp } from '../helpers/app.ts';

t.test('the pages of districts', async (t) => {
  const { app, knowledge } = await buildTestApp(t);
  const get = (url: string) => app.inject({ url, headers: { accept: 'text/html' } });

  await t.test('every district and unit is listed and has a page', async (t) => {
    const { body } = await get('/stadsdelar');
    for (const { id, name } of knowledge.districts.all) {
      t.match(body, `href="/stadsdelar/${id}"`);
      const page = await get(`/stadsdelar/${id}`);
      t.equal(page.statusCode, 200, id);
      t.match(page.body, name);
      t.match(page.body, `<input type="hidden" name="district" value="${id}">`);
    }
  });

  await t.test('history leads both ways', async (t) => {
    const former = knowledge.districts.all.filter((district) => district.successors.length > 0);
    t.ok(former.length > 0);
    for (const { id, successors } of former) {
      const { body } = await get(`/stadsdelar/${id}`);
      for (const next of successors) {
        t.match(body, `href="/stadsdelar/${next}"`);
        t.match((await get(`/stadsdelar/${next}`)).body, `href="/stadsdelar/${id}"`);
      }
    }
  });

  await t.test('a district’s proposals are listed on its page, and only there', async (t) => {
    const { headers } = await app.inject({
      method: 'POST',
      url: '/forslag',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'district=mika&legalBasis=sol-2025-400&date=2026-11-22',
    });
    t.match((await get('/stadsdelar/mika')).body, `href="${headers.location}"`);
    t.notMatch((await get('/stadsdelar/kast')).body, `href="${headers.location}"`);
  });

  await t.test('an unknown district is 404', async (t) => {
    for (const id of ['nix', '%3Cscript%3E', '..%2Fetc']) t.equal((await get(`/stadsdelar/${id}`)).statusCode, 404, id);
  });
});
