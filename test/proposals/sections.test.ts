import t from 'tap';
import { draftSchema, opens } from '../../src/drafts/draft-schema.ts';
import { documentPartIds, documentParts } from '../../src/drafts/outline.ts';
import { buildTestApp } from '../helpers/app.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
const part = { ...form, 'hx-request': 'true', 'hx-request-type': 'partial' };

t.test('the sections of the document', async (t) => {
  const { app, knowledge } = await buildTestApp(t);
  const get = (url: string) => app.inject({ url, headers: { accept: 'text/html' } });
  const post = (url: string, fields: Record<string, string>, headers: Record<string, string> = form) =>
    app.inject({ method: 'POST', url, headers, payload: new URLSearchParams(fields).toString() });
  const home = String((await post('/forslag', { district: 'framtid-stockholm', legalBasis: 'sol-2025-400', date: '2026-11-22' })).headers.location);
  const overview = `${home}/dokument`;
  const child = `${overview}/barn`;
  const draftNow = async () => draftSchema.parse((await get(`${home}/forslag.json`)).json());
  const revisionOf = async (href: string) => /name="revision" value="(\d+)"/.exec((await get(href)).body)?.[1] ?? '';
  const typedIn = (body: string) => /<textarea[^>]*name="text"[^>]*>\s*([^<]*)</.exec(body)?.[1];

  await t.test('a text is written, kept, shown as it reads, and taken away', async (t) => {
    t.equal((await post(child, { revision: '0', text: 'Ett <b>.\r\n\r\n- en punkt' })).statusCode, 303);
    const { body } = await get(child);
    t.equal(typedIn(body), 'Ett &lt;b&gt;.\n\n- en punkt');
    t.match(body, '<li>en punkt</li>');
    t.match((await get(overview)).body, 'Skriven');
    t.equal((await post(child, { revision: '1', text: ' \n' })).statusCode, 303);
    t.notMatch((await get(overview)).body, 'Skriven');
  });

  await t.test('the same save twice, also at once, is one save', async (t) => {
    const answers = await Promise.all([1, 2, 3].map(() => post(child, { revision: '2', text: 'Den sparade texten.' })));
    t.same(
      answers.map((answer) => answer.statusCode),
      [303, 303, 303],
    );
    t.equal(await revisionOf(child), '3');
  });

  await t.test('a save over a newer one is refused with both texts, and can then be made on purpose', async (t) => {
    const late = await post(child, { revision: '2', text: 'Min egen text.' });
    t.equal(late.statusCode, 409);
    t.match(late.body, 'Den sparade texten.');
    t.equal(typedIn(late.body), 'Min egen text.');
    t.match(late.body, 'name="revision" value="3"');
    t.equal(typedIn((await get(child)).body), 'Den sparade texten.');
    t.equal((await post(child, { revision: '3', text: 'Båda ihop.' })).statusCode, 303);
    const fragment = await post(child, { revision: '2', text: 'En till.' }, part);
    t.equal(fragment.statusCode, 409);
    t.notMatch(fragment.body, '<html');
  });

  await t.test('a personal number or too long a text is refused beside the field, and what was typed is kept', async (t) => {
    for (const text of ['Gäller 19121212-1212 särskilt.', 'å'.repeat(40_001)]) {
      const answer = await post(child, { revision: '1', text });
      t.equal(answer.statusCode, 422);
      t.match(answer.body, 'id="fel-text"');
      t.equal(typedIn(answer.body), text);
      t.match(answer.body, 'name="revision" value="1"', 'a fault never lets the save pass over a newer one');
    }
    t.equal(typedIn((await get(child)).body), 'Båda ihop.');
  });

  await t.test('a name is warned of, while writing and after saving, and never refused', async (t) => {
    const hint = await post(child, { gor: 'namn', text: 'Vi har talat med Anna Svensson.' }, part);
    t.match(hint.body, 'Anna Svensson');
    t.notMatch((await post(child, { gor: 'namn', text: 'Vi har talat med Socialstyrelsen.' }, part)).body, 'callout');
    t.equal((await post(child, { revision: '4', text: 'Vi har talat med Anna Svensson.' })).statusCode, 303);
    t.match((await get(child)).body, 'Är det en klient?');
    const line = (await draftNow()).lines[0];
    const href = `${home}/rader/${line?.insats}/${line?.targetGroup}`;
    t.equal((await post(href, { revision: '0', val: '', motiv: 'Anna Svensson vill.' })).statusCode, 303);
    t.match((await get(href)).body, 'Är det en klient?');
  });

  await t.test('beside the child analysis stand all open lines that reach children, and no other', async (t) => {
    const { lines } = await draftNow();
    const reaches = lines.filter((line) => {
      const traits = knowledge.catalogue.groupById.get(line.targetGroup)?.traits;
      return opens(line.section) && (traits?.minors !== 'none' || traits.childrenAtHome !== 'no');
    });
    const shown = new Set([...(await get(child)).body.matchAll(/href="[^"]+\/rader\/([^"#]+)"/g)].map(([, key]) => key));
    t.same([...shown].sort(), reaches.map((line) => `${line.insats}/${line.targetGroup}`).sort());
    const [first] = reaches;
    if (first === undefined) throw new Error('a line that reaches children');
    await post(`${home}/rader/${first.insats}/${first.targetGroup}/ta-bort`, {});
    t.notMatch((await get(child)).body, `/rader/${first.insats}/${first.targetGroup}"`, 'removed in the working copy');
    await post(`${home}/rader/${first.insats}/${first.targetGroup}/lagg-till`, {});
  });

  await t.test('every part has its page, and answers to flags stand beside the preparation', async (t) => {
    const links = [...(await get(overview)).body.matchAll(/href="([^"]+\/dokument\/[a-z]+)"/g)].map(([, href = '']) => href);
    t.equal(new Set(links).size, documentPartIds.length);
    for (const href of new Set(links)) t.equal((await get(href)).statusCode, 200, href);
    const line = (await draftNow()).lines.find((one) => opens(one.section) && one.flags.length > 0);
    const rule = line?.flags[0]?.rule;
    const href = `${home}/rader/${line?.insats}/${line?.targetGroup}`;
    const answer = { [`svar-${rule}`]: 'investigate', [`vem-${rule}`]: 'Enhetschefen', [`datum-${rule}`]: '2027-03-01' };
    t.equal((await post(href, { revision: await revisionOf(href), val: '', motiv: '', ...answer })).statusCode, 303);
    const { body } = await get(`${overview}/beredning`);
    t.match(body, 'Utreds av Enhetschefen');
    t.match(body, `href="${href}#svara-${rule}"`);
  });

  const headings = (changes: Record<string, string> = {}) => ({
    revision: '0',
    ...Object.fromEntries(
      documentPartIds.flatMap((id, i) => [
        [`titel-${id}`, documentParts[id]],
        [`plats-${id}`, String(i + 1)],
        [`med-${id}`, 'ja'],
      ]),
    ),
    ...changes,
  });
  const titles = (body: string) => [...body.matchAll(/<th scope="row">\d+\. <a[^>]*>([^<]+)</g)].map(([, title]) => title);

  await t.test('headings are renamed, moved and left out; what is left out is not asked for', async (t) => {
    t.equal((await post(overview, headings({ 'titel-child': 'Barnets bästa', 'plats-economy': '1', 'med-preparation': 'nej' }))).statusCode, 303);
    const { body } = await get(overview);
    const { economy, preparation: _left, child: _renamed, ...rest } = documentParts;
    t.equal(titles(body)[0], economy);
    t.same([...titles(body)].sort(), [economy, 'Barnets bästa', ...Object.values(rest)].sort());
    t.notMatch((await get(`${home}/saknas`)).body, '/dokument/beredning');
    t.equal((await post(`${home}/versioner`, { version: '1' })).statusCode, 303);
    const draft = await draftNow();
    t.equal(draft.outline?.[0]?.part, 'economy');
    t.equal(draft.texts?.child, 'Vi har talat med Anna Svensson.');
  });

  await t.test('headings that cannot stand are refused beside the field, and what was typed is kept', async (t) => {
    const bad = headings({ revision: '1', 'titel-child': ' sammanfattning ', 'titel-economy': '', 'titel-matter': 'x'.repeat(121), 'plats-summary': 'två' });
    const answer = await post(overview, bad);
    t.equal(answer.statusCode, 422);
    for (const field of ['titel-child', 'titel-economy', 'titel-matter', 'plats-summary']) t.match(answer.body, `id="fel-${field}"`);
    t.match(answer.body, 'value="två"');
    const none = Object.fromEntries(Object.entries(headings({ revision: '1' })).filter(([name]) => !name.startsWith('med-')));
    t.equal((await post(overview, none)).statusCode, 422);
    t.equal(titles((await get(overview)).body).includes('Barnets bästa'), true);
  });

  await t.test('headings over newer ones are refused with both side by side; the usual ones can be restored', async (t) => {
    const late = await post(overview, headings({ 'titel-summary': 'Min sammanfattning' }));
    t.equal(late.statusCode, 409);
    for (const title of ['Min sammanfattning', 'Barnets bästa']) t.match(late.body, `<li>${title}</li>`);
    t.match(late.body, 'value="Min sammanfattning"');
    t.equal((await post(overview, { revision: '1', gor: 'aterstall' })).statusCode, 303);
    t.same(titles((await get(overview)).body), Object.values(documentParts));
  });

  await t.test('two versions with other texts and headings are compared', async (t) => {
    const { body } = await get(`${home}/jamfor?fran=1&till=2`);
    t.match(body, 'Texter i dokumentet');
    t.match(body, 'Vi har talat med Anna Svensson.');
    t.match(body, '<li>Barnets bästa</li>');
  });

  await t.test('what does not exist is 404', async (t) => {
    for (const url of [`${overview}/nix`, '/forslag/nix/dokument', '/forslag/nix/dokument/barn']) t.equal((await get(url)).statusCode, 404, url);
    t.equal((await post(`${overview}/nix`, { text: 'x' })).statusCode, 404);
  });
});
