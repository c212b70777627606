import fc from 'fast-check';
import { sql } from 'kysely';
import t from 'tap';
import { buildApp } from '../../src/app.ts';
import { readTrail } from '../../src/audit/trail.ts';
import { readConfig } from '../../src/config.ts';
import type { Operation } from '../../src/rule-changes/operations.ts';
import { draftsPath } from '../../src/rule-drafts/draft.ts';
import { ruleDraftRepository } from '../../src/rule-drafts/repository.ts';
import { draftStates } from '../../src/rule-drafts/states.ts';
import { recheck, transitions } from '../../src/rule-drafts/transitions.ts';
import { addAccount, browserOf, form, own } from '../helpers/accounts.ts';
import { buildTestApp } from '../helpers/app.ts';

const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });
const note = { titel: 'Annan allvarsgrad', vad: 'Allvarsgraden sänks.', varfor: 'Den var för hög.', fran: today, omrade: 'aldre' };

t.test('a change from the first word to the version in force', async (t) => {
  const { app, database, knowledge } = await buildTestApp(t);
  const { db } = database;
  const ids: Record<string, string> = {};
  for (const name of ['eva', 'per', 'siv']) ids[name] = await addAccount(database, `${name}@test.se`, { role: 'legal', district: '*' });
  await addAccount(database, 'plan@test.se', { role: 'planner', district: 'origo' });
  const [eva, per, siv, plan] = await Promise.all(['eva', 'per', 'siv', 'plan'].map((name) => browserOf(app, `${name}@test.se`)));
  if (!eva || !per || !siv || !plan) throw new Error('everybody logs in');
  const rules = knowledge.ruleset.themes.flatMap(({ rules }) => rules).filter(({ event }) => event.params.severity === 'high');
  const [first, second, third, fourth] = rules;
  if (!first || !second || !third || !fourth) throw new Error('four rules of high severity');
  const lower = (rule: string): Operation => ({ type: 'set-severity', rule, severity: 'medium' });
  const drafts = ruleDraftRepository(db);
  const now = async (id: number) => {
    const draft = await drafts.find(id);
    if (draft === undefined) throw new Error(`no draft ${id}`);
    return draft;
  };
  const newest = () => app.rulesets.versions().at(-1)?.number ?? 0;
  type Browser = typeof eva;

  /** A draft as the pages make it; the operations as the forms save them. */
  async function written(who: Browser, rule: string, fields: Record<string, string> = note): Promise<number> {
    const made = await who.post(draftsPath, { titel: fields.titel ?? '', nyckel: crypto.randomUUID() });
    t.equal(made.statusCode, 303);
    const id = Number(String(made.headers.location).split('/').at(-1));
    await db.transaction().execute((trx) => ruleDraftRepository(trx).saveOperations(id, 1, [lower(rule)]));
    t.equal((await who.post(`${draftsPath}/${id}/text`, { ...fields, revision: '2' })).statusCode, 303);
    return id;
  }
  const step = async (who: Browser, id: number, name: string, fields: Record<string, string> = {}) => {
    const { revision } = await now(id);
    return who.post(`${draftsPath}/${id}/steg/${name}`, { revision: String(revision), regelverk: String(newest()), ...fields });
  };
  const checked = async (rule: string) => {
    const id = await written(eva, rule);
    t.equal((await step(eva, id, 'submit')).statusCode, 303);
    t.equal((await step(per, id, 'approve', { skal: 'Har läst källorna och sett effekten.' })).statusCode, 303);
    return id;
  };
  const assessed = async () => {
    const answer = await plan.post('/forslag', { district: 'origo', legalBasis: 'sol-2025-400', date: today });
    return String(answer.headers.location);
  };
  const rulesetOf = async (home: string) =>
    (
      await db
        .selectFrom('proposal_version')
        .select(['number', 'ruleset_hash'])
        .where('proposal_id', '=', home.split('/').at(-1) ?? '')
        .orderBy('number')
        .execute()
    ).map(({ ruleset_hash }) => ruleset_hash);

  const old = await assessed();
  const base = app.rulesets.current().hash;

  await t.test('what is written is refused at its field, and kept', async (t) => {
    const without = await eva.post(draftsPath, { titel: '', nyckel: crypto.randomUUID() });
    t.equal(without.statusCode, 422);
    t.match(without.body, /id="fel-titel"/);
    const id = await written(eva, first.name);
    const personal = await eva.post(`${draftsPath}/${id}/text`, { ...note, revision: '3', varfor: 'Gäller 19811228-9874.' });
    t.equal(personal.statusCode, 422);
    t.match(personal.body, /Gäller 19811228-9874[\s\S]*id="fel-varfor"/);
    const stale = await eva.post(`${draftsPath}/${id}/text`, { ...note, revision: '2', vad: 'Min egen text.' });
    t.equal(stale.statusCode, 409);
    t.match(stale.body, /Allvarsgraden sänks[\s\S]*Min egen text/, 'both texts stand side by side');
    t.equal((await per.post(`${draftsPath}/${id}/text`, { ...note, revision: '3' })).statusCode, 403, 'only its author writes');
    t.equal((await eva.post(`${draftsPath}/${id}/andring/1/ta-bort`, { revision: '2' })).statusCode, 409);
    t.equal((await now(id)).operations.length, 1);
    t.equal((await eva.post(`${draftsPath}/${id}/andring/1/ta-bort`, { revision: '3' })).statusCode, 303);
    const incomplete = await step(eva, id, 'submit');
    t.equal(incomplete.statusCode, 409);
    t.match(incomplete.body, new RegExp(`href="${draftsPath}/${id}#andringar"`));
    t.equal((await step(eva, id, 'withdraw')).statusCode, 422);
    t.equal((await step(eva, id, 'withdraw', { skal: 'Behövs inte.' })).statusCode, 303);
    t.equal((await step(eva, id, 'submit')).statusCode, 409, 'what is withdrawn goes nowhere');
    const copy = await per.post(`${draftsPath}/${id}/kopiera`, { nyckel: crypto.randomUUID() });
    t.match(await now(Number(String(copy.headers.location).split('/').at(-1))), { copiedFrom: id, author: { id: ids.per }, state: 'draft' });
  });

  await t.test('faults stand at their operation, and stop the change', async (t) => {
    const id = await written(eva, first.name);
    await db.transaction().execute((trx) => ruleDraftRepository(trx).saveOperations(id, 3, [{ type: 'switch-on', rule: first.name }]));
    t.match((await eva.get(`${draftsPath}/${id}`)).body, /id="andring-1"[\s\S]*data-color="danger"/);
    t.equal((await step(eva, id, 'submit')).statusCode, 409);
    t.equal((await eva.get(`${draftsPath}/${id}/andring.patch`)).statusCode, 409);
    await step(eva, id, 'withdraw', { skal: 'Fel.' });
  });

  await t.test('another checks, returns at an operation, and whoever publishes only presses', async (t) => {
    const id = await written(eva, first.name);
    t.equal((await step(per, id, 'submit')).statusCode, 403);
    t.equal((await step(eva, id, 'publish')).statusCode, 409);
    t.equal((await step(eva, id, 'submit')).statusCode, 303);
    t.equal((await step(eva, id, 'approve', { skal: 'Själv.' })).statusCode, 403);
    t.equal((await step(per, id, 'return')).statusCode, 422);
    t.equal((await step(per, id, 'return', { skal: 'Välj låg i stället.', vid: '1' })).statusCode, 303);
    t.match((await eva.get(`${draftsPath}/${id}`)).body, /href="#andring-1"[\s\S]*Välj låg i stället/);
    t.match((await eva.get(draftsPath)).body, 'Rätta och lämna igen');
    t.equal((await step(eva, id, 'submit')).statusCode, 303);
    t.equal((await step(per, id, 'approve')).statusCode, 422);
    const both = await Promise.all([step(per, id, 'approve', { skal: 'Läst.' }), step(siv, id, 'approve', { skal: 'Läst jag med.' })]);
    t.same(both.map(({ statusCode }) => statusCode).sort(), [303, 409], 'two lawyers at once');
    const page = await siv.get(`${draftsPath}/${id}/steg/publish`);
    t.match(page.body, /omprövar/);
    const sent = { revision: String((await now(id)).revision), regelverk: String(newest()) };
    const twice = await Promise.all([1, 2].map(() => siv.post(`${draftsPath}/${id}/steg/publish`, sent)));
    t.same(
      twice.map(({ statusCode, headers }) => [statusCode, headers.location]),
      [1, 2].map(() => [303, '/metod/versioner/2']),
    );
    const head = app.rulesets.versions().at(-1);
    t.match(head, { number: 2, kind: 'published', publishedBy: ids.eva, note: { what: note.vad } });
    t.not(head?.checkedBy, ids.eva);
    t.match(await now(id), { state: 'published', version: 2 });
    const patch = await plan.get('/metod/versioner/2/andring.patch');
    t.match(patch.body, /^-.*"high"/m);
    const page2 = await plan.get('/metod/versioner/2');
    t.match(page2.body, `/metod/regler/${first.name}`);
    t.match(page2.body, 'Den var för hög');
    t.match((await plan.get('/metod/versioner')).body, /Version 2[\s\S]*gäller nu[\s\S]*Version 1/);
    t.match((await plan.get(`/metod/regler/${first.name}`)).body, '/metod/versioner/2');
  });

  await t.test('a new assessment uses it; an old proposal keeps its rules until it is reassessed', async (t) => {
    const { hash } = app.rulesets.current();
    t.not(hash, base);
    t.same(await rulesetOf(await assessed()), [hash]);
    t.same(await rulesetOf(old), [base]);
    const page = (await plan.get(`${old}/omprovning?datum=${today}&nulage=nu`)).body;
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? '';
    const moved = await plan.post(`${old}/omprovning`, { version: hidden('version'), datum: today, nulage: 'nu', avtryck: hidden('avtryck') });
    t.equal(moved.statusCode, 303);
    t.same(await rulesetOf(old), [base, hash]);
  });

  await t.test('another version meanwhile: nothing is published, and somebody looks again', async (t) => {
    const [one, other] = [await checked(second.name), await checked(third.name)];
    const before = newest();
    // Each has been checked against the same version; they are published at the same moment.
    const both = await Promise.all([step(eva, one, 'publish'), step(siv, other, 'publish')]);
    t.same(both.map(({ statusCode }) => statusCode).sort(), [303, 409]);
    t.equal(newest(), before + 1);
    const [left] = (await Promise.all([now(one), now(other)])).filter(({ state }) => state !== 'published');
    t.match(left, { state: 'submitted', basedOn: before + 1, checker: null });
    if (left === undefined) return;
    t.equal((await step(per, left.id, 'approve', { skal: 'Sett igen.', regelverk: String(before) })).statusCode, 409, 'the effect was seen on other rules');
    t.equal((await step(per, left.id, 'approve', { skal: 'Sett igen.' })).statusCode, 303);
    t.equal((await step(per, left.id, 'publish')).statusCode, 303);
    t.equal(newest(), before + 2);
  });

  await t.test('a report ends in a change, and is told of', async (t) => {
    const proposal = old.split('/').at(-1) ?? '';
    const [line] = (await db.selectFrom('insats_target_group').select(['insats_id', 'target_group_id']).where('insats_id', 'like', 'vald-i%').execute()).slice(
      0,
      1,
    );
    const report = async (rule: string, number: number) =>
      (
        await db
          .insertInto('rule_report')
          .values({
            rule,
            proposal_id: proposal,
            number,
            insats: line?.insats_id ?? '',
            target_group: line?.target_group_id ?? '',
            motive: 'Fel här.',
            account_id: ids.per ?? '',
          })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id;
    const [one, other] = [await report(first.name, 1), await report(second.name, 1)];
    const list = await eva.get('/metod/regelrapporter');
    t.match(list.body, new RegExp(`/metod/fraga\\?insats=${line?.insats_id}`));
    t.equal((await plan.get('/metod/regelrapporter')).statusCode, 403);

    t.equal((await eva.post('/metod/regelrapporter/nej', { rapport: other, motiv: 'Nej.' })).statusCode, 422);
    const personal = await eva.post('/metod/regelrapporter/nej', { rapport: other, motiv: 'Gäller 19811228-9874.' });
    t.equal(personal.statusCode, 422);
    t.match(personal.body, 'Gäller 19811228-9874');
    t.equal((await eva.post('/metod/regelrapporter/nej', { rapport: other, motiv: 'Lagrummet säger just detta.' })).statusCode, 303);
    t.equal((await per.post('/metod/regelrapporter/nej', { rapport: other, motiv: 'Ett annat motiv än det.' })).statusCode, 409);

    const made = await eva.post(draftsPath, { titel: 'Svar på rapporten', nyckel: crypto.randomUUID(), rapport: one, regel: first.name });
    const id = Number(String(made.headers.location).split('/').at(-1));
    const of = () => db.selectFrom('rule_report').select(['draft_id', 'outcome', 'resolution']).where('id', '=', one).executeTakeFirst();
    t.match(await of(), { draft_id: id, outcome: null });
    t.equal((await step(eva, id, 'withdraw', { skal: 'Tar en annan.' })).statusCode, 303);
    t.match(await of(), { draft_id: null }, 'open again');
    const again = await written(eva, first.name);
    await db.transaction().execute((trx) => ruleDraftRepository(trx).saveOperations(again, 3, [{ type: 'set-severity', rule: first.name, severity: 'low' }]));
    t.equal((await eva.post('/metod/regelrapporter/ta-upp', { rapport: one, andring: String(again) })).statusCode, 303);
    await step(eva, again, 'submit');
    await step(per, again, 'approve', { skal: 'Läst.' });
    t.equal((await step(per, again, 'publish')).statusCode, 303);
    t.match(await of(), { outcome: 'change', resolution: new RegExp(`version ${newest()}`) });
    const told = await db.selectFrom('notice').select(['account_id', 'kind']).where('kind', '=', 'rule_answered').execute();
    t.same(told, [{ account_id: ids.per, kind: 'rule_answered' }], 'the one who reported, but not of what that one did');
    t.match((await per.get('/notiser')).body, 'rapport');
  });

  await t.test('a report ends in a case, by the page that the report leads to', async (t) => {
    const { id } = await db
      .insertInto('rule_report')
      .columns(['rule', 'proposal_id', 'number', 'insats', 'target_group', 'motive', 'account_id'])
      .expression((eb) =>
        eb
          .selectFrom('rule_report')
          .select([eb.val(third.name).as('rule'), 'proposal_id', 'number', 'insats', 'target_group', 'motive', 'account_id'])
          .limit(1),
      )
      .returning('id')
      .executeTakeFirstOrThrow();
    const [, href = ''] = new RegExp(`href="(/metod/fraga/fall/nytt[^"]*rapport=${id})"`).exec((await eva.get('/metod/regelrapporter')).body) ?? [];
    const page = await eva.get(href.replaceAll('&amp;', '&'));
    t.equal(page.statusCode, 200);
    const [, fraga = ''] = /name="fraga" value="([^"]*)"/.exec(page.body) ?? [];
    const [, svar = ''] = /value="([a-z_]+)"[^>]*>[^<]*\(så är det nu\)/.exec(page.body) ?? [];
    const saved = await eva.post('/metod/fraga/fall', { fraga: fraga.replaceAll('&amp;', '&'), svar, motiv: 'Så ska det vara här.', rapport: id });
    t.equal(saved.statusCode, 303);
    const [kept] = await db.selectFrom('candidate_case').select('id').execute();
    const endOf = (report: string) => db.selectFrom('rule_report').select(['outcome', 'case_id']).where('id', '=', report).execute();
    t.match(await endOf(id), [{ outcome: 'case', case_id: kept?.id }]);

    const { id: another } = await db
      .insertInto('rule_report')
      .columns(['rule', 'proposal_id', 'number', 'insats', 'target_group', 'motive', 'account_id'])
      .expression((eb) =>
        eb
          .selectFrom('rule_report')
          .select([eb.val(fourth.name).as('rule'), 'proposal_id', 'number', 'insats', 'target_group', eb.val('En till.').as('motive'), 'account_id'])
          .where('id', '=', id),
      )
      .returning('id')
      .executeTakeFirstOrThrow();
    const again = { fraga: fraga.replaceAll('&amp;', '&'), svar, motiv: 'Så ska det vara här.', rapport: another };
    const refused = await eva.post('/metod/fraga/fall', again);
    t.equal(refused.statusCode, 409);
    const [, known = ''] = /name="befintligt" value="([^"]*)"/.exec(refused.body) ?? [];
    t.equal(known, kept?.id, 'the case that is there is offered');
    t.equal((await eva.post('/metod/fraga/fall', { ...again, befintligt: crypto.randomUUID() })).statusCode, 409);
    t.match(await endOf(another), [{ outcome: null }]);
    t.equal((await eva.post('/metod/fraga/fall', { ...again, befintligt: known })).statusCode, 303);
    t.match(await endOf(another), [{ outcome: 'case', case_id: known }]);
    t.equal((await db.selectFrom('candidate_case').select('id').execute()).length, 1);
  });

  await t.test('an area is demanded only where something changes, and the day lies within reach', async (t) => {
    const { omrade: _, ...without } = note;
    const save = async (operations: readonly Operation[], fields: Record<string, string>) => {
      const made = await eva.post(draftsPath, { titel: 'Områden', nyckel: crypto.randomUUID() });
      const id = Number(String(made.headers.location).split('/').at(-1));
      await db.transaction().execute((trx) => ruleDraftRepository(trx).saveOperations(id, 1, operations));
      await eva.post(`${draftsPath}/${id}/text`, { ...fields, revision: '2' });
      return id;
    };
    const fires = knowledge.ruleset.laws.flatMap(({ rules }) => rules).find(({ name }) => name === 'sol-huvudregel');
    const touching = await save([{ type: 'set-texts', rule: fires?.name ?? '', message: 'En annan text om huvudregeln.' }], without);
    t.match((await eva.get(`${draftsPath}/${touching}`)).body, `href="${draftsPath}/${touching}/text#omrade"`);
    t.equal((await step(eva, touching, 'submit')).statusCode, 409);
    // Only a case: no answer changes, and nobody is asked where.
    const given = { 'insats.kind': 'hvb' };
    const nothing: Operation = { type: 'add-case', rule: first.name, name: 'Ett fall till om HVB', given, fires: false };
    const silent = await save([nothing], without);
    t.equal((await step(eva, silent, 'submit')).statusCode, 303);
    await step(per, silent, 'approve', { skal: 'Läst.' });
    t.equal((await step(per, silent, 'publish')).statusCode, 303);
    t.same(app.rulesets.versions().at(-1)?.note?.areas, []);
    const far = await save([{ ...nothing, name: 'Ett annat fall om HVB' }], { ...without, fran: `2${today.slice(1, 2)}9${today.slice(3)}` });
    t.equal((await step(eva, far, 'submit')).statusCode, 409, 'a day that would keep every later change waiting');
    t.match((await eva.get(`${draftsPath}/${far}`)).body, `href="${draftsPath}/${far}/text#fran"`);
  });

  await t.test('the trail tells of each step, without words', async (t) => {
    const told = await readTrail(db, { objectType: 'rule_draft' });
    const actions = new Set(told.map(({ action }) => action));
    for (const { id } of transitions.filter(({ id }) => id !== 'take-back')) t.ok(actions.has(`rule_draft.${id}`), id);
    t.ok(actions.has('rule_draft.recheck'));
    t.ok(actions.has('rule_draft.step-refused'));
    t.notMatch(JSON.stringify(told), /för hög|Läst|Behövs/);
  });

  await t.test('programs read the versions too', async (t) => {
    const list = await app.inject({ url: '/api/v1/rulesets', headers: { ...own, cookie: plan.cookie } });
    t.match(list.json(), [
      { number: 1, kind: 'base' },
      { number: 2, kind: 'published', note: { what: note.vad } },
    ]);
    const one = await app.inject({ url: '/api/v1/rulesets/2', headers: { ...own, cookie: plan.cookie } });
    t.match(one.json(), { number: 2, operations: [lower(first.name)], rules: [{ rule: first.name, change: 'changed' }] });
    t.equal((await app.inject({ url: '/api/v1/rulesets/999', headers: { ...own, cookie: plan.cookie } })).statusCode, 404);
  });
});

