import Fastify from 'fastify';
import Papa from 'papaparse';
import readExcelFile from 'read-excel-file/node';
import t from 'tap';
import { localActor } from '../../../src/accounts/roles.ts';
import { comparisonSchema } from '../../../src/api/compare-route.ts';
import { type Assessor, createAssessor } from '../../../src/assessment/assess.ts';
import { factsOf } from '../../../src/current-state/feed.ts';
import { loadKnowledge } from '../../../src/knowledge.ts';
import compareRoutes from '../../../src/rulebook/compare/routes.ts';
import { errorHandling } from '../../../src/web/error-handling.ts';
import { rendering } from '../../../src/web/render.ts';
import { addAccount, browserOf } from '../../helpers/accounts.ts';
import { buildTestApp } from '../../helpers/app.ts';
import { runCommand } from '../../helpers/cli.ts';

const at = 'frandatum=2026-01-01&tilldatum=2026-01-01';
const group = /<details class="group" id="skal-([0-9a-f]{16})"/g;
const grouped = (body: string): string[] => [...body.matchAll(group)].map(([, id = '']) => id);
const counted = (body: string): number[] => [...body.matchAll(/<td class="number differs"><a [^>]*>(\d+)</g)].map(([, n]) => Number(n));
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

t.test('the comparison of two sides', async (t) => {
  const built = await buildTestApp(t);
  const { app, database, knowledge } = built;
  const get = async (query: string, headers: Record<string, string> = { accept: 'text/html' }) => app.inject({ url: `/metod/jamfor${query}`, headers });
  const whole = (await get(`?${at}`)).body;
  const total = sum(counted(whole));
  const csvRows = async (query: string) => {
    const { body } = await get(`/tabell.csv?${query}`);
    return Papa.parse<Record<string, string>>(body.replace('\uFEFF', ''), { header: true, skipEmptyLines: true }).data;
  };

  await t.test('the table leads to the lists, and filters and files agree with it', async (t) => {
    t.ok(total > 50 && grouped(whole).length > 5);
    for (const [, href = '', n] of whole.matchAll(/<td class="number differs"><a href="([^"#]+)[^>]*>(\d+)</g)) {
      const url = href.replaceAll('&amp;', '&');
      const answer = await app.inject({ url, headers: { accept: 'text/html' } });
      t.ok(grouped(answer.body).length > 0, url);
      t.equal((await csvRows(url.split('?')[1] ?? '')).length, Number(n), url);
    }
    const parts = await Promise.all(
      ['aldre', 'barn-och-unga', 'funktionshinder', 'missbruk-och-beroende', 'socialpsykiatri', 'vald-i-nara-relationer'].map((area) =>
        csvRows(`${at}&omrade=${area}`),
      ),
    );
    t.equal(sum(parts.map((rows) => rows.length)), total, 'the areas are the whole');
    t.equal((await csvRows(`${at}&regel=sol-skyddat-boende-vardnadshavare`)).length, 4);
    t.ok((await csvRows(`${at}&q=stödboende`)).every((row) => /stödboende/i.test(Object.values(row).join())));
    t.same(grouped((await get(`?${at}&q=finnsinte`)).body), []);
    const [first = ''] = grouped(whole);
    t.same(grouped((await get(`?${at}&skal=${first}`)).body), [first], 'one group alone');
    t.ok((await csvRows(`${at}&skal=${first}`)).length < 10, 'in the files too');
  });

  await t.test('files hold every row with both sources, dates and rules, and no formula', async (t) => {
    const rows = await csvRows(at);
    t.equal(rows.length, total);
    t.match(
      rows.find((row) => row['Insats-id'] === 'barn-och-unga-stodboende'),
      {
        'Målgrupp-id': 'unga-18-20',
        'Från: hänvisning': /694 p\. 4/,
        'Till: regler': /^L-\d{3} sol-/,
        'Till: hänvisning': /11:5 p\. 5/,
        'Från: datum': '2026-01-01',
        'Till: reglernas kännetecken': knowledge.ruleset.hash,
      },
    );
    t.notOk(rows.some((row) => Object.values(row).some((cell) => /^[=+@-]/.test(cell))));
    const book = await get(`/tabell.xlsx?${at}&omrade=aldre`);
    t.match(String(book.headers['content-disposition']), /sou-2020-47-2026-01-01-sol-2025-400-2026-01-01-svar\.xlsx/);
    const sheets = await readExcelFile(book.rawPayload);
    const rowsOf = (sheet: string) => sheets.find((one) => one.sheet === sheet)?.data ?? [];
    t.equal(rowsOf('Rader').length - 1, (await csvRows(`${at}&omrade=aldre`)).length);
    t.equal(
      sum(
        rowsOf('Skäl')
          .slice(1)
          .map((row) => Number(row[2])),
      ),
      rowsOf('Rader').length - 1,
    );
    t.equal(
      sum(
        rowsOf('Från och till')
          .slice(1)
          .map((row) => Number(row[2])),
      ),
      knowledge.catalogue.pairs.length,
    );
    t.ok(rowsOf('Underlag').some((row) => row.includes(knowledge.ruleset.hash)));
  });

  await t.test('the sides change places, and a side beside itself differs in nothing', async (t) => {
    const href = /href="([^"]+)">Byt plats/.exec(whole)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const turned = (await app.inject({ url: href, headers: { accept: 'text/html' } })).body;
    t.same(counted(turned).sort(), counted(whole).sort());
    t.equal(/href="([^"]+)">Byt plats/.exec(turned)?.[1]?.replaceAll('&amp;', '&'), `/metod/jamfor?${at}`);
    const same = await get(`?${at}&fran=sol-2025-400`);
    t.same([counted(same.body), grouped(same.body)], [[], []]);
  });

  await t.test('htmx gets the results, with the address that can be shared', async (t) => {
    const part = await get(`?${at}&byte=allowed.unclear`, { 'hx-request': 'true', 'hx-request-type': 'partial', accept: 'text/html' });
    t.notMatch(part.body, '<html');
    t.match(part.body, 'hx-target="#live"');
    t.equal(part.headers['hx-replace-url'], `/metod/jamfor?${at}&byte=allowed.unclear`);
  });

  await t.test('one candidate is shown on both sides; the picture is one', async (t) => {
    const pair = await get(`/barn-och-unga-stodboende/unga-18-20?${at}`);
    for (const source of ['sou-2020-47/s.694-p4', 'sol-2025-400/11:5-p5']) t.match(pair.body, `kalla-${source}`);
    t.match(pair.body, '/insatser/barn-och-unga-stodboende/varfor?malgrupp=unga-18-20&amp;grund=sou-2020-47&amp;datum=2026-01-01');
    t.equal((await get(`/finns-inte/unga-18-20?${at}`)).statusCode, 404);
    const picture = await get(`/bild.svg?${at}`);
    t.match([picture.headers['content-type'], picture.body], [/svg/, /Socialpsykiatri/]);
  });

  await t.test('what cannot be read is told at its field, and what was written stays', async (t) => {
    const bad: [string, string][] = [
      ['fran=sol-1956', 'fran'],
      ['tilldatum=2025-06-30', 'tilldatum'],
      ['frandatum=2020-08-25', 'frandatum'],
      ['tilldatum=31-12-2026', 'tilldatum'],
      ['frandatum=2101-01-01', 'frandatum'],
      ['tillversion=0000000000000000', 'tillversion'],
      ['stadsdel=gotham', 'stadsdel'],
    ];
    for (const [query, field] of bad) {
      const { statusCode, body } = await get(`?${query}`);
      t.equal(statusCode, 400, query);
      t.match(body, new RegExp(`id="${field}"[^>]* aria-invalid="true" aria-describedby="fel-${field}"`), query);
      t.match(body, `id="fel-${field}"`);
      t.match(body, `href="#${field}"`);
    }
    t.match((await get('?tilldatum=2025-06-30&frandatum=2026-03-01')).body, 'value="2025-06-30"');
    for (const query of [
      'omrade=x',
      'malgrupp=__proto__',
      'insats=x',
      'visa=x',
      'utformning=x',
      'byte=allowed',
      'skal=x',
      'sida=0',
      'sida=x',
      'fran=a&fran=b',
      `q=${'x'.repeat(201)}`,
    ])
      t.equal((await get(`?${query}`)).statusCode, 400, query);
    for (const file of ['/tabell.csv', '/tabell.xlsx', '/bild.svg', '/barn-och-unga-stodboende/unga-18-20'])
      t.equal((await get(`${file}?tilldatum=2025-06-30`)).statusCode, 400, file);
    t.equal((await get(`/tabell.csv?${at}&tecken=tab`)).statusCode, 400);
  });

  await t.test('programs get the same from the API and the command line', async (t) => {
    const api = await app.inject('/api/v1/rules/compare?from=sou-2020-47@2026-01-01&to=sol-2025-400@2026-01-01&area=aldre');
    const answer = comparisonSchema.parse(api.json());
    t.equal(answer.flips, (await csvRows(`${at}&omrade=aldre`)).length);
    t.equal(sum(answer.reasons.map(({ candidates }) => candidates.length)), answer.flips);
    const sides = ['--from', 'sou-2020-47@2026-01-01', '--to', 'sol-2025-400@2026-01-01'];
    const command = await runCommand(['rules', 'compare', ...sides, '--area', 'aldre', '--json']);
    t.same(JSON.parse(command.out), answer);
    t.match((await runCommand(['rules', 'compare', ...sides])).out, /sol-vard-av-unga; SoL 11:5 p\. 5/);
    const wrong: [string[], RegExp][] = [
      [['--from', 'sou-2020-47'], /båda sidorna/],
      [['--from', 'x', '--to', 'sol-2025-400'], /--from: Okänd rättslig grund/],
      [['--from', 'sou-2020-47', '--to', 'sol-2025-400@2025-01-01'], /--to: .*1 juli 2025/],
      [[...sides, '--area', 'x'], /--area/],
      [[...sides, '--aspect', 'x'], /--aspect/],
      [[...sides, '--nej'], /--nej/],
    ];
    for (const [args, says] of wrong) t.match(await runCommand(['rules', 'compare', ...args]), { code: 2, err: says }, args.join(' '));
    t.match((await app.inject('/api/v1/rules/compare?to=sol-2025-400@2025-01-01')).json(), { status: 422, errors: [{ field: 'to' }] });
    for (const query of ['from=', 'aspect=x', 'area=x', 'toRuleset=x', 'nej=1'])
      t.equal((await app.inject(`/api/v1/rules/compare?${query}`)).statusCode, 400, query);
  });

  await t.test("a district's nuläge is read only by those who may", async (t) => {
    await addAccount(database, 'origo@example.se', { role: 'planner', district: 'origo' });
    await addAccount(database, 'chef@example.se', { role: 'administrator', district: '*' });
    const planner = await browserOf(app, 'origo@example.se');
    t.equal((await planner.get('/metod/jamfor?stadsdel=farsta')).statusCode, 403);
    t.equal((await planner.get('/metod/jamfor/tabell.csv?stadsdel=farsta')).statusCode, 403);
    const own = await planner.get('/metod/jamfor?stadsdel=origo&visa=flaggor');
    t.equal(own.statusCode, 200);
    t.notMatch(own.body, '<option value="farsta"');
  });
});

