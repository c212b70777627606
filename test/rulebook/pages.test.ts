import t from 'tap';
import { ruleDetailSchema } from '../../src/api/schemas.ts';
import { createAssessor } from '../../src/assessment/assess.ts';
import { readTrail } from '../../src/audit/trail.ts';
import { currentStateRepository } from '../../src/current-state/repository.ts';
import { cityFigures } from '../../src/rulebook/rules/touched.ts';
import { today } from '../../src/today.ts';
import { addAccount, browserOf } from '../helpers/accounts.ts';
import { buildTestApp } from '../helpers/app.ts';
import { publishNow } from '../rulesets/changes.ts';

t.test('method, rules and sources', { timeout: 600_000 }, async (t) => {
  const { app, database, knowledge } = await buildTestApp(t);
  const { db } = database;
  const get = async (url: string, headers: Record<string, string> = { accept: 'text/html' }) => app.inject({ url, headers });
  const { laws, themes, signals, pathway } = knowledge.ruleset;
  const all = [...laws.flatMap((law) => law.rules), ...themes.flatMap((theme) => theme.rules), ...signals, ...pathway];
  const names = all.map((rule) => rule.name);
  const idsIn = (html: string) => [...html.matchAll(/id="regel-([^"]+)"/g)].map(([, id = '']) => id);
  const ids = async (query: string) => idsIn((await get(`/metod/regler?${query}`)).body);
  const citationsOf = (name: string) => {
    const event = all.find((rule) => rule.name === name)?.event;
    return event?.type === 'ground' ? [event.params.citation] : event?.type === 'pathway' ? [] : (event?.params.citations ?? []);
  };

  await t.test('every rule has its anchor, where a trace leads', async (t) => {
    t.same((await ids('')).sort(), [...names].sort());
    const method = (await get('/metod')).body;
    t.same(
      pathway.map((rule) => rule.name).filter((name) => !method.includes(`id="regel-${name}"`)),
      [],
    );
  });

  await t.test('every citation of a rule leads to an anchor in the register and on the page of its source', async (t) => {
    const [rules, sources] = [(await get('/metod/regler')).body, (await get('/metod/kallor')).body];
    const anchors = new Set([...rules.matchAll(/href="\/metod\/kallor#([^"]+)"/g)].map(([, anchor = '']) => anchor));
    t.ok(anchors.size > 50);
    t.same(
      [...anchors].filter((anchor) => !sources.includes(`id="${anchor}"`)),
      [],
    );
    for (const { id } of knowledge.sources.all) {
      const { statusCode, body } = await get(`/metod/kallor/${id}`);
      t.equal(statusCode, 200);
      t.same(
        [...anchors].filter((anchor) => anchor.startsWith(`kalla-${id}/`) && !body.includes(`id="${anchor}"`)),
        [],
      );
    }
    t.equal((await get('/metod/kallor/finns-inte')).statusCode, 404);
  });

  await t.test('the list is filtered by theme, kind, severity, reviewer and words, one by one and together', async (t) => {
    const [theme] = themes;
    t.same(
      await ids(`tema=${theme?.id}`),
      theme?.rules.map((rule) => rule.name),
    );
    const blocking = themes.flatMap((item) => item.rules).filter((rule) => rule.event.params.severity === 'blocking');
    t.equal((await ids('allvar=blocking')).length, blocking.length);
    t.same(
      await ids('slag=signal'),
      signals.map((rule) => rule.name),
    );
    t.same(
      await ids('allvar=blocking&granskas=legal'),
      blocking.filter((rule) => rule.event.params.reviewer.includes('legal')).map((rule) => rule.name),
    );
    t.same(await ids(`q=${names[0]}`), [names[0]]);
    t.same(await ids('q=l-001'), [names[0]], 'by its number');
    t.same(await ids('q=L1'), [names[0]], 'also as people write it in haste');
    t.same(await ids('q=finnsinte'), []);
  });

  await t.test('a search bears missing marks and mistyped words, and offers the insats that was meant', async (t) => {
    const [written, bare] = [await ids('q=våld'), await ids('q=vald')];
    t.ok(written.length > 20);
    t.same(
      written.filter((id) => !bare.includes(id)),
      [],
    );
    const offers = async (query: string) =>
      [...(await get(`/metod/regler?${query}`)).body.matchAll(/href="\/metod\/regler\?([^"]+)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'));
    t.ok((await offers('q=dokumantation')).includes('q=dokumentation'));
    t.ok((await offers('q=dokumantation&allvar=high')).includes('q=dokumentation&allvar=high'), 'what else was chosen stays');
    t.ok((await offers('q=Trygghetslarm')).includes('insats=Trygghetslarm'));
    t.ok((await offers('insats=tryggetslarm')).includes('insats=trygghetslarm'));
    t.same(await ids('insats=trygghetslarm'), await ids('insats=Trygghetslarm'));
    const some = await ids('insats=larm');
    t.same(
      (await ids('insats=Trygghetslarm')).filter((id) => !some.includes(id)),
      [],
      'a part of the name stands for every insats that has it',
    );
  });

  await t.test('all rules are folded by theme; a few stand open', async (t) => {
    const folds = async (query: string) =>
      [...(await get(`/metod/regler?${query}`)).body.matchAll(/<details class="rule-theme"( open)?>/g)].map(([, open]) => open !== undefined);
    const all = await folds('');
    t.ok(all.length > 15 && !all.includes(true));
    t.same(await folds('tema=fee'), [true]);
  });

  await t.test('everything that rests on a section, with its points and however it is written', async (t) => {
    const resting = (start: RegExp) => names.filter((name) => citationsOf(name).some((key) => start.test(key))).sort();
    const within = resting(/^sol-2025-400\/11:5(-p\d)?$/);
    t.ok(within.length > 20);
    const section = [
      'SoL 11:5',
      'sol11:5',
      'SoL, 11:5.',
      '11:5 SoL',
      '11 kap 5§ socialtjänstlagen',
      '11 kap. 5 § socialtjänstlagen (2025:400)',
      'SoL 2025:400 kap. 11 § 5',
    ];
    t.same((await ids('kalla=sol-2025-400&stalle=11+kap.+5+%C2%A7')).sort(), within);
    for (const text of section) t.same((await ids(`stalle=${encodeURIComponent(text)}`)).sort(), within, text);
    t.same((await ids(`q=${encodeURIComponent('11 kap. 5 § SoL')}`)).sort(), within, 'also where words are searched for');
    t.same((await ids('q=2:4')).sort(), resting(/^[^/]+\/2:4/), 'a section, and not the end of 12:4');
    for (const text of ['SoL 11:5 p. 7', 'SoL 11:5 p 7', '11 kap. 5 § första stycket 7 SoL', '11 kap. 5 § 7 p. socialtjänstlagen'])
      t.same((await ids(`stalle=${encodeURIComponent(text)}`)).sort(), resting(/^sol-2025-400\/11:5-p7$/), text);
    t.same(await ids('stalle=SoL+8:4+andra+stycket'), resting(/^sol-2025-400\/8:4-st2$/));
    t.same((await ids('stalle=gamla+socialtjänstlagen+14+kap.+1+§')).sort(), resting(/^sol-2001-453\/14:1$/));
    t.same((await ids('stalle=SOU+2020:47+sid+728')).sort(), resting(/^sou-2020-47\/s\.728/), 'a page, and the ranges that begin at it');
    t.same((await ids('stalle=SoL+32:2')).sort(), resting(/^sol-2025-400\/32:(2|1-2)$/), 'a range holds its sections');
    t.same((await ids('stalle=SoL+14')).sort(), resting(/^sol-2025-400\/14:/), 'a chapter holds its sections, and not chapter 14 of another law');
    t.same(await ids('stalle=SoL+99:9'), []);
  });

  await t.test('rules that fire for an insats and a group are those that a candidate of the catalogue meets', async (t) => {
    const assessor = createAssessor(knowledge);
    const fired = (insats: string, group: string) =>
      laws
        .filter((law) => law.appliesFrom <= today())
        .flatMap((law) => assessor.assessCatalogue(law.id, today()))
        .filter((one) => (insats === '' || one.insats === insats) && (group === '' || one.targetGroup === group))
        .flatMap(({ law, flags, signals: own, recommendation }) => [...law.grounds, ...flags, ...own, recommendation].map(({ rule }) => rule));
    const [insats, group] = ['aldre-trygghetslarm', 'aldre-65-plus'];
    for (const [query, expected] of [
      [`insats=${insats}`, fired(insats, '')],
      [`malgrupp=${group}`, fired('', group)],
      [`insats=${insats}&malgrupp=${group}`, fired(insats, group)],
    ] as const) {
      t.same((await ids(query)).sort(), [...new Set(expected)].sort(), query);
    }
    t.ok((await get('/metod/regler?insats=Finns+inte')).body.includes('Finns inte'), 'what was typed is named where nothing is found');
  });

  await t.test('htmx gets the list only; unknown values are refused', async (t) => {
    const { body } = await get('/metod/regler?allvar=high', { 'hx-request': 'true', 'hx-request-type': 'partial', accept: 'text/html' });
    t.notMatch(body, '<html');
    t.match(body, 'hx-target="#live"');
    for (const query of ['allvar=nej', 'tema=__proto__', 'kalla=finns-inte', 'malgrupp=x', 'slag=x'])
      t.equal((await get(`/metod/regler?${query}`)).statusCode, 400);
  });

  await t.test('every rule has a page; the API says the same of it', async (t) => {
    for (const name of names.filter((_, i) => i % 8 === 0)) t.equal((await get(`/metod/regler/${name}`)).statusCode, 200, name);
    t.equal((await get('/metod/regler/finns-inte')).statusCode, 404);
    const one = ruleDetailSchema.parse((await get('/api/v1/rules/overuse-no-residence-condition')).json());
    t.ok(one.candidates.every(({ candidates, pairs }) => candidates > pairs && pairs > 0));
    t.same(one.cases.leaves, one.cases.leavesProved);
    t.equal((await get('/api/v1/rules/finns-inte')).statusCode, 404);
    t.equal((await get('/api/v1/rules?severity=nej')).statusCode, 400);
    const found: { id: string }[] = (await get('/api/v1/rules?theme=documentation&place=SoL+14:5')).json();
    t.same(found.map(({ id }) => id).sort(), (await ids('tema=documentation&stalle=SoL+14:5')).sort());
  });

  await t.test('what a rule fires on follows what a district has told, and its scope', async (t) => {
    const touched = async () => ruleDetailSchema.parse((await get('/api/v1/rules/signal-district-open-today')).json()).candidates;
    t.ok((await touched()).every(({ candidates }) => candidates === 0));
    const insats = 'missbruk-och-beroende-motiverande-samtal-mi';
    const state = { insats, given: 'yes', form: 'unknown', provision: 'own', decision: 'without', people: null, wish: 'not_answered', comment: '' } as const;
    await currentStateRepository(db).saveMany('farsta', 2026, [state]);
    const groups = knowledge.catalogue.insatsById.get(insats)?.classification.targetGroups.length;
    t.same(
      (await touched()).map(({ candidates }) => candidates),
      laws.map(() => groups),
    );
    const figures = cityFigures(createAssessor(knowledge), '2026-11-22');
    const main = figures.of('sol-huvudregel', 'sol-2025-400');
    t.equal(
      main.total,
      figures.districts.reduce((sum, { id }) => sum + main.inDistrict(id), 0),
    );
    t.ok(main.inDistrict('origo') < main.inDistrict('farsta'), 'a unit has only its own field');
    t.equal(main.pairs.length, main.inDistrict('farsta'), 'and a district the whole catalogue');
  });

  await addAccount(database, 'jurist@example.se', { role: 'legal', district: '*' });
  await addAccount(database, 'planerare@example.se', { role: 'planner', district: 'farsta' });
  const legal = await browserOf(app, 'jurist@example.se');
  const planner = await browserOf(app, 'planerare@example.se');
  const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '';

  await t.test('a district’s figures are shown to those who may read what it has told', async (t) => {
    const rows = (html: string) => [...html.matchAll(/<th scope="row">([^<]+)<\/th><td><span class="share">/g)].map(([, name]) => name);
    const [own, city] = [
      rows((await planner.get('/metod/regler/signal-district-open-today')).body),
      rows((await legal.get('/metod/regler/signal-district-open-today')).body),
    ];
    t.same(own, ['Farsta']);
    t.ok(city.length > 10);
    t.ok(rows((await planner.get('/metod/regler/overuse-no-residence-condition')).body).length > 10, 'what rests on no district is no secret');
  });

  await t.test('a source waits for a check until a lawyer has made one', async (t) => {
    const waiting = async () => (await legal.get('/metod/att-kontrollera')).body;
    const dueRules = async () => idsIn((await legal.get('/metod/regler?kontroll=behovs')).body);
    t.ok((await dueRules()).includes('fee-treatment'));
    t.ok((await waiting()).includes('SoL 14:5'));
    const page = (await legal.get('/metod/kallor/sol-2025-400?stalle=14:5')).body;
    t.match(page, '<option value="14:5" selected>');
    const sent = {
      id: hidden(page, 'id'),
      stalle: '14:5',
      lydelse: 'SFS 2025:400, i lydelse till och med SFS 2026:100',
      resultat: 'unchanged',
      anteckning: '',
    };
    const at = '/metod/kallor/sol-2025-400/kontroll';

    for (const [change, field] of [
      [{ stalle: '' }, 'stalle'],
      [{ lydelse: '' }, 'lydelse'],
      [{ resultat: '' }, 'resultat'],
      [{ resultat: 'changed' }, 'anteckning'],
      [{ stalle: '99:9' }, 'stalle'],
      [{ anteckning: 'Gäller 811218-9876.' }, 'anteckning'],
    ] as const) {
      const { statusCode, body } = await legal.post(at, { ...sent, ...change });
      t.equal(statusCode, 422);
      t.match(body, `id="fel-${field}"`);
      t.match(body, `name="id" value="${sent.id}"`, 'the same form comes back');
      for (const typed of Object.values({ ...sent, ...change }).slice(2)) if (typed !== '') t.ok(body.includes(typed), `"${typed}" is kept`);
    }
    t.same(await db.selectFrom('source_check').selectAll().execute(), []);
    t.equal((await planner.post(at, sent)).statusCode, 403);

    t.equal((await legal.post(at, sent)).statusCode, 303);
    t.equal((await legal.post(at, sent)).statusCode, 303, 'the same form once more');
    t.equal((await db.selectFrom('source_check').selectAll().execute()).length, 1);
    const [row] = await readTrail(db, { newestFirst: true, limit: 1 });
    t.match(row, { action: 'source.check', objectId: 'sol-2025-400', after: { place: '14:5', result: 'unchanged' } });
    const table = (await waiting()).split('<tbody>')[1] ?? '';
    t.notMatch(table, '>SoL 14:5</a>');
    t.match(table, '>SoL 14:3</a>', 'its neighbour still waits');
    t.match((await legal.get('/metod/regler/documentation-exception-without-reason')).body, 'Test jurist@example.se');

    // A whole law at once, found changed: everything in it is to be seen over.
    await legal.post(at, { ...sent, id: '6f1f7c1e-3f0a-4c7e-9d3e-0d6a5f0c1b2a', stalle: 'hela', resultat: 'changed', anteckning: 'Ny lydelse av 14 kap.' });
    t.match((await waiting()).split('<tbody>')[1] ?? '', '>SoL 14:5</a>');
    await t.rejects(db.deleteFrom('source_check').execute(), 'a check that was made stays');
  });

  await t.test('a lawyer notes that a rule was read; not where another wording was shown', async (t) => {
    const url = '/metod/regler/documentation-exception-without-reason';
    const page = (await legal.get(url)).body;
    t.notMatch((await planner.get(url)).body, 'name="ordalydelse"');
    const sent = { id: hidden(page, 'id'), ordalydelse: hidden(page, 'ordalydelse'), anteckning: 'Läst mot 14:5.' };
    const stale = await legal.post(`${url}/kontroll`, { ...sent, ordalydelse: 'annan' });
    t.equal(stale.statusCode, 409);
    t.match(stale.body, 'Läst mot 14:5.');
    const personal = await legal.post(`${url}/kontroll`, { ...sent, anteckning: '811218-9876' });
    t.equal(personal.statusCode, 422);
    t.match(personal.body, 'id="fel-anteckning"');
    t.same(await db.selectFrom('rule_check').selectAll().execute(), []);
    for (const _ of [1, 2]) t.equal((await legal.post(`${url}/kontroll`, sent)).statusCode, 303);
    t.match(await db.selectFrom('rule_check').selectAll().execute(), {
      length: 1,
      0: { rule: 'documentation-exception-without-reason', ruleset: knowledge.ruleset.hash },
    });
    t.match((await legal.get(url)).body, 'Läst mot 14:5.');
    t.match(await readTrail(db, { newestFirst: true, limit: 1 }), [{ action: 'rule.check', objectId: 'documentation-exception-without-reason' }]);
  });

  await t.test('a published change is in force everywhere at once, and its history tells what, why and who', async (t) => {
    const { rulesets } = app;
    const people = [await addAccount(database, 'eva@example.se', { role: 'legal', district: '*' }), await addAccount(database, 'per@example.se')] as const;
    const asked = '/metod/fraga?insats=aldre-trygghetslarm&datum=2026-11-22';
    const graded = [...themes.flatMap((theme) => theme.rules)].find(({ event }) => event.params.severity === 'medium')?.name ?? '';
    const off = 'overuse-no-residence-condition';
    const given = { 'insats.kind': 'trygghetslarm' };
    const template = {
      ...{ id: 'insats-kind', kinds: ['trygghetslarm'], theme: 'fee', title: 'Ny regel om larm', severity: 'low', message: 'Larmet ska prövas.' },
      ...{ reason: 'Bara för provet.', citations: ['sol-2025-400/32:2'], reviewer: ['legal'], remedy: 'Fråga en jurist.' },
    };
    const publish = async (what: string, appliesFrom: string, ...operations: Parameters<typeof publishNow>[3]['operations']) =>
      publishNow(rulesets, database, people, { operations, appliesFrom, note: { what, why: 'Så bedömer juristerna.', areas: [] } });
    const before = (await legal.get('/metod/fall')).body;
    const rulePage = async (rule: string) => (await legal.get(`/metod/regler/${rule}`)).body;
    const history = async (rule: string) => (await rulePage(rule)).split('id="historik"')[1] ?? '';
    t.match(await history(off), 'rules/risk/');

    await publish(
      'Larmen får en egen regel.',
      today(),
      { type: 'set-severity', rule: graded, severity: 'high' },
      { type: 'switch-off', rule: off, motive: 'Prövas på nytt av en jurist.' },
      { type: 'add-rule', name: 'ny-regel-om-larm', template },
      { type: 'add-case', rule: 'ny-regel-om-larm', name: 'Larmen flaggas', given, fires: true },
    );
    await publish('Graden höjs igen.', `${Number(today().slice(0, 4)) + 1}-01-01`, { type: 'set-severity', rule: graded, severity: 'blocking' });

    const told = await history(graded);
    for (const text of ['Larmen får en egen regel.', 'Så bedömer juristerna.', 'Test eva@example.se', 'Test per@example.se', 'Hög risk', 'Graden höjs igen.'])
      t.ok(told.includes(text), text);
    t.ok(told.indexOf('Graden höjs igen.') < told.indexOf('Larmen får en egen regel.'), 'the newest first, also what waits');
    t.match(await rulePage(graded), /satt av Test eva@example.se i version 2, kontrollerad av Test per@example.se/);
    const [, compared = ''] = /href="(\/metod\/jamfor[^"]+)"/.exec(told) ?? [];
    t.equal((await legal.get(compared.replaceAll('&amp;', '&'))).statusCode, 200);

    const added = await rulePage('ny-regel-om-larm');
    t.match(added, /R-N[0-9A-F]{5}/);
    t.match(added, 'Larmen flaggas');
    t.notMatch(await history('ny-regel-om-larm'), 'regelfil', 'it comes from no file');
    const check: { ruleset: string; cases: { total: number } } = (await legal.get('/api/v1/rules/check')).json();
    t.equal(check.ruleset, rulesets.current().hash);
    const all = await legal.get('/metod/fall');
    t.not(all.body, before);
    t.ok((await legal.get('/metod/fall?regel=ny-regel-om-larm')).body.includes('Larmen flaggas'));
    const impact = await app.inject({
      method: 'POST',
      url: '/api/v1/rules/impact',
      payload: { operations: [{ type: 'replace-case', rule: 'ny-regel-om-larm', name: 'Larmen flaggas', newName: 'Ett annat namn', given, fires: true }] },
      headers: { host: 'localhost', origin: 'http://localhost', cookie: legal.cookie },
    });
    t.equal(impact.statusCode, 200, 'the case of a published rule is there to be replaced');

    t.match((await legal.get('/metod/regler?q=R-N')).body, 'ny-regel-om-larm');
    t.match((await legal.get(`/metod/regler?q=${off}`)).body, 'Prövas på nytt av en jurist.');
    t.match(await rulePage(off), 'Prövas på nytt av en jurist.');
    const listed: { id: string; switchedOff?: { motive: string } }[] = (await legal.get('/api/v1/rules')).json();
    t.same(
      listed.filter((rule) => 'switchedOff' in rule).map(({ id, switchedOff }) => [id, switchedOff]),
      [[off, { motive: 'Prövas på nytt av en jurist.' }]],
    );
    t.match(ruleDetailSchema.parse((await legal.get(`/api/v1/rules/${off}`)).json()).switchedOff, { motive: 'Prövas på nytt av en jurist.' });
    t.notOk('switchedOff' in (await legal.get(`/api/v1/rules/${graded}`)).json());
    const trace = async (query: string) => (await legal.get(`${asked}&${query}`)).body.split('id="spar"')[1] ?? '';
    t.notMatch(await trace('visa=nara'), 'Prövas på nytt av en jurist.');
    t.match(await trace('visa=alla'), 'Prövas på nytt av en jurist.');
    t.match((await legal.get(`${asked}&mal=regel.${off}`)).body, /avstängd och prövas inte/);
    t.match((await legal.get(`/metod/fraga/regel/${off}?${asked.split('?')[1]}`)).body, 'Prövas på nytt av en jurist.');
  });
});
