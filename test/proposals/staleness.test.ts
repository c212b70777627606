import t from 'tap';
import { buildApp } from '../../src/app.ts';
import { createAssessor } from '../../src/assessment/assess.ts';
import { readConfig } from '../../src/config.ts';
import { toJson } from '../../src/database/json.ts';
import { draftSchema } from '../../src/drafts/draft-schema.ts';
import type { Knowledge } from '../../src/knowledge.ts';
import { createProposals } from '../../src/proposals/proposals.ts';
import { lawMoved } from '../../src/proposals/staleness.ts';
import { contentHash } from '../../src/rules/load.ts';
import { today } from '../../src/today.ts';
import { knowledge as real } from '../drafts/fixture.ts';
import { buildTestApp } from '../helpers/app.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
/** The rules with other words and another severity for one risk rule: what a new release could bring. */
function otherRules(rule: string, change: { message?: string; severity?: 'high' }): Knowledge {
  const themes = real.ruleset.themes.map((theme) => ({
    ...theme,
    rules: theme.rules.map((one) => (one.name === rule ? { ...one, event: { ...one.event, params: { ...one.event.params, ...change } } } : one)),
  }));
  return { ...real, ruleset: { ...real.ruleset, themes, hash: contentHash(themes) } };
}

t.test('a proposal whose ground has moved', async (t) => {
  const { app, database } = await buildTestApp(t);
  type App = typeof app;
  const get = (url: string, of: App = app) => of.inject({ url, headers: { accept: 'text/html' } });
  const post = (url: string, fields: Record<string, string>, of: App = app) =>
    of.inject({ method: 'POST', url, headers: form, payload: new URLSearchParams(fields).toString() });
  const later = async (knowledge: Knowledge): Promise<App> => {
    const built = await buildApp({ config: readConfig({ LOG_LEVEL: 'silent', RATE_LIMIT: '100000' }), database, knowledge });
    t.teardown(() => built.close());
    return built;
  };
  const date = today();
  const request = { district: 'behandlingsenheten', legalBasis: 'sol-2025-400', date };
  const home = String((await post('/forslag', request)).headers.location);
  const id = home.split('/').at(-1) ?? '';
  const first = draftSchema.parse((await get(`${home}/forslag.json`)).json());
  const hidden = (body: string) => {
    const value = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '';
    return {
      version: value('version'),
      datum: value('datum'),
      nulage: /name="nulage" value="([^"]*)"><input type="hidden"/.exec(body)?.[1] ?? '',
      avtryck: value('avtryck'),
    };
  };
  const versions = () => database.db.selectFrom('proposal_version').select('number').where('proposal_id', '=', id).execute();
  const stage1 = first.lines.find((line) => line.stage === 1);
  const medium = first.lines.flatMap((line) => (line.stage === 2 ? line.flags : [])).find((flag) => flag.severity === 'medium');
  if (stage1 === undefined || medium === undefined) throw new Error('the unit has lines in stage 1 and medium flags');

  await t.test('what has not moved is not called stale', async (t) => {
    for (const url of [home, '/forslag', '/stadsdelar/behandlingsenheten'])
      t.notMatch((await get(url)).body, /(Underlaget|Regelverket|Nuläget) har ändrats|Insatsplan har uppdaterats/, url);
    const { body } = await get(`${home}/omprovning`);
    t.match(body, 'Det finns inget att ompröva');
    t.notMatch(body, 'name="avtryck"');
    t.equal((await get('/forslag/nix/omprovning')).statusCode, 404);
  });

  await t.test('other answers of the district: said in the lists, shown line by line, and stored only on request', async (t) => {
    await database.db
      .insertInto('current_state')
      .values({
        ...{ district: 'behandlingsenheten', insats: stage1.insats, year: Number(date.slice(0, 4)), given: 'yes', form: 'unknown', provision: 'private' },
        ...{ decision: 'with', people_from: null, people_to: null, wish: 'not_answered' },
      })
      .execute();
    for (const url of [home, '/forslag', '/stadsdelar/behandlingsenheten']) t.match((await get(url)).body, /(Nuläget|Underlaget) har/, url);
    const { body } = await get(`${home}/omprovning`);
    const line = `${home}/rader/${stage1.insats}/${stage1.targetGroup}`;
    t.match(body, line);
    t.match(body, 'Ändrat nuläge');
    t.notMatch(body, 'Ändrade regler');
    t.match(body, 'Etapp 1 – redo nu</th><td>Etapp 2 – på villkor');
    t.notMatch((await get(`${home}/omprovning?nulage=behall`)).body, line);
    t.equal((await versions()).length, 1);
    t.equal((await get(`${home}/forslag.json`)).body, (await get(`${home}/forslag.json?version=1`)).body);
  });

  await t.test('what was seen is what is saved; pressed twice it is one version', async (t) => {
    const seen = hidden((await get(`${home}/omprovning`)).body);
    const elsewhere = hidden((await get(`${home}/omprovning?datum=2027-01-15`)).body);
    const stale = await post(`${home}/omprovning`, { ...seen, avtryck: '00000000-0000-8000-8000-000000000000' });
    t.equal(stale.statusCode, 409);
    t.match(stale.body, 'name="avtryck"', 'with a new preview');
    t.equal((await versions()).length, 1);
    const answers = await Promise.all([1, 2].map(() => post(`${home}/omprovning`, seen)));
    t.same(
      answers.map((answer) => answer.statusCode),
      [303, 303],
    );
    t.equal((await versions()).length, 2);
    const draft = draftSchema.parse((await get(`${home}/forslag.json`)).json());
    t.same([draft.inputs.currentStates, draft.inputs.currentStateYear], [1, Number(date.slice(0, 4))]);
    t.notMatch((await get('/forslag')).body, 'Nuläget har ändrats');
    t.match((await get(`${home}/versioner`)).body, 'andra svar för');
    const compared = (await get(`${home}/jamfor?fran=1&till=2`)).body;
    t.match(compared, 'Ändrat nuläge');
    t.notMatch(compared, 'Ändrat av människor');
    const late = await post(`${home}/omprovning`, elsewhere);
    t.equal(late.statusCode, 409, 'over a newer version');
    t.match(late.body, 'Version 2 har sparats');
    t.equal((await versions()).length, 2);
  });

  const stricter = await later(otherRules(medium.rule, { severity: 'high' }));

  await t.test('other rules: saving leads to the preview, where each cause stands by itself', async (t) => {
    const changed = first.lines.find((line) => line.stage === 2 && line.insats !== stage1.insats && !line.flags.some((flag) => flag.rule === medium.rule));
    if (changed === undefined) throw new Error('a line that the rule leaves alone');
    t.equal(
      (await post(`${home}/rader/${changed.insats}/${changed.targetGroup}`, { revision: '0', val: 'keep_assessment', motiv: 'Vi väntar.' })).statusCode,
      303,
    );
    t.match((await get('/forslag', stricter)).body, 'Regelverket har ändrats');
    const page = (await get(home, stricter)).body;
    t.match(page, `href="${home}/omprovning"`);
    t.notMatch(page, `action="${home}/versioner"`);
    const saved = await post(`${home}/versioner`, { version: '2' }, stricter);
    t.equal(saved.headers.location, `${home}/omprovning`);
    t.equal((await versions()).length, 2);
    const { body } = await get(`${home}/omprovning`, stricter);
    t.match(body, 'Vi väntar.');
    for (const cause of ['<td data-label="Orsak">Ändrat av människor</td>', '<td data-label="Orsak">Ändrade regler eller katalog</td>']) t.match(body, cause);
    t.match(body, `Svara på flaggan ”${medium.title}”`, 'what must be answered now is pointed out');
    t.notMatch(body, 'Ändrat nuläge');
    t.equal((await post(`${home}/omprovning`, hidden(body), stricter)).statusCode, 303);
    t.match((await get(`${home}/versioner`, stricter)).body, 'Andra regler.');
    const notes = (await get(`${home}/jamfor?fran=2&till=3`, stricter)).body;
    for (const cause of ['orsak-rules"', 'orsak-people"']) t.match(notes, cause);
  });

  await t.test('other words of a rule are a difference too', async (t) => {
    const reworded = await later(otherRules(medium.rule, { severity: 'high', message: 'Nya ord om samma risk, som säger något annat.' }));
    // Another release: the same severity as the version has, other words.
    const { body } = await get(`${home}/omprovning`, reworded);
    t.notMatch(body, 'Vi väntar.');
    t.match(body, 'Nya ord om samma risk');
    t.match(body, 'Reglernas ord');
  });

  await t.test('another program: known of, and the same request gives a new draft', async (t) => {
    const knowledge = { ...real, program: 'fedcba9876543210' };
    const updated = await later(knowledge);
    const proposals = createProposals(database.db, createAssessor(knowledge));
    const stored = await proposals.find(id, 1);
    if (stored === undefined) throw new Error('stored');
    t.equal(proposals.reproduce(stored), 'same', 'the same text is the same text');
    t.equal(proposals.reproduce({ ...stored, contentHash: '0'.repeat(64) }), 'other_program');
    t.equal(createProposals(database.db, createAssessor(real)).reproduce({ ...stored, contentHash: '0'.repeat(64) }), 'different');
    const other = String((await post('/forslag', { ...request, district: 'mika' })).headers.location);
    for (const url of ['/forslag', other]) t.match((await get(url, updated)).body, 'Insatsplan har uppdaterats');
    t.match((await get(`${other}/omprovning`, updated)).body, 'Ingen rad skulle ändras.');
    t.not((await post('/forslag', request, updated)).headers.location, (await post('/forslag', request)).headers.location);
  });

  await t.test('a version from before the program was kept is read as ever', async (t) => {
    const old = await database.db.selectFrom('proposal_version').selectAll().where('proposal_id', '=', id).where('number', '=', 1).executeTakeFirstOrThrow();
    const { program: _program, ...inputs } = Object(old.inputs);
    const copy = '11111111-1111-8111-8111-111111111111';
    await database.db
      .insertInto('proposal')
      .values({ id: copy, title: 'Äldre', district: 'behandlingsenheten', legal_basis: 'sol-2025-400', law_date: date })
      .execute();
    await database.db
      .insertInto('proposal_version')
      .values({ ...old, proposal_id: copy, inputs: toJson(inputs), document: toJson(old.document) })
      .execute();
    for (const url of [`/forslag/${copy}`, `/forslag/${copy}/omprovning`, `/forslag/${copy}/versioner`]) t.equal((await get(url)).statusCode, 200, url);
    t.match((await get(`/forslag/${copy}`)).body, 'Insatsplan har uppdaterats');
  });

  await t.test('bad input says what is wrong and stores nothing', async (t) => {
    const before = (await versions()).length;
    for (const [datum, at] of [
      ['2026-02-30', 422],
      ['2024-01-01', 422],
      ['2999-01-01', 422],
      ['<script>', 422],
    ] as const) {
      const { statusCode, body } = await get(`${home}/omprovning?datum=${encodeURIComponent(datum)}`);
      t.equal(statusCode, at, datum);
      t.match(body, 'id="fel-datum"');
      t.notMatch(body, '<script>"');
      t.notMatch(body, 'name="avtryck"');
    }
    t.equal((await get(`${home}/omprovning?nulage=nix`)).statusCode, 400);
    for (const fields of [{}, { version: '1' }, { version: '2', datum: 'x', nulage: 'nu', avtryck: id }] as Record<string, string>[])
      t.equal((await post(`${home}/omprovning`, fields)).statusCode, 400);
    t.equal((await versions()).length, before);
  });
});

