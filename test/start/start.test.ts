import t from 'tap';
import { buildTestApp } from '../helpers/app.ts';

t.test('the first page starts a draft with every district, both bases and a date', async (t) => {
  const { app, knowledge } = await buildTestApp(t);
  const { body, statusCode } = await app.inject({ url: '/', headers: { accept: 'text/html' } });
  t.equal(statusCode, 200);
  t.match(body, /<form[^>]*action="\/forslag" method="post"/);
  for (const district of knowledge.districts.all) t.ok(body.includes(`<option value="${district.id}">`), district.id);
  for (const law of knowledge.ruleset.laws) t.ok(body.includes(`name="legalBasis" value="${law.id}"`), law.id);
  t.match(body, /name="date" type="date" value="\d{4}-\d{2}-\d{2}"/);
  t.match(body, /<ol class="steps">[\s\S]*href="\/stadsdelar"[\s\S]*href="#district"/, 'the way to a decision, from the beginning');
  t.match((await app.inject({ url: '/katalog', headers: { accept: 'text/html' } })).body, 'href="/#ord"');
  t.match(body, 'id="ord"', 'where the foot of every page says that the words are explained');
  const refused = await app.inject({ url: '/konton', headers: { accept: 'text/html' } });
  t.match(refused, { statusCode: 403, body: 'first-admin' }, 'without accounts it is told how the first one is made');
});
