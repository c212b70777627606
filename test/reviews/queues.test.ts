import t from 'tap';
import { readTrail } from '../../src/audit/trail.ts';
import type { OpenDatabase } from '../../src/database/open.ts';
import { managerAnswerOf, readAnswer } from '../../src/reviews/answer-form.ts';
import { answersRepository, openLegalItems, openRisks } from '../../src/reviews/answers-repository.ts';
import { look } from '../../src/reviews/last-look.ts';
import { legalItems } from '../../src/reviews/legal-items.ts';
import { riskItems } from '../../src/reviews/risk-items.ts';
import type { Status } from '../../src/reviews/transitions.ts';
import { draftOf } from '../drafts/fixture.ts';
import { addAccount, browserOf } from '../helpers/accounts.ts';
import { buildTestApp } from '../helpers/app.ts';
import { pastTheGuards } from '../helpers/past-the-guards.ts';

const date = '2026-11-22';
/** Real: both parties in a review see the same draft. */
const draft = draftOf('origo', 'sol-2025-400', date);
const risks = riskItems(draft);
const first = risks[0];
const alike = risks.filter(({ sameAs }) => sameAs === first?.sameAs);
if (first === undefined || alike.length < 3) throw new Error('a risk recurs in the unit');

async function setStatus({ db }: OpenDatabase, id: string, status: Status, submittedBy: string, number = 1): Promise<void> {
  await db
    .insertInto('version_status')
    .values({ proposal_id: id, number, status, submitted_by: submittedBy })
    .onConflict((conflict) => conflict.columns(['proposal_id', 'number']).doUpdateSet({ status }))
    .execute();
}
const ticks = (keys: readonly { key: string }[], revision = 0): [string, string][] => keys.map(({ key }) => ['rad', `${revision} ${key}`]);

