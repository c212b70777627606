import t from 'tap';
import { rowKey } from '../../src/current-state/entry-form.ts';
import { buildTestApp } from '../helpers/app.ts';

const act = 'barn-och-unga-acceptance-and-commitment-therapy-act';
const line = '/rader/vald-i-nara-relationer-jourlagenhet/hedersutsatt-vuxen';
const encoded = 'application/x-www-form-urlencoded';

/** What an error summary of a page must be: each link leads to a place on the page. */
function brokenLinks(html: string): string[] {
  const summary = /<div class="callout[^"]*"[^>]*role="alert"[\s\S]*?<\/div>/.exec(html)?.[0] ?? '';
  const targets = [...summary.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id ?? '');
  return targets.length === 0 ? ['no links'] : targets.filter((id) => !html.includes(`id="${id}"`));
}

t.test('forms that are half filled in, or filled in by a machine', { timeout: 600_000 }, async (t) => {
  const { app } = await buildTestApp(t);
  const send = (url: string, payload: string, type = encoded) =>
    app.inject({ method: 'POST', url, payload, headers: { 'content-type': type, accept: 'text/html' } });
  const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
  const whole = { district: 'origo', legalBasis: 'sol-2025-400', date: '2026-11-22' };
  const made = String((await send('/forslag', form(whole))).headers.location);
  const proposals = async () => (await app.inject('/forslag')).body.match(/href="\/forslag\/[0-9a-f-]{36}"/g)?.length;

  await t.test('a new proposal: the message stands at the field, and what was chosen is kept', async (t) => {
    const before = await proposals();
    for (const [name, fields, fault] of [
      ['nothing', {}, 'district'],
      ['no district', { ...whole, district: '' }, 'district'],
      ['no legal basis', { ...whole, legalBasis: '' }, 'legalBasis'],
      ['no date', { ...whole, date: '' }, 'date'],
      ['a day that does not exist', { ...whole, date: '2026-02-30' }, 'date'],
      ['a far future', { ...whole, date: '9999-12-31' }, 'date'],
      ['a past that nobody knows', { ...whole, date: '1850-01-01' }, 'date'],
      ['another alphabet', { ...whole, date: '２０２６-11-22' }, 'date'],
      ['emoji', { ...whole, district: '👩🏽‍🦽' }, 'district'],
      ['very long', { ...whole, district: 'a'.repeat(200_000) }, 'district'],
      ['markup', { ...whole, legalBasis: '"><script>alert(1)</script>' }, 'legalBasis'],
    ] as const) {
      const answer = await send('/forslag', form(fields));
      t.equal(answer.statusCode, 422, name);
      t.match(answer.body, new RegExp(`aria-invalid="true" aria-describedby="fel-${fault}"`), name);
      t.match(answer.body, new RegExp(`id="fel-${fault}">[^<]+<`), name);
      t.same(brokenLinks(answer.body), [], name);
      t.notMatch(answer.body, /<script>alert/, name);
      if ('district' in fields && fields.district === 'origo') t.match(answer.body, /value="origo" selected/, `${name}: the district is kept`);
    }
    t.equal(await proposals(), before, 'nothing is created');
  });

  await t.test('a line: each half-filled answer says what is missing, and nothing is lost', async (t) => {
    const page = (await app.inject(made + line)).body;
    const rule = /<select[^>]*name="svar-([a-z0-9-]+)"/.exec(page)?.[1] ?? '';
    const cleared = 'child-consent-missing';
    t.notMatch(page, `name="svar-${cleared}"`);
    for (const [name, fields, fault] of [
      ['accepted without a motive', { [`svar-${rule}`]: 'accepted', [`vem-${rule}`]: 'Chefen' }, `skal-${rule}`],
      ['accepted by nobody', { [`svar-${rule}`]: 'accepted', [`skal-${rule}`]: 'Därför' }, `vem-${rule}`],
      ['to be looked into, without a day', { [`svar-${rule}`]: 'investigate', [`vem-${rule}`]: 'Juristen' }, `datum-${rule}`],
      ['a day that does not exist', { [`svar-${rule}`]: 'investigate', [`vem-${rule}`]: 'Juristen', [`datum-${rule}`]: '2026-02-30' }, `datum-${rule}`],
      ['a motive without an answer', { [`skal-${rule}`]: 'Därför', [`svar-${rule}`]: '' }, `svar-${rule}`],
      ['an answer that is not in the list', { [`svar-${rule}`]: 'kanske' }, `svar-${rule}`],
      ['a text that is too long', { motiv: 'å'.repeat(9000) }, 'motiv'],
      ['a person', { motiv: 'Se 19121212-1212' }, 'motiv'],
      ['a way that does not exist', { val: 'open-9' }, 'val'],
      ['a flag that the design has cleared', { [`svar-${cleared}`]: 'accepted', [`vem-${cleared}`]: 'Chefen' }, `skal-${cleared}`],
    ] as const) {
      const answer = await send(made + line, form({ revision: '0', motiv: 'Kvar 🧭', ...fields }));
      t.equal(answer.statusCode, 422, name);
      t.match(answer.body, new RegExp(`<(select|input|textarea)[^>]*id="${fault}"[^>]*aria-invalid="true"`), `${name}: the field is marked`);
      t.match(answer.body, new RegExp(`id="fel-${fault}">[^<]+<`), name);
      t.same(brokenLinks(answer.body), [], name);
      for (const typed of Object.values({ motiv: 'Kvar 🧭', ...fields }))
        if (!['kanske', 'open-9'].includes(typed)) t.ok(answer.body.includes(typed), `${name}: kept`);
    }
    t.match((await app.inject(made + line)).body, 'Ingen har ändrat raden', 'nothing is stored');
  });

  await t.test('texts that are no texts are refused, and lists where one value is asked for take the last', async (t) => {
    for (const [name, payload, type] of [
      ['null character', 'motiv=a%00b', encoded],
      ['half a character', 'motiv=%ED%A0%BD', encoded],
      ['broken escape', 'motiv=%E5%', encoded],
      ['null character in JSON', '{"motiv":"a\\u0000"}', 'application/json'],
      ['half a character in JSON', '{"motiv":"\\ud83d"}', 'application/json'],
      ['the other half', '{"motiv":"a\\udE00"}', 'application/json'],
    ] as const)
      t.equal((await send(made + line, payload, type)).statusCode, 400, name);
    t.equal((await send(made + line, '{"motiv":"\\ud83e\\udded \\\\ud83d","revision":"0"}', 'application/json')).statusCode, 303, 'whole characters pass');
    t.match((await app.inject(made + line)).body, '🧭 \\ud83d');
    for (const payload of ['', '__proto__=a&constructor=b', 'revision=1&revision=x&motiv=a&motiv=b', 'flaggor=%F0%9F%92%A5&lagsvar=x', 'gor=finns-inte'])
      t.ok([303, 409].includes((await send(made + line, payload)).statusCode), payload);
    t.equal((await send('/forslag', 'district=origo&district=farsta&legalBasis=sol-2025-400&date=2026-11-22')).statusCode, 422);
    t.equal((await send('/forslag', '{"district":5,"legalBasis":{},"date":[true]}', 'application/json')).statusCode, 422);
    for (const url of ['/forslag', made + line, '/logga-in'])
      for (const payload of ['[]', '[1]', '"x"', '5', 'true']) t.equal((await send(url, payload, 'application/json')).statusCode, 400, `${url} ${payload}`);
    t.equal((await send('/forslag', `district=${'a'.repeat(300_000)}`)).statusCode, 413);
    t.equal((await send('/forslag', 'x', 'multipart/form-data; boundary=x')).statusCode, 415);
  });

  await t.test('the current state: a fault stands at its field, in the page and in the row alone', async (t) => {
    const key = rowKey(act);
    const fields = {
      [`${key}.bas`]: '0.0',
      [`${key}.given`]: 'yes',
      [`${key}.form`]: 'luktar',
      [`${key}.people`]: '-3',
      [`${key}.comment`]: '🧭'.repeat(1001),
    };
    for (const url of ['/stadsdelar/farsta/nulage?ar=2026&omrade=barn-och-unga', `/stadsdelar/farsta/nulage/rad/${act}?ar=2026`]) {
      const answer = await send(url, form(fields));
      t.equal(answer.statusCode, 422, url);
      for (const field of ['people', 'comment']) t.match(answer.body, new RegExp(`fel-${key}-${field}[^>]*>[^<]+<`), field);
    }
    const whole = (await send('/stadsdelar/farsta/nulage?ar=2026&omrade=barn-och-unga', form(fields))).body;
    t.same(brokenLinks(whole), []);
    t.match(whole, new RegExp(`aria-describedby="fel-${key}-form" aria-invalid="true"`));
    t.ok(whole.includes('🧭'.repeat(1001)));
    for (const payload of ['', 'over=x+y+z&hamta=a+b+c&slapp=q', 'alla=grupp-99&grupp-99.svar=no', 'alla=grupp-1&grupp-1.svar=kanske', '__proto__.bas=0.0'])
      t.equal((await send('/stadsdelar/farsta/nulage?ar=2026&omrade=barn-och-unga', payload)).statusCode, 303, payload);
    t.match((await app.inject('/stadsdelar/farsta/nulage')).body, /0 av 409/);
  });
});