t.test('versions: the rules in force are asked for at each request, and others by their own', async (t) => {
  const knowledge = loadKnowledge();
  const { ruleset } = knowledge;
  const stricter = {
    ...ruleset,
    hash: 'c0ffee00c0ffee00',
    laws: ruleset.laws.map((law) => ({
      ...law,
      rules: law.rules.map((rule) =>
        rule.name === 'sol-huvudregel'
          ? { ...rule, event: { ...rule.event, params: { ...rule.event.params, verdict: 'requires_assessment' as const } } }
          : rule,
      ),
    })),
  };
  const assessors = [createAssessor(knowledge), createAssessor({ ...knowledge, ruleset: stricter })] as const;
  let inForce: Assessor = assessors[0];
  const live: Assessor = {
    ...assessors[0],
    get knowledge() {
      return inForce.knowledge;
    },
  };
  let inForceNumber = 1;
  const told = assessors.map(
    (
      {
        knowledge: {
          ruleset: { hash },
        },
      },
      i,
    ) => ({ number: i + 1, hash, kind: 'published', appliesFrom: '2027-01-01', title: `utgåva ${i + 1}` }),
  );
  // What a district has said about one insats: privately given today, so that its default design assumes no own provision.
  const insats = 'barn-och-unga-stodboende';
  const states = new Map([[insats, factsOf({ given: 'yes', provision: 'private', decision: 'with', wish: 'yes' })]]);

  const app = Fastify();
  app.decorateRequest('actor', null);
  app.addHook('preHandler', async (request, reply) => {
    request.actor = localActor;
    reply.locals = { may: () => false };
  });
  await app.register(rendering, {});
  await app.register(errorHandling, {});
  await app.register(compareRoutes, {
    assessor: live,
    versions: {
      versions: async () => told,
      live: () => inForceNumber,
      assessorFor: async (hash) => assessors.find((one) => one.knowledge.ruleset.hash === hash),
    },
    currentStateOf: async () => ({ currentStates: states, currentStateYear: 2026 }),
    today: () => '2026-11-22',
  });
  t.teardown(() => app.close());
  const page = async (query: string) => (await app.inject({ url: `/metod/jamfor?fran=sol-2025-400${query}` })).body;

  const between = await page(`&franversion=${ruleset.hash}&tillversion=${stricter.hash}`);
  const opened = assessors[0]
    .assessCatalogue('sol-2025-400', '2026-11-22')
    .filter(({ law }) => law.grounds.some(({ rule }) => rule === 'sol-huvudregel')).length;
  t.equal(sum(counted(between)), opened);
  t.equal(grouped(between).length, 1, 'one rule, one reason');
  t.match(between, /Ändrade mellan versionerna: 1/);
  t.match(between, 'avsedd från den 1 januari 2027');
  t.same(counted(await page('')), [], 'both sides by the rules in force');
  const before = await page(`&tillversion=${stricter.hash}`);
  // A change of cases alone: a third version with the rules of the first.
  told.push({ number: 3, hash: ruleset.hash, kind: 'published', appliesFrom: '2026-01-01', title: 'utgåva 3' });
  inForceNumber = 3;
  const options = [...(await page('')).matchAll(/<option value="([^"]*)"[^>]*>((?:Gäller|Version)[^<]*)</g)].map(
    ([, hash, text = '']) => [hash, text] as const,
  );
  t.match(options.find(([hash]) => hash === '')?.[1], /version 3/, 'the number in force is told');
  t.match(
    options
      .filter(([hash]) => hash === ruleset.hash)
      .map(([, text]) => text)
      .slice(0, options.length / 2),
    [/^Version 3: .*version 1/],
    'the same rules stand once, with the numbers that have them',
  );
  inForce = assessors[1];
  inForceNumber = 2;
  t.same(counted(await page(`&tillversion=${stricter.hash}`)), [], 'another version came into force');
  t.equal(sum(counted(before)), opened);

  const [plain, given] = [`/metod/jamfor/${insats}/unga-18-20?franversion=${ruleset.hash}`, '&stadsdel=farsta'];
  const shown = await app.inject({ url: plain + given });
  t.equal(shown.statusCode, 200);
  t.match(shown.body, /Nuläge från Farsta, 2026/);
  t.notMatch(shown.body, '/varfor?', 'the insats page knows neither the version nor the nuläge');
});