t.test('the law between two days', async (t) => {
  const basis = { district: 'farsta', legalBasis: 'sou-2020-47', date: '2024-01-01', ruleset: '', catalogue: '', currentStates: {} };
  t.same(lawMoved(real, basis, '2024-01-02'), { law: [], ended: false }, 'a day that has passed is nothing by itself');
  t.same(lawMoved(real, { ...basis, date: '2026-01-01' }, '2024-01-02'), { law: [], ended: false }, 'nor is a day to come');
  t.ok(lawMoved(real, basis, '2026-01-01').law.length > 0, 'another law has come into force');
  const merged = lawMoved(real, { ...basis, district: 'norrmalm', date: '2023-06-01' }, '2023-07-01');
  t.equal(merged.ended, true);
  t.match(merged.law, [/Norra innerstaden/]);
  const [theme, ...themes] = real.ruleset.themes;
  const [rule, ...rules] = theme?.rules ?? [];
  if (theme === undefined || rule === undefined) throw new Error('a rule');
  const dated = { ...real, ruleset: { ...real.ruleset, themes: [{ ...theme, rules: [{ ...rule, validFrom: '2024-05-01' }, ...rules] }, ...themes] } };
  t.match(lawMoved(dated, basis, '2024-06-01').law, [/börjat gälla/]);
});