t.test('queues of managers and lawyers', async (t) => {
  const { app, database } = await buildTestApp(t);
  const { db } = database;
  const planner = await addAccount(database, 'planerare@test.se', { role: 'planner', district: 'origo' });
  await addAccount(database, 'chef@test.se', { role: 'district_manager', district: 'origo' });
  await addAccount(database, 'chef2@test.se', { role: 'district_manager', district: 'origo' });
  await addAccount(database, 'annan@test.se', { role: 'district_manager', district: 'farsta' });
  await addAccount(database, 'jurist@test.se', { role: 'legal', district: '*' });
  const [plans, manages, also, elsewhere, checks] = await Promise.all(
    ['planerare', 'chef', 'chef2', 'annan', 'jurist'].map((name) => browserOf(app, `${name}@test.se`)),
  );
  if (!plans || !manages || !also || !elsewhere || !checks) throw new Error('everybody logs in');
  const home = String((await plans.post('/forslag', { district: 'origo', legalBasis: 'sol-2025-400', date })).headers.location);
  const id = home.split('/').at(-1) ?? '';
  const version = { id, version: 1, draft };
  const [page, legal] = [`/granskning/${id}`, `/granskning/${id}/juridik`];
  const answer = (fields: Record<string, string>, keys: [string, string][]): [string, string][] => [
    ...Object.entries({ version: '1', plats: '0', ...fields }),
    ...keys,
  ];
  const answers = () => answersRepository(db).managerAnswers(version);

  await t.test('nothing is under review before it is submitted', async (t) => {
    t.equal((await manages.get(page)).statusCode, 404);
    t.equal((await plans.get('/granskning')).statusCode, 403);
    t.notMatch((await manages.get('/granskning')).body, page);
  });

  await t.test('what is submitted is listed for the manager of the district alone, and answered only under review', async (t) => {
    await setStatus(database, id, 'submitted', planner);
    t.match((await manages.get('/granskning')).body, new RegExp(`${page}[^]*0 av ${risks.length}`));
    t.match((await manages.get('/')).body, page);
    t.notMatch((await elsewhere.get('/granskning')).body, page);
    t.equal((await elsewhere.get(page)).statusCode, 404);
    const refused = await manages.post(page, answer({ svar: 'accept' }, ticks(alike)));
    t.equal(refused.statusCode, 409);
    t.match((await manages.get(page)).body, 'steg/start-manager-review"', 'where the review begins');
    t.notMatch((await plans.get(page)).body, 'steg/start-manager-review"');
    await setStatus(database, id, 'manager_review', planner);
    t.equal((await plans.post(page, answer({ svar: 'accept' }, ticks(alike)))).statusCode, 403, 'planners do not');
    t.same(await answers(), []);
    t.same(await openRisks(db, version), { total: risks.length, unanswered: risks.length, changeRequired: 0 });
  });

  await t.test('one answer covers the ticked lines of a group, at once and twice', async (t) => {
    const sent = answer({ svar: 'accept' }, ticks(alike.slice(1)));
    const both = await Promise.all([manages.post(page, sent), manages.post(page, sent)]);
    t.same(
      both.map(({ statusCode }) => statusCode),
      [303, 303],
    );
    t.same(
      (await answers()).map(({ key, kind: own, revision }) => [key, own, revision]).toSorted(),
      alike
        .slice(1)
        .map(({ key }) => [key, 'accept', 1])
        .toSorted(),
    );
    const trail = (await readTrail(db, { action: 'review.risk.answer' })).map(({ after }) => after);
    t.match(trail, [{ rule: first.rule, kind: 'accept', lines: alike.length - 1 }]);
    t.equal(trail.length, 1, 'pressed twice, written once');
    const { body } = await manages.get(page);
    t.match(body, `value="0 ${first.key}"`, 'what was left out is still asked');
    t.match(body, `<strong>${alike.length - 1} av ${risks.length}</strong>`);
    t.notMatch(body, `value="1 ${alike[1]?.key}"`);
    t.match((await manages.get(`${page}?visa=besvarade`)).body, `value="1 ${alike[1]?.key}"`);
  });

  await t.test('an answer without a motive, with a personal number or with no lines is refused, and what was typed is kept', async (t) => {
    const group = /id="grupp-([0-9a-f]+)"/.exec((await manages.get(page)).body)?.[1];
    for (const [fields, keys, field] of [
      [{ svar: 'require_change', motiv: '' }, ticks([first]), 'motiv'],
      [{ svar: 'accept', motiv: 'Ring 19811218-9876 om detta.' }, ticks([first]), 'motiv'],
      [{ svar: 'accept', motiv: 'Skrivet.' }, [], 'rader'],
      [{ svar: 'kanske', motiv: 'Skrivet.' }, ticks([first]), 'svar'],
    ] as const) {
      const refused = await manages.post(`${page}?grupp=${group}`, answer(fields, [...keys]));
      t.equal(refused.statusCode, 422);
      t.match(refused.body, `href="#${field}-rattas"`);
      t.match(refused.body, `id="fel-${field}-rattas"`);
      if (fields.motiv !== '') t.match(refused.body, fields.motiv);
      t.equal(refused.body.split(`value="0 ${first.key}"`).length, 2, 'a line stands once on the page');
      for (const [, target = ''] of refused.body.matchAll(/<a href="#([^"]+-rattas)"/g)) t.match(refused.body, `id="${target}"`, 'links lead to fields');
    }
    t.equal((await answers()).length, alike.length - 1);
  });

  await t.test('what hinders is not accepted without a motive, past the program either', async (t) => {
    const blocking = { item: { severity: 'blocking' as const }, revision: 0 };
    const typed = readAnswer({ svar: 'accept', motiv: ' ' }, {});
    t.match(managerAnswerOf(typed, [blocking]).faults, [{ field: 'motiv' }]);
    t.same(managerAnswerOf(typed, [{ ...blocking, item: { severity: 'high' } }]).faults, []);
    t.same(managerAnswerOf({ ...typed, motive: 'Boendet finns i grannstaden.' }, [blocking]).faults, []);
    const { insats, targetGroup, rule } = first;
    const row = { proposal_id: id, number: 1, insats, target_group: targetGroup, rule, kind: 'accept', motive: '', account_id: planner, blocking: true };
    await t.rejects(db.insertInto('manager_answer').values(row).execute(), { code: '23514' });
  });

  await t.test('whoever answered as manager leaves the legal review to somebody else', async (t) => {
    const both = await addAccount(database, 'chefjurist@test.se', { role: 'district_manager', district: 'origo' }, { role: 'legal', district: 'origo' });
    const own = await browserOf(app, 'chefjurist@test.se');
    const row = { proposal_id: id, number: 1, insats: 'x', target_group: 'y', rule: 'z', kind: 'accept', motive: '', account_id: both };
    await db.insertInto('manager_answer').values(row).execute();
    await setStatus(database, id, 'manager_approved', planner);
    const refused = await own.post(`${home}/steg/start-legal-review`, { version: '1', revision: '1' });
    t.equal(refused.statusCode, 403);
    t.notMatch((await own.get(legal)).body, 'steg/start-legal-review"');
    t.match((await own.get('/granskning')).body, 'Du har granskat riskerna.');
    await setStatus(database, id, 'legal_review', planner);
    t.equal((await own.post(legal, answer({ svar: 'right' }, ticks(legalItems(draft, { referred: [] }).slice(0, 1))))).statusCode, 409);
    await setStatus(database, id, 'manager_review', planner);
    await db.deleteFrom('manager_answer').where('account_id', '=', both).execute();
  });

  await t.test('an answer over a newer one is refused whole, with both texts', async (t) => {
    const rest = alike.slice(1);
    t.equal((await also.post(page, answer({ svar: 'require_change', motiv: 'Sätt ett tak först.' }, ticks(rest.slice(0, 1), 1)))).statusCode, 303);
    const refused = await manages.post(page, answer({ svar: 'refer_legal', motiv: 'Får vi göra så?' }, ticks(rest, 1)));
    t.equal(refused.statusCode, 409);
    t.match(refused.body, 'Sätt ett tak först.');
    t.match(refused.body, 'Får vi göra så?');
    t.same(
      (await answers()).filter(({ kind: own }) => own === 'refer_legal'),
      [],
      'nothing of the batch is saved',
    );
    const again = answer({ svar: 'refer_legal', motiv: 'Får vi göra så?' }, [...ticks(rest.slice(0, 1), 2), ...ticks(rest.slice(1), 1)]);
    t.equal((await manages.post(page, again)).statusCode, 303);
    t.same(await openRisks(db, version), { total: risks.length, unanswered: risks.length - rest.length, changeRequired: 0 });
  });

  await t.test('the list shows what others have done since the last look, also while it is filtered', async (t) => {
    await also.get(page);
    await manages.post(page, answer({ svar: 'accept' }, ticks([first])));
    const { body } = await also.get(page);
    const link = /href="([^"]*visa=andrade[^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&').split('#')[0] ?? '';
    t.match((await also.get(page)).body, 'visa=andrade', 'to load the page again is no new visit');
    for (const _look of ['once', 'again']) {
      const changed = (await also.get(link)).body;
      t.match(changed, first.key);
      t.notMatch(changed, `${alike[1]?.key}"`);
    }
    t.notMatch((await manages.get(page)).body, 'visa=andrade', 'own answers are no news');
  });

  await t.test('the picture and its table have the figures of the list', async (t) => {
    const { body } = await manages.get(page);
    const cells = [...body.matchAll(/href="[^"]*tema=[^"]*">(\d+)</g)].map(([, n]) => Number(n));
    t.equal(
      cells.reduce((sum, n) => sum + n, 0),
      risks.length,
    );
    const picture = await manages.get(`${page}/riskbild.svg`);
    t.match(picture.headers['content-type'], 'image/svg+xml');
    t.match(picture.body, `>${cells[0]}<`);
    const { body: none } = await manages.get(`${page}?visa=alla&allvar=blocking`);
    t.notMatch(none, 'name="rad"');
  });

  await t.test('whoever submitted the version does not answer', async (t) => {
    const both = await addAccount(database, 'bada@test.se', { role: 'planner', district: 'origo' }, { role: 'district_manager', district: 'origo' });
    await db.updateTable('version_status').set({ submitted_by: both }).where('proposal_id', '=', id).execute();
    const own = await browserOf(app, 'bada@test.se');
    t.equal((await own.post(page, answer({ svar: 'accept' }, ticks([first], 1)))).statusCode, 409);
  });

  const items = legalItems(draft, { referred: await answers().then((all) => all.filter(({ kind: own }) => own === 'refer_legal')) });

  await t.test('the lawyer meets what the manager referred, and checks it in groups', async (t) => {
    t.equal((await checks.post(legal, answer({ svar: 'right' }, ticks(items)))).statusCode, 409, 'not before the manager has approved');
    await setStatus(database, id, 'legal_review', planner);
    t.match((await checks.get('/granskning')).body, legal);
    const referred = await checks.get(`${legal}?del=flaggor`);
    t.match(referred.body, 'Får vi göra så?');
    t.same(await openLegalItems(db, version), { total: items.length, unchecked: items.length, notRight: 0 });
    const flags = items.filter(({ subject }) => subject === 'flag');
    t.equal((await checks.post(legal, answer({ svar: 'right' }, ticks(flags)))).statusCode, 303);
    t.same(await openLegalItems(db, version), { total: items.length, unchecked: items.length - flags.length, notRight: 0 });
    t.equal((await manages.post(legal, answer({ svar: 'right' }, ticks(items)))).statusCode, 403);
  });

  await t.test('a rule that is found wrongly applied is reported with its candidates, once', async (t) => {
    const verdicts = items.filter(({ subject, line }) => subject === 'verdict' && line.verdict === 'unclear');
    const one = verdicts.slice(0, 1);
    const rule = one[0]?.rules[0]?.rule ?? '';
    const missing = await checks.post(legal, answer({ svar: 'rule_wrong', motiv: 'Gäller inte här.', 'fel-regel': 'nagon-annan' }, ticks(one)));
    t.equal(missing.statusCode, 422);
    t.match(missing.body, 'href="#fel-regel-rattas"');
    const sent = answer({ svar: 'rule_wrong', motiv: 'Gäller inte här.', 'fel-regel': rule }, ticks(one));
    const both = await Promise.all([checks.post(legal, sent), checks.post(legal, sent)]);
    t.same(
      both.map(({ statusCode }) => statusCode),
      [303, 303],
    );
    t.match(await db.selectFrom('rule_report').selectAll().execute(), [{ rule, insats: one[0]?.line.insats, motive: 'Gäller inte här.', resolved_at: null }]);
    t.equal((await readTrail(db, { action: 'review.legal.check' })).length, 2);
    const list = await checks.get('/metod/regelrapporter');
    t.match(list.body, 'Gäller inte här.');
    t.equal((await manages.get('/metod/regelrapporter')).statusCode, 403);
    t.match(await openLegalItems(db, version), { notRight: 1 });
    await checks.post(legal, answer({ svar: 'right' }, ticks(one, 1)));
    t.match(await db.selectFrom('rule_report').select('resolution').execute(), [{ resolution: /./ }], 'taken back when the lawyer changes the answer');
  });

  await t.test('another rule in its place takes the first report back, whatever the words', async (t) => {
    const one = items.filter(({ subject, rules }) => subject === 'conditions' && rules.length > 2).slice(0, 1);
    const [first = '', second = '', third = ''] = one[0]?.rules.map(({ rule }) => rule) ?? [];
    const open = async () => (await db.selectFrom('rule_report').select('rule').where('resolved_at', 'is', null).execute()).map(({ rule }) => rule);
    for (const [revision, rule, motiv] of [
      [0, first, 'Träffar fel.'],
      [1, second, 'Den här i stället.'],
      [2, third, 'Den här i stället.'],
    ] as const) {
      t.equal((await checks.post(legal, answer({ svar: 'rule_wrong', motiv, 'fel-regel': rule }, ticks(one, revision)))).statusCode, 303);
      t.same(await open(), [rule]);
    }
    t.equal((await checks.post(legal, answer({ svar: 'right' }, ticks(one, 3)))).statusCode, 303);
    t.same(await open(), []);
  });

  await t.test('a visit is compared with the one before it', async (t) => {
    const account = await addAccount(database, 'tittar@test.se', { role: 'reader', district: 'origo' });
    const at = (time: string) => new Date(`2026-01-0${time}:00Z`);
    t.equal(await look(db, account, { id, version: 1 }, at('1T10:00')), null);
    t.same(await look(db, account, { id, version: 2 }, at('2T10:00')), { at: at('1T10:00'), number: 1 });
    t.same(await look(db, account, { id, version: 2 }, at('2T10:30')), { at: at('1T10:00'), number: 1 }, 'the same visit');
    t.same(await look(db, account, { id, version: 2 }, at('3T10:00')), { at: at('2T10:30'), number: 2 });
  });

  await t.test('answering everything leaves nothing open', async (t) => {
    const done = await answersRepository(db).legalChecks(version);
    const left = items.filter(({ key }) => !done.some((one) => one.key === key));
    t.equal((await checks.post(legal, answer({ svar: 'right' }, ticks(left)))).statusCode, 303);
    t.same(await openLegalItems(db, version), { total: items.length, unchecked: 0, notRight: 0 });
  });

  await t.test('the planner sees what came back and why, and what was promised by when', async (t) => {
    const [line] = draft.lines;
    if (line === undefined) throw new Error('there are lines');
    t.notMatch((await plans.get('/')).body, 'Behöver ett tak.');
    await setStatus(database, id, 'returned', planner);
    const { id: step } = await db
      .insertInto('version_step')
      .values({ proposal_id: id, number: 1, from_status: 'legal_review', to_status: 'returned', account_id: planner, reason: 'Behöver ett tak.' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db.insertInto('return_reason').values({ step_id: step, insats: line.insats, target_group: line.targetGroup, reason: 'Just här.' }).execute();
    const risky = draft.lines.find(({ insats, targetGroup }) => insats === first.insats && targetGroup === first.targetGroup);
    const saved = await plans.post(`${home}/rader/${risky?.insats}/${risky?.targetGroup}`, {
      revision: '0',
      [`svar-${first.rule}`]: 'investigate',
      [`vem-${first.rule}`]: 'Enhetschefen',
      [`datum-${first.rule}`]: '2026-01-02',
    });
    t.equal(saved.statusCode, 303);
    const { body } = await plans.get('/');
    for (const text of ['Behöver ett tak.', 'Just här.', `${home}/rader/${line.insats}/${line.targetGroup}`, 'Enhetschefen', 'Försenat']) t.match(body, text);
    t.notMatch((await elsewhere.get('/')).body, 'Behöver ett tak.');
  });

  await t.test('what was answered to the version before is taken over where it is the same question, and no more', async (t) => {
    // Version 2 differs in one line alone: the promise that was made on its risk.
    t.equal((await plans.post(`${home}/versioner`, { version: '1' })).statusCode, 303);
    const [v1, v2] = [page, `${page}?version=1&visa=alla`];
    await setStatus(database, id, 'manager_review', planner, 2);
    const earlier = await answers();
    t.equal((await manages.post(`${page}/tidigare`, { version: '1' })).statusCode, 409, 'another version than the one that was seen');
    t.equal((await plans.post(`${page}/tidigare`, { version: '2' })).statusCode, 403);
    const both = await Promise.all([manages.post(`${page}/tidigare`, { version: '2' }), manages.post(`${page}/tidigare`, { version: '2' })]);
    t.same(
      both.map(({ statusCode }) => statusCode),
      [303, 303],
    );
    const taken = await answersRepository(db).managerAnswers({ id, version: 2 });
    const expected = earlier.filter(({ key, kind: own }) => own !== 'require_change' && key !== first.key);
    t.ok(expected.length > 0);
    t.same(
      taken.map(({ key, kind: own, motive }) => [key, own, motive]).toSorted(),
      expected.map(({ key, kind: own, motive }) => [key, own, motive]).toSorted(),
    );
    t.ok(
      taken.every(({ by, revision }) => by === 'Test chef@test.se' && revision === 1),
      'as answers of the one who took them over',
    );
    t.notMatch((await manages.get(v1)).body, `${page}/tidigare"`, 'nothing more to take over');
    // What was answered to the first version can still be read, and not changed.
    const old = (await manages.get(v2)).body;
    t.match(old, 'Får vi göra så?');
    t.notMatch(old, 'name="svar"');

    await setStatus(database, id, 'legal_review', planner, 2);
    t.match((await checks.get(legal)).body, `${legal}/tidigare"`);
    t.equal((await checks.post(`${legal}/tidigare`, { version: '2' })).statusCode, 303);
    const checked = await answersRepository(db).legalChecks({ id, version: 2 });
    t.ok(checked.length > 0 && checked.every(({ kind: own }) => own === 'right'));
    t.notOk(checked.some(({ subject, insats, targetGroup }) => subject === 'flag' && insats === first.insats && targetGroup === first.targetGroup));
  });

  await t.test('what was promised before a decision is promised after it', async (t) => {
    const decision = { decision_number: '1/2026', decision_date: '2026-11-22', content_hash: 'a'.repeat(64) };
    await pastTheGuards(db, () =>
      db
        .updateTable('version_status')
        .set({ status: 'adopted', ...decision })
        .where('proposal_id', '=', id)
        .where('number', '=', 2)
        .execute(),
    );
    t.match((await plans.get('/')).body, 'Enhetschefen');
  });
});

t.test('without accounts the first page asks nobody for anything', async (t) => {
  const { app } = await buildTestApp(t);
  const { body } = await app.inject('/');
  t.notMatch(body, 'Era förslag');
  t.notMatch(body, 'href="/granskning"');
});
