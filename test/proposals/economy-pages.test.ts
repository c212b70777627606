import { randomUUID } from 'node:crypto';
import t from 'tap';
import { createAssessor } from '../../src/assessment/assess.ts';
import { currentStateRepository } from '../../src/current-state/repository.ts';
import { draftSchema, opens } from '../../src/drafts/draft-schema.ts';
import { partsRepository } from '../../src/proposals/parts-repository.ts';
import { createProposals } from '../../src/proposals/proposals.ts';
import { buildTestApp } from '../helpers/app.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
const part = { ...form, 'hx-request': 'true', 'hx-request-type': 'partial' };
type Fields = readonly (readonly [string, string])[];

t.test('reckoning on the economy', async (t) => {
  const { app, database, knowledge } = await buildTestApp(t);
  const get = (url: string) => app.inject({ url, headers: { accept: 'text/html' } });
  const post = (url: string, fields: Fields, headers: Record<string, string> = form) =>
    app.inject({ method: 'POST', url, headers, payload: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])).toString() });
  const made = await post('/forslag', [
    ['district', 'origo'],
    ['legalBasis', 'sol-2025-400'],
    ['date', '2026-11-22'],
  ]);
  const home = String(made.headers.location);
  const id = home.split('/').at(-1) ?? '';
  const draftAt = async (version = '') => draftSchema.parse((await get(`${home}/forslag.json${version}`)).json());
  const first = await draftAt();
  const keys = first.lines.filter((line) => opens(line.section)).map((line) => `${line.insats}/${line.targetGroup}`);
  const [one = '', two = '', three = ''] = keys;
  const stored = () => partsRepository(database.db).scenarios(id);
  const numbers: Fields = [
    ['people-lagst', '1 250'],
    ['people-hogst', '1\u00a0500'],
    ['people-fran', 'Verksamhetssystemet <2025>'],
    ['assessmentHours-lagst', '6,5'],
    ['hourCost-lagst', '450 kr'],
    ['insatsCost-lagst', '4 000'],
    ['insatsCost-hogst', '12 000'],
    ['demandChange-lagst', '−10 %'],
    ['demandChange-hogst', '60%'],
  ];
  const fieldsOf = (name: string, lines: readonly string[], revision = '0', more: Fields = numbers): Fields => [
    ['namn', name],
    ['revision', revision],
    ['gor', 'spara'],
    ...lines.map((line) => ['rad', line] as const),
    ...more,
  ];
  const scenario = randomUUID();
  const href = `${home}/ekonomi/${scenario}`;

  await t.test('a new form has an id of its own and nothing filled in', async (t) => {
    const { body } = await get(`${home}/ekonomi/ny`);
    const actions = [body, (await get(`${home}/ekonomi/ny`)).body].map((page) => /action="([^"]+\/ekonomi\/[0-9a-f-]{36})"/.exec(page)?.[1]);
    t.ok(actions[0]);
    t.not(actions[0], actions[1]);
    const values = [...body.matchAll(/<input class="ds-input number"[^>]* value="([^"]*)"/g)].map(([, value]) => value);
    t.same(new Set(values), new Set(['']), 'no number that nobody entered');
  });

  await t.test('a scenario is saved as it was entered; sent several times at once it is one', async (t) => {
    const answers = await Promise.all([1, 2, 3].map(() => post(href, fieldsOf('Råd och stöd', [two, one]))));
    t.same(
      answers.map(({ statusCode }) => statusCode),
      [303, 303, 303],
    );
    const all = await stored();
    t.equal(all.length, 1);
    t.match(all[0], {
      revision: 1,
      value: {
        id: scenario,
        lines: [one, two].sort(),
        people: { span: { low: 1250, high: 1500 }, from: 'Verksamhetssystemet <2025>' },
        assessmentHours: { span: { low: 6.5, high: 6.5 } },
        demandChange: { span: { low: -10, high: 60 } },
        avoidedCost: null,
      },
    });
    const { body } = await get(href);
    t.match(body, 'Verksamhetssystemet &lt;2025&gt;');
    t.match(body, 'stockholm-2022/uppsala');
    t.match((await get(`${href}/andra`)).body, /id="people-hogst"[^>]* value="1\s500"/);
    t.match((await get(home)).body, `href="${home}/ekonomi"`);
  });

  await t.test('the picture stands beside its table, small and large, and nowhere else', async (t) => {
    const page = (await get(href)).body;
    const address = /<img class="picture" src="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const [large, small] = [await get(address), await get(`${href}/paverkan.svg?smal=1`)];
    t.match(large.headers['content-type'], 'image/svg+xml');
    t.match(large.headers['content-security-policy'], "default-src 'none'");
    t.match(small.body, 'width="420"');
    t.equal((await get(`${home}/ekonomi/${randomUUID()}/paverkan.svg`)).statusCode, 404);
  });

  await t.test('every fault is told beside its field, and nothing that was typed is lost', async (t) => {
    const wrong: Fields = [
      ['people-lagst', 'många'],
      ['people-fran', 'Enligt 19121212-1212'],
      ['assessmentHours-lagst', '10'],
      ['assessmentHours-hogst', '5'],
      ['hourCost-lagst', '-450'],
      ['insatsCost-lagst', '1.250'],
      ['demandChange-lagst', '−101'],
      ['avoidedCost-hogst', '5'],
    ];
    const answer = await post(`${home}/ekonomi/${randomUUID()}`, fieldsOf('', [one], '0', wrong));
    t.equal(answer.statusCode, 422);
    for (const field of [
      'namn',
      'people-lagst',
      'people-fran',
      'assessmentHours-hogst',
      'hourCost-lagst',
      'insatsCost-lagst',
      'demandChange-lagst',
      'avoidedCost-lagst',
    ]) {
      t.match(answer.body, `id="fel-${field}"`, field);
      t.match(answer.body, `href="#${field}"`, field);
      t.match(answer.body, new RegExp(`id="${field}"[^>]*aria-invalid="true"`), field);
    }
    for (const [name, value] of wrong) t.ok(answer.body.includes(value), name);
    t.match(answer.body, new RegExp(`value="${one}" checked`));
    t.equal((await stored()).length, 1);
    t.match((await post(`${home}/ekonomi/${randomUUID()}`, fieldsOf('x', []))).body, 'href="#rader"');
  });

  await t.test('searching, counting and taking all target groups keep what is typed and store nothing', async (t) => {
    const typed = fieldsOf('Halvfärdigt', [one], '0', [['people-lagst', 'x1']]).filter(([name]) => name !== 'gor');
    const other = first.lines.find((line) => `${line.insats}/${line.targetGroup}` === three);
    const searched = await post(href, [...typed, ['sok', other?.name ?? '']]);
    t.equal(searched.statusCode, 200, 'Enter in the search field is a search');
    t.match(searched.body, `value="${three}"`);
    t.match(searched.body, `value="${one}" checked`, 'what is chosen stays when the search leaves it out');
    t.match(searched.body, 'value="x1"');
    const fragment = await post(href, [...typed, ['gor', 'rader'], ['sok', 'finnsinte']], part);
    t.match(fragment.body, 'id="rader-val"');
    t.notMatch(fragment.body, '<html');
    t.match(fragment.body, `value="${one}" checked`);
    const [insats = ''] = three.split('/');
    const all = await post(href, [...typed, ['gor', `alla ${insats}`], ['sok', other?.name ?? '']]);
    for (const key of keys.filter((key) => key.startsWith(`${insats}/`))) t.match(all.body, `value="${key}" checked`, key);
    t.equal((await post(href, [...typed, ['sok', 'a'], ['visat-sok', 'a']])).statusCode, 422, 'Enter elsewhere is a save');
    t.equal((await stored())[0]?.revision, 1);
  });

  await t.test('the nuläge’s people are offered as a fact, never filled in or added up', async (t) => {
    const [[insats = ''] = [], [otherInsats = ''] = []] = [one.split('/'), keys.find((key) => key.split('/')[0] !== one.split('/')[0])?.split('/') ?? []];
    const given = { given: 'yes', form: 'unknown', provision: 'unknown', decision: 'unknown', wish: 'not_answered', comment: '' } as const;
    await currentStateRepository(database.db).saveMany('origo', 2026, [
      { ...given, insats, people: { from: 1210, to: 1315 } },
      { ...given, insats: otherInsats, people: { from: 40, to: 40 } },
    ]);
    const lines = [one, keys.find((key) => key.startsWith(`${otherInsats}/`)) ?? ''];
    const shown = await post(href, [...fieldsOf('Nuläge', lines, '0', []).filter(([name]) => name !== 'gor'), ['gor', 'rader']]);
    t.match(shown.body, /1\s210 till 1\s315 personer/);
    t.match(shown.body, 'samma personer');
    t.notMatch(shown.body, /1\s250 till|1\s355/);
    t.match(shown.body, /id="people-lagst"[^>]* value=""/);
    const taken = await post(href, [...fieldsOf('Nuläge', lines, '0', []).filter(([name]) => name !== 'gor'), ['gor', `nulage ${insats}`]]);
    t.match(taken.body, /id="people-lagst"[^>]* value="1\s210"/);
    t.match(taken.body, /id="people-hogst"[^>]* value="1\s315"/);
    t.match(taken.body, /id="people-fran"[^>]*>\s*Nuläget 2026/);
  });

  await t.test('a save over a newer one is refused with both, and can then be made on purpose', async (t) => {
    const changed = numbers.map(([name, value]): readonly [string, string] => [name, name === 'hourCost-lagst' ? '777' : value]);
    t.equal((await post(href, fieldsOf('Först framme', [one, two], '1', changed))).statusCode, 303);
    const late = await post(href, fieldsOf('Kom sent', [one], '1'));
    t.equal(late.statusCode, 409);
    for (const text of ['Först framme', 'Kom sent', '777']) t.match(late.body, text);
    t.match(late.body, 'name="revision" value="2"');
    t.equal((await stored())[0]?.value.name, 'Först framme');
    t.equal((await post(href, fieldsOf('Kom sent', [one], '2'))).statusCode, 303);
  });

  await t.test('a sum only where no line is in two scenarios', async (t) => {
    const second = randomUUID();
    t.equal((await post(`${home}/ekonomi/${second}`, fieldsOf('Annat', [three]))).statusCode, 303);
    t.match((await get(`${home}/ekonomi`)).body, 'Alla tillsammans');
    t.equal((await post(`${home}/ekonomi/${second}`, fieldsOf('Annat', [one, three], '1'))).statusCode, 303);
    const { body } = await get(`${home}/ekonomi`);
    t.match(body, 'Ingen summa');
    t.notMatch(body, 'Alla tillsammans');
    t.match(body, /två gånger: [^<]*Annat/);
    t.equal((await post(`${home}/ekonomi/${second}/ta-bort`, [['revision', '1']])).statusCode, 409, 'somebody has changed it');
    t.equal((await post(`${home}/ekonomi/${second}/ta-bort`, [['revision', '2']])).statusCode, 303);
    t.equal((await post(`${home}/ekonomi/${second}/ta-bort`, [['revision', '2']])).statusCode, 303, 'twice is once');
    const gone = await post(`${home}/ekonomi/${second}`, fieldsOf('Annat igen', [three], '2'));
    t.equal(gone.statusCode, 409, 'what somebody removed does not come back by itself');
    t.match(gone.body, 'name="revision" value="0"');
    t.equal((await stored()).length, 1);
  });

  await t.test('a version holds the scenarios, can be made again byte for byte, and recommends the same', async (t) => {
    t.equal((await post(`${home}/versioner`, [['version', '1']])).statusCode, 303);
    const draft = await draftAt();
    t.equal(draft.economy?.length, 1);
    t.same(draft.lines, first.lines);
    const proposals = createProposals(database.db, createAssessor(knowledge));
    const version = await proposals.find(id);
    if (version === undefined) throw new Error('stored');
    t.equal(await proposals.reproduce(version), 'same');
    const { body } = await get(home);
    t.match(body, 'id="rakneexempel"');
    t.match(body, 'Alla ändringar finns i version 2');
    t.equal((await get(`${href}/paverkan.svg?version=2`)).statusCode, 200);
    t.equal((await get(`${href}/paverkan.svg?version=1`)).statusCode, 404);
    t.equal((await post(`${href}/ta-bort`, [['revision', '3']])).statusCode, 303);
    t.match((await get(home)).body, 'id="rakneexempel"', 'the saved version keeps it');
  });

  await t.test('what does not exist is 404; hostile input is refused or only text', async (t) => {
    for (const url of ['/forslag/nix/ekonomi', `${home}/ekonomi/nix`, `${home}/ekonomi/${randomUUID()}`, `${home}/ekonomi/${randomUUID()}/andra`])
      t.equal((await get(url)).statusCode, 404, url);
    t.equal((await post(`${home}/ekonomi/nix`, fieldsOf('x', [one]))).statusCode, 404);
    const answer = await post(
      href,
      fieldsOf('<script>alert(1)</script>', ['x/y"><script>', one], 'x', [['people-fran', '</textarea><script>alert(1)</script>']]),
    );
    t.equal(answer.statusCode, 422);
    t.notMatch(answer.body, '<script>alert');
    t.match(answer.body, 'borttagen ur valet');
    t.same(await stored(), []);
  });
});