t.test('a published change that is broken in the database takes nothing down', async (t) => {
  const { app, database, knowledge } = await buildTestApp(t);
  const { db } = database;
  const [author, checker] = [
    await addAccount(database, 'eva@test.se', { role: 'legal', district: '*' }),
    await addAccount(database, 'per@test.se', { role: 'legal', district: '*' }),
  ];
  const rule = knowledge.ruleset.themes.flatMap(({ rules }) => rules).find(({ event }) => event.params.severity === 'high')?.name ?? '';
  const publication = { seen: 1, operations: [{ type: 'set-severity', rule, severity: 'low' }], note: { what: 'Lägre.', why: 'Så är det.', areas: [] } };
  await db.transaction().execute((trx) => app.rulesets.publish(trx, { ...publication, appliesFrom: today, publishedBy: author, checkedBy: checker }));
  await sql`alter table ruleset_version disable trigger user`.execute(db);
  await sql`update ruleset_version set content = '{"laws": "skräp"}' where number = 2`.execute(db);
  await sql`alter table ruleset_version enable trigger user`.execute(db);
  const again = await buildApp({ config: readConfig({ LOG_LEVEL: 'silent' }), database, knowledge });
  t.teardown(() => again.close());
  t.equal(again.rulesets.current().version?.number, 1);
  const eva = await browserOf(again, 'eva@test.se');
  const versions = await eva.get('/metod/versioner');
  t.equal(versions.statusCode, 200);
  t.match(versions.body, /id="fel"[\s\S]*Version 2[\s\S]*kan inte användas/);
  t.equal((await eva.get('/metod/versioner/2')).statusCode, 200);
  t.equal((await eva.get('/metod/versioner/2/andring.patch')).statusCode, 409);
  const made = String((await eva.post(draftsPath, { titel: 'Ovanpå felet', nyckel: crypto.randomUUID() })).headers.location);
  t.match(
    (await eva.get(made)).body,
    /Version 2[^<]*går inte att läsa[\s\S]*version 1/,
    'a change says which version it is laid on instead, and what is left behind',
  );
  // The way out goes through the pages, and needs nobody with access to the database.
  await db.transaction().execute((trx) => ruleDraftRepository(trx).saveOperations(1, 1, [{ type: 'set-severity', rule, severity: 'medium' }]));
  await eva.post(`${made}/text`, { ...note, revision: '2' });
  const per = await browserOf(again, 'per@test.se');
  await eva.post(`${made}/steg/submit`, { revision: '3', regelverk: '2' });
  t.match((await per.get(`${made}/steg/approve`)).body, /Version 2[^<]*går inte att läsa/, 'the checker is told too');
  await per.post(`${made}/steg/approve`, { revision: '4', regelverk: '2', skal: 'Läst.' });
  t.equal((await per.post(`${made}/steg/publish`, { revision: '5', regelverk: '2' })).statusCode, 303);
  t.match(again.rulesets.current().version, { number: 3, changes: [3] });
  t.same(again.rulesets.faults(), []);
  t.equal((await eva.get('/katalog')).statusCode, 200);
});

