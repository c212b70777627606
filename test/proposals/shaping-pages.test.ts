import t from 'tap';
import { createAssessor } from '../../src/assessment/assess.ts';
import { toJson } from '../../src/database/json.ts';
import { draftSchema } from '../../src/drafts/draft-schema.ts';
import { createProposals } from '../../src/proposals/proposals.ts';
import { buildTestApp } from '../helpers/app.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
const part = { ...form, 'hx-request': 'true', 'hx-request-type': 'partial' };

t.test('shaping a proposal', async (t) => {
  const { app, database, knowledge } = await buildTestApp(t);
  const get = (url: string) => app.inject({ url, headers: { accept: 'text/html' } });
  const post = (url: string, fields: Record<string, string>, headers: Record<string, string> = form) =>
    app.inject({ method: 'POST', url, headers, payload: new URLSearchParams(fields).toString() });
  const made = await post('/forslag', { district: 'origo', legalBasis: 'sol-2025-400', date: '2026-11-22' });
  const home = String(made.headers.location);
  const id = home.split('/').at(-1) ?? '';
  const draftAt = async (version = '') => draftSchema.parse((await get(`${home}/forslag.json${version}`)).json());
  const first = await draftAt();
  const firstBytes = (await get(`${home}/forslag.json`)).body;
  const lineIn = (section: string) => {
    const line = first.lines.find((one) => one.section === section);
    if (line === undefined) throw new Error(section);
    return { ...line, href: `${home}/rader/${line.insats}/${line.targetGroup}` };
  };
  const revisionOf = async (href: string) => /name="revision" value="(\d+)"/.exec((await get(href)).body)?.[1] ?? '';
  const stage2 = lineIn('stage2');

  await t.test('a line is saved, shown again, and the version stays as it was', async (t) => {
    const saved = await post(stage2.href, { revision: '0', val: 'keep_assessment', motiv: 'Vi avvaktar <b>.' });
    t.equal(saved.statusCode, 303);
    const { body } = await get(stage2.href);
    t.match(body, '<option value="keep_assessment" selected>');
    t.match(body, 'Vi avvaktar &lt;b&gt;.');
    t.match((await get(home)).body, 'ändrad, inte i versionen');
    t.equal((await get(`${home}/forslag.json`)).body, firstBytes);
  });

  await t.test('the same save twice, also at once, is one save', async (t) => {
    const fields = { revision: '1', val: 'keep_assessment', motiv: 'Två gånger.' };
    const answers = await Promise.all([1, 2, 3].map(() => post(stage2.href, fields)));
    t.same(
      answers.map((answer) => answer.statusCode),
      [303, 303, 303],
    );
    t.equal(await revisionOf(stage2.href), '2');
  });

  await t.test('a save over a newer one is refused with both texts, and can then be made on purpose', async (t) => {
    const late = await post(stage2.href, { revision: '1', val: '', motiv: 'Min egen text.' });
    t.equal(late.statusCode, 409);
    for (const text of ['Två gånger.', 'Min egen text.']) t.ok(late.body.split(text).length > 1, text);
    t.match(late.body, /<textarea[^>]*name="motiv"[^>]*>\s*Min egen text\./);
    t.equal((await get(stage2.href)).body.includes('Min egen text.'), false);
    t.match(late.body, 'name="revision" value="2"');
    t.equal((await post(stage2.href, { revision: '2', val: 'keep_assessment', motiv: 'Min egen text.' })).statusCode, 303);
  });

  await t.test('a pathway that the law excludes is refused, on the page and by the database’s own values', async (t) => {
    const closed = lineIn('keep_law');
    t.match((await get(closed.href)).body, /<option value="open-1" disabled>/);
    const refused = await post(closed.href, { revision: '0', val: 'open-1', motiv: 'Ändå.' });
    t.equal(refused.statusCode, 422);
    t.match(refused.body, 'id="fel-val"');
    t.match(refused.body, 'Ändå.');
    t.equal((await post(closed.href, { revision: '0', val: 'hoppsan' })).statusCode, 422);
    const rows = await database.db.selectFrom('working_line').select('pathway').execute();
    t.notOk(rows.some((row) => row.pathway?.startsWith('open')));
    await t.rejects(
      database.db
        .insertInto('working_line')
        .values({
          proposal_id: id,
          insats: 'x',
          target_group: 'y',
          pathway: 'open',
          stage: null,
          motive: '',
          removed_at: null,
          revision: 1,
          design: toJson({}),
        })
        .execute(),
    );
  });

  await t.test('a personal number is refused beside the field, and nothing typed is lost', async (t) => {
    const answer = await post(stage2.href, { revision: '3', val: 'open-2', motiv: 'Gäller 19121212-1212 särskilt.' });
    t.equal(answer.statusCode, 422);
    t.match(answer.body, 'id="fel-motiv"');
    t.match(answer.body, 'Gäller 19121212-1212 särskilt.');
    t.match(answer.body, '<option value="open-2" selected>');
    t.notMatch((await get(stage2.href)).body, '19121212');
  });

  await t.test('a changed design is assessed at once and stores nothing', async (t) => {
    const fields = { revision: '3', val: '', gor: 'prova', flaggor: '', lagsvar: 'allowed', documentation: 'none', motiv: 'Skrivs just nu' };
    const fragment = await post(stage2.href, fields, part);
    t.equal(fragment.statusCode, 200);
    t.match(fragment.body, 'id="utfall"');
    t.match(fragment.body, 'Nya flaggor:');
    t.notMatch(fragment.body, '<html');
    const page = await post(stage2.href, fields);
    t.match(page.body, 'Skrivs just nu');
    t.match(page.body, '<html');
    t.equal(await revisionOf(stage2.href), '3');
  });

  await t.test('what is missing is listed with links, and is done when it is answered', async (t) => {
    const stage3 = lineIn('stage3');
    const anchors = new Set([...(await get(`${home}/saknas`)).body.matchAll(/href="([^"]+)#(svara-[^"]+)"/g)].map(([, href, anchor]) => `${href} ${anchor}`));
    const high = stage3.flags.filter((flag) => flag.severity === 'high' || flag.severity === 'blocking');
    for (const flag of high) t.ok(anchors.has(`${stage3.href} svara-${flag.rule}`), flag.rule);
    t.match((await get(stage3.href)).body, `id="svara-${high[0]?.rule}"`);
    t.equal((await post(`${home}/klar`, { version: '1' })).statusCode, 409);
    t.notMatch((await get(home)).body, `action="${home}/klar"`);

    const [a, ...rest] = high;
    const answers = Object.fromEntries([
      ...(a === undefined
        ? []
        : [
            [`svar-${a.rule}`, 'investigate'],
            [`vem-${a.rule}`, 'Jurist'],
            [`datum-${a.rule}`, '2027-03-01'],
          ]),
      ...rest.flatMap(({ rule }) => [
        [`svar-${rule}`, 'accepted'],
        [`vem-${rule}`, 'Enhetschef'],
        [`skal-${rule}`, 'Vi tar risken.'],
      ]),
    ]);
    t.equal((await post(stage3.href, { revision: '0', val: '', motiv: '', ...answers })).statusCode, 303);
    t.notMatch((await get(`${home}/saknas`)).body, `href="${stage3.href}"`);
    t.match((await get(stage3.href)).body, 'value="2027-03-01"');
    for (const line of first.lines.filter((one) => one.section === 'stage3' && one !== first.lines.find((l) => l.section === 'stage3')))
      t.equal((await post(`${home}/rader/${line.insats}/${line.targetGroup}/ta-bort`, {})).statusCode, 303);
    const unwritten = new Set([...(await get(`${home}/saknas`)).body.matchAll(/href="([^"]+\/dokument\/[^"]+)"/g)].map(([, href = '']) => href));
    t.equal(unwritten.size, 5);
    t.match((await get(home)).body, `href="${[...unwritten][0]}"`);
    for (const href of unwritten) t.equal((await post(href, { revision: '0', text: `Skrivet av oss om ${href}.` })).statusCode, 303);
    t.notMatch((await get(`${home}/saknas`)).body, '/dokument/');
  });

  await t.test('a filter shows only what is changed', async (t) => {
    const changed = await get(`${home}?visa=andrade`);
    t.ok(changed.body.split('class="plain why').length - 1 >= 2);
    t.ok(changed.body.split('class="plain why').length - 1 < first.lines.length);
    t.equal((await get(`${home}?visa=nix`)).statusCode, 400);
  });

  await t.test('a new version holds everything; asked twice it is one; the first stays as it was', async (t) => {
    const answers = await Promise.all([1, 2].map(() => post(`${home}/versioner`, { version: '1' })));
    t.same(
      answers.map((answer) => answer.statusCode),
      [303, 303],
    );
    const draft = await draftAt();
    t.match(
      draft.lines.find((line) => line.insats === stage2.insats && line.targetGroup === stage2.targetGroup),
      { pathway: 'keep_assessment', section: 'keep_choice', shaped: { motive: 'Min egen text.', chosen: true } },
    );
    t.equal((await get(`${home}/forslag.json?version=1`)).body, firstBytes);
    t.match((await get(home)).body, 'id="andringar"');
    t.match((await get(`${home}/versioner`)).body, 'Version 2');
    t.notMatch((await get(`${home}/versioner`)).body, 'Version 3');
    const proposals = createProposals(database.db, createAssessor(knowledge));
    const stored = await proposals.find(id);
    if (stored === undefined) throw new Error('stored');
    t.equal(stored.version, 2);
    t.equal(await proposals.reproduce(stored), 'same', 'made again from its inputs, byte for byte');
    const old = await proposals.find(id, 1);
    t.equal(old === undefined ? '' : await proposals.reproduce(old), 'same');
    t.equal(
      (await post('/forslag', { district: 'origo', legalBasis: 'sol-2025-400', date: '2026-11-22' })).headers.location,
      home,
      'the same request leads here still',
    );
  });

  await t.test('two versions are compared line by line, and every difference here is made by people', async (t) => {
    const { body, statusCode } = await get(`${home}/jamfor?fran=1&till=2`);
    t.equal(statusCode, 200);
    t.match(body, 'Min egen text.');
    t.match(body, 'Ändrat av människor');
    t.notMatch(body, 'Ändrade regler');
    t.match(body, `Skrivet av oss om ${home}/dokument/barn.`);
    t.match((await get(`${home}/jamfor?fran=2&till=2`)).body, 'Ingen rad skiljer sig');
    t.equal((await get(`${home}/jamfor?fran=1&till=9`)).statusCode, 404);
    t.equal((await get(`${home}/jamfor?fran=x`)).statusCode, 400);
  });

  await t.test('a version in which nothing is missing can be marked as ready, and the mark taken away', async (t) => {
    t.match((await get(`${home}/saknas`)).body, 'Inget saknas');
    t.equal((await post(`${home}/klar`, { version: '1' })).statusCode, 409, 'only the newest');
    t.equal((await post(`${home}/klar`, { version: '2' })).statusCode, 303);
    t.match((await get(home)).body, 'markerad som klar');
    t.equal((await post(`${home}/inte-klar`, { version: '2' })).statusCode, 303);
    t.notMatch((await get(home)).body, 'markerad som klar');
  });

  await t.test('a removed line comes back with what was written', async (t) => {
    t.equal((await post(`${stage2.href}/ta-bort`, {})).statusCode, 303);
    t.match((await get(stage2.href)).body, 'Lägg tillbaka');
    t.match((await get(home)).body, `action="${stage2.href}/lagg-till"`);
    t.equal((await post(`${stage2.href}/lagg-till`, {})).statusCode, 303);
    t.match((await get(stage2.href)).body, 'Min egen text.');
  });

  await t.test('an old form cannot make a version over a newer one', async (t) => {
    t.equal((await post(stage2.href, { revision: await revisionOf(stage2.href), val: '', motiv: 'Nu följer vi.' })).statusCode, 303);
    t.equal((await post(`${home}/versioner`, { version: '1' })).statusCode, 409);
    t.equal((await post(`${home}/versioner`, { version: '2' })).statusCode, 303);
    t.equal((await draftAt()).summary.sections.length, first.summary.sections.length);
  });

  await t.test('what does not exist is 404; hostile input is refused or shown as text', async (t) => {
    for (const url of [`${home}/rader/nix/nix`, `/forslag/nix/saknas`, `/forslag/nix/versioner`, `${home}?version=9`])
      t.equal((await get(url)).statusCode, 404, url);
    const answer = await post(stage2.href, {
      revision: 'x',
      val: '"><script>alert(1)</script>',
      motiv: '</textarea><script>alert(1)</script>',
      'svar-x"y': 'accepted',
    });
    t.equal(answer.statusCode, 422);
    t.notMatch(answer.body, '<script>alert');
  });
});
