import t from 'tap';
import { buildTestApp } from '../helpers/app.ts';

const part = { 'hx-request': 'true', 'hx-request-type': 'partial', accept: 'text/html' };

t.test('the catalogue pages', async (t) => {
  const { app } = await buildTestApp(t);
  const get = (url: string, headers: Record<string, string> = { accept: 'text/html' }) => app.inject({ url, headers });

  await t.test('without JavaScript: rows, pages, and an address for each choice', async (t) => {
    const { body, statusCode } = await get('/katalog?omrade=aldre&svar=requires_assessment');
    t.equal(statusCode, 200);
    t.match(body, /<form[^>]*action="\/katalog" method="get"/);
    t.match(body, /<option value="aldre" selected>/);
    t.match(body, 'href="/katalog?omrade=aldre"');
  });

  await t.test('htmx gets the rows only, the count to announce and the short address', async (t) => {
    const { body, headers } = await get('/katalog?q=kontaktperson&omrade=&grund=sol-2025-400&sortera=omrade', part);
    t.notMatch(body, '<html');
    t.match(body, 'hx-target="#live"');
    t.equal(headers['hx-replace-url'], '/katalog?q=kontaktperson');
  });

  await t.test('nothing found is said, with a way out', async (t) => {
    const { body } = await get('/katalog?q=finnsinte');
    t.match(body, 'href="/katalog"');
    t.notMatch(body, '<tbody');
  });

  await t.test('the last page is shown when the page asked for does not exist', async (t) => {
    t.match((await get('/katalog?sida=999')).body, 'aria-current="page"><span class="ds-sr-only">Sida </span>9<');
  });

  await t.test('the verdicts follow the chosen basis', async (t) => {
    const open = (body: string) => Number(/<h2 id="antal">(\d+)/.exec(body)?.[1]);
    const inForce = open((await get('/katalog?svar=requires_assessment')).body);
    const proposed = open((await get('/katalog?svar=requires_assessment&grund=sou-2020-47')).body);
    t.ok(inForce > proposed, `${inForce} > ${proposed}`);
  });

  await t.test('the CSV holds what is shown, and only that', async (t) => {
    const all = await get('/katalog.csv');
    t.equal(all.headers['content-type'], 'text/csv; charset=utf-8');
    t.match(all.headers['content-disposition'], 'attachment');
    t.ok(all.rawPayload.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])));
    t.equal(all.body.trim().split('\r\n').length, 410);
    t.equal((await get('/katalog.csv?omrade=aldre&sida=2')).body.trim().split('\r\n').length, 76);
  });

  await t.test('the picture is an image that may style itself and nothing else', async (t) => {
    const { headers, body } = await get('/katalog/bild.svg?omrade=aldre&smal=1');
    t.equal(headers['content-type'], 'image/svg+xml');
    t.equal(headers['content-security-policy'], "default-src 'none'; style-src 'unsafe-inline'");
    t.match(body, /^<svg width="300"/);
  });

  await t.test('hostile and unknown values are refused with the field and what to do; nothing of them runs', async (t) => {
    for (const query of [
      'omrade=nej',
      'svar=%3Cscript%3E',
      'grund=x',
      'sida=0',
      'sida=ett',
      'tema=__proto__',
      `q=${'x'.repeat(300)}`,
      'sortera=constructor',
      'visa=mycket',
      'omrade=a&omrade=b',
    ]) {
      const { statusCode, body } = await get(`/katalog?${query}`);
      t.equal(statusCode, 400, query);
      t.notMatch(body, '<script>');
    }
    t.match((await get('/katalog?q=%3Cscript%3Ealert(1)%3C/script%3E')).body, '&lt;script&gt;alert(1)');
    t.equal((await get('/katalog?okand=1')).statusCode, 200);
  });
});