t.test('without accounts one may write, and see the effect, but not submit', async (t) => {
  const { app, database, knowledge } = await buildTestApp(t);
  const post = (url: string, fields: Record<string, string>) => app.inject({ method: 'POST', url, ...form(fields) });
  const home = String((await post(draftsPath, { titel: 'Prov', nyckel: crypto.randomUUID() })).headers.location);
  t.equal(home, `${draftsPath}/1`);
  const rule = knowledge.ruleset.themes[0]?.rules[0]?.name ?? '';
  await database.db
    .transaction()
    .execute((trx) => ruleDraftRepository(trx).saveOperations(1, 1, [{ type: 'switch-off', rule, motive: 'Används inte längre här.' }]));
  t.equal((await post(`${home}/text`, { ...note, revision: '2' })).statusCode, 303);
  const page = await app.inject({ url: home, headers: { ...own, accept: 'text/html' } });
  t.match(page.body, 'behövs konton');
  t.equal((await post(`${home}/steg/submit`, { revision: '3', regelverk: '1' })).statusCode, 403);
});

t.test('the table of steps: any walk along it ends where the database says it may', async () => {
  // The migration's own table, written again: what the database allows and what the program declares are the same.
  const allowed = new Set([
    ...['draft submitted', 'returned submitted', 'submitted returned', 'submitted checked', 'submitted draft', 'checked draft', 'checked submitted'],
    ...['checked published', 'draft withdrawn', 'returned withdrawn', 'submitted withdrawn', 'checked withdrawn'],
  ]);
  const declared = new Set([...transitions.flatMap(({ from, to }) => from.map((state) => `${state} ${to}`)), `${recheck.from} ${recheck.to}`]);
  t.same([...declared].sort(), [...allowed].sort());
  fc.assert(
    fc.property(fc.array(fc.nat(transitions.length - 1), { maxLength: 12 }), (walk) => {
      let state: (typeof draftStates)[number] = 'draft';
      let checks = 0;
      for (const at of walk) {
        const step = transitions[at];
        if (step === undefined || !(step.from as readonly string[]).includes(state)) continue;
        if (step.id === 'approve') checks += 1;
        if (step.id === 'publish' && checks === 0) throw new Error('published unchecked');
        if (step.to === 'draft' || step.to === 'returned') checks = 0;
        state = step.to;
      }
      return draftStates.includes(state);
    }),
    { numRuns: 200 },
  );
});
