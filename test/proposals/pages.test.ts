import t from 'tap';
import { draftSchema } from '../../src/drafts/draft-schema.ts';
import { buildTestApp } from '../helpers/app.ts';

const part = { 'hx-request': 'true', 'hx-request-type': 'partial', accept: 'text/html' };
const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };

t.test('the pages of a proposal', async (t) => {
  const { app } = await buildTestApp(t);
  const get = (url: string, headers: Record<string, string> = { accept: 'text/html' }) => app.inject({ url, headers });
  const post = (fields: Record<string, string>) =>
    app.inject({ method: 'POST', url: '/forslag', headers: form, payload: new URLSearchParams(fields).toString() });
  const good = { district: 'sodermalm', legalBasis: 'sol-2025-400', date: '2026-11-22' };
  const made = await post(good);
  const home = String(made.headers.location);
  const draft = draftSchema.parse((await get(`${home}/forslag.json`)).json());

  await t.test('the form makes a draft and leads to it; sent twice it is still one', async (t) => {
    t.equal(made.statusCode, 303);
    t.match(home, /^\/forslag\/[0-9a-f-]{36}$/);
    t.equal((await post(good)).headers.location, home);
    const { body } = await get('/forslag');
    t.equal(body.split(`href="${home}"`).length - 1, 1);
  });

  await t.test('the page holds every section, a table of contents that leads somewhere, and is light', async (t) => {
    const { body, statusCode } = await get(home);
    t.equal(statusCode, 200);
    t.ok(Buffer.byteLength(body) < 1_500_000, `${Buffer.byteLength(body)} bytes`);
    const ids = new Set([...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const targets = [...body.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    t.same(
      targets.filter((id) => !ids.has(id)),
      [],
    );
    t.equal([...body.matchAll(/ id="([^"]+)"/g)].length, ids.size, 'no id twice');
    t.equal(body.split('class="plain why').length - 1, draft.lines.length, 'a why for each line');
    for (const value of [draft.inputs.ruleset, draft.legalBasis.title]) t.match(body, value);
  });

  await t.test('filters stand in the address and keep only what they name', async (t) => {
    const lines = draft.lines.filter((line) => line.section === 'stage2' && line.area === 'aldre');
    const { body } = await get(`${home}?avsnitt=etapp-2&omrade=aldre`);
    t.equal(body.split('class="plain why').length - 1, lines.length);
    t.match(body, '<option value="etapp-2" selected>');
    const fragment = await get(`${home}?avsnitt=etapp-2&omrade=&sok=`, part);
    t.notMatch(fragment.body, '<html');
    t.equal(fragment.headers['hx-replace-url'], `${home}?avsnitt=etapp-2`);
    t.match(fragment.body, 'hx-target="#live"');
    t.match((await get(`${home}?sok=finnsinte`)).body, `href="${home}#rader"`, 'nothing found has a way out');
  });

  await t.test('why: a whole page, and only the trace when htmx asks', async (t) => {
    const [line] = draft.lines;
    const url = `${home}/rader/${line?.insats}/${line?.targetGroup}/varfor`;
    const page = await get(url);
    t.match(page.body, '<html');
    t.match(page.body, `href="${home}"`);
    const trace = await get(url, part);
    t.notMatch(trace.body, '<html');
    for (const reason of line?.reasons ?? []) t.match(trace.body, reason.slice(0, 40));
  });

  await t.test('files come with name and type', async (t) => {
    for (const [extension, type] of [
      ['json', 'application/json'],
      ['md', 'text/markdown'],
      ['docx', 'wordprocessingml'],
      ['xlsx', 'spreadsheetml'],
    ] as const) {
      const { headers, statusCode, rawPayload } = await get(`${home}/forslag.${extension}`);
      t.equal(statusCode, 200);
      t.match(headers['content-type'], type);
      t.match(headers['content-disposition'], new RegExp(`filename="insatsplan-sodermalm-sol-2025-400-2026-11-22-v1\\.${extension}"`));
      t.ok(rawPayload.length > 10_000);
    }
    t.equal((await get(`${home}/forslag.exe`)).statusCode, 404);
  });

  await t.test('the risk picture is an image that can do nothing else', async (t) => {
    for (const query of ['', '?smal=1']) {
      const { body, headers } = await get(`${home}/riskbild.svg${query}`);
      t.match(headers['content-type'], 'image/svg+xml');
      t.match(headers['content-security-policy'], "default-src 'none'");
      t.match(body, /^<svg/);
      const [theme] = draft.risk.themes.filter((one) => one.counts.medium > 0);
      t.match(body, `>${theme?.counts.medium}<`);
    }
  });

  await t.test('a bad form is answered field by field, keeps what was written, and stores nothing', async (t) => {
    const cases: [Record<string, string>, string[]][] = [
      [{}, ['district', 'legalBasis', 'date']],
      [{ ...good, district: '' }, ['district']],
      [{ ...good, district: 'norrmalm' }, ['district']],
      [{ ...good, district: '<script>alert(1)</script>' }, ['district']],
      [{ ...good, legalBasis: 'sol-1980' }, ['legalBasis']],
      [{ ...good, date: '2025-06-30' }, ['date']],
      [{ ...good, date: '2026-02-30' }, ['date']],
      [{ ...good, date: '22/11 2026' }, ['date']],
      [{ ...good, date: '9999-12-31' }, ['date']],
      [{ ...good, legalBasis: 'sou-2020-47', date: '2019-01-01' }, ['date']],
    ];
    const before = (await get('/forslag')).body.split('<th scope="row">').length;
    for (const [fields, expected] of cases) {
      const { statusCode, body } = await post(fields);
      t.equal(statusCode, 422, JSON.stringify(fields));
      t.same([...new Set([...body.matchAll(/id="fel-(\w+)"/g)].map(([, field]) => field))].sort(), [...expected].sort(), JSON.stringify(fields));
      t.notMatch(body, /<script>alert|at .*\.ts:/);
      if (fields.legalBasis === 'sou-2020-47') t.match(body, '<option value="sou-2020-47" selected>');
      if (fields.district === 'norrmalm') t.match(body, 'Norra innerstaden', 'the successor is named');
    }
    t.equal((await get('/forslag')).body.split('<th scope="row">').length, before);
    const twice = await app.inject({
      method: 'POST',
      url: '/forslag',
      headers: form,
      payload: 'district=jarva&district=mika&legalBasis=sol-2025-400&date=2026-11-22',
    });
    t.equal(twice.statusCode, 422);
  });

  await t.test('a draft without lines has a page too, with links that lead somewhere', async (t) => {
    const { headers } = await post({ ...good, district: 'kast' });
    const { body, statusCode } = await get(String(headers.location));
    t.equal(statusCode, 200);
    const ids = new Set([...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const targets = [...body.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    t.same(
      targets.filter((id) => !ids.has(id)),
      [],
    );
  });

  await t.test('what does not exist is 404, what cannot be read is 400; both say what to do', async (t) => {
    const [line] = draft.lines;
    for (const url of [
      '/forslag/nix',
      `/forslag/${'0'.repeat(36)}`,
      '/forslag/00000000-0000-0000-0000-000000000000/forslag.md',
      `${home}/rader/nix/nix/varfor`,
      `${home}/rader/${line?.insats}/nix/varfor`,
    ]) {
      const { statusCode, body } = await get(url);
      t.equal(statusCode, 404, url);
      t.match(body, '<h1');
    }
    for (const url of [`${home}?avsnitt=etapp-9`, `${home}?omrade=%3Cb%3E`, `${home}?sok=${'x'.repeat(200)}`, `${home}?sok=a&sok=b`])
      t.equal((await get(url)).statusCode, 400, url);
  });
});
