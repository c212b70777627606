import { type RawBuilder, sql } from 'kysely';
import t from 'tap';
import { addAccount, browserOf } from '../helpers/accounts.ts';
import { buildTestApp } from '../helpers/app.ts';
import { acceptRisks, findRight } from './answer-everything.ts';
import { completeProposal } from './complete-proposal.ts';

t.test('a proposal from draft to adopted, by those who may and in their order', { timeout: 600_000 }, async (t) => {
  const parts = await buildTestApp(t, { database: 'postgres' });
  const { app, database } = parts;
  const { db } = database;
  const { id, version, proposals, workingCopies } = await completeProposal(parts);
  const home = `/forslag/${id}`;

  // Without accounts nobody can say who submits.
  const alone = await app.inject({
    method: 'POST',
    url: `${home}/steg/submit`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'version=2',
  });
  t.equal(alone.statusCode, 403);
  const manager = await addAccount(database, 'chef@x.se', { role: 'district_manager', district: 'origo' });
  await addAccount(database, 'chef2@x.se', { role: 'district_manager', district: 'origo' }, { role: 'planner', district: 'origo' });
  const lawyer = await addAccount(database, 'jurist@x.se', { role: 'legal', district: '*' });
  await addAccount(database, 'plan@x.se', { role: 'planner', district: 'origo' });
  await addAccount(database, 'farsta@x.se', { role: 'district_manager', district: 'farsta' });
  const [planner, chef, chef2, jurist, stranger] = [
    await browserOf(app, 'plan@x.se'),
    await browserOf(app, 'chef@x.se'),
    await browserOf(app, 'chef2@x.se'),
    await browserOf(app, 'jurist@x.se'),
    await browserOf(app, 'farsta@x.se'),
  ];
  type Browser = typeof planner;
  const statusOf = async (number = 2) =>
    (await db.selectFrom('version_status').select(['status', 'revision']).where('proposal_id', '=', id).where('number', '=', number).executeTakeFirst()) ?? {
      status: 'draft',
      revision: 0,
    };
  const take = async (who: Browser, transition: string, fields: Record<string, string> = {}, number = 2) => {
    const { revision } = await statusOf(number);
    return who.post(`${home}/steg/${transition}`, { version: String(number), revision: String(revision), ...fields });
  };
  /** What somebody with the database's own password could do. */
  const adminSql = async (statement: RawBuilder<unknown>) => {
    const triggers = async (state: 'disable' | 'enable') => {
      for (const table of ['version_step', 'proposal_version']) await sql`alter table ${sql.table(table)} ${sql.raw(state)} trigger user`.execute(db);
    };
    await triggers('disable');
    await statement.execute(db);
    await triggers('enable');
  };
  const actionsOf = (body: string) => [...new Set([...body.matchAll(/\/steg\/([a-z-]+)/g)].map(([, step = '']) => step))].sort();
  const bytes = (await planner.get(`${home}/forslag.json`)).body;

  await t.test('what is missing stops a submission, and is listed with links', async (t) => {
    const [line] = version.draft.lines;
    if (line === undefined) throw new Error('no lines');
    t.equal((await planner.post(`${home}/rader/${line.insats}/${line.targetGroup}`, { revision: '0', motiv: 'Ännu inte i en version.' })).statusCode, 303);
    const refused = await take(planner, 'submit');
    t.equal(refused.statusCode, 409);
    t.match(refused.body, `href="${home}#arbetskopia"`);
    t.notOk(actionsOf((await planner.get(home)).body).includes('submit'), 'the page offers no button that would be refused');
    t.equal((await planner.post(`${home}/rader/${line.insats}/${line.targetGroup}`, { revision: '1', motiv: '' })).statusCode, 303);
  });

  await t.test('the wrong person, district or state', async (t) => {
    t.equal((await take(stranger, 'start-manager-review')).statusCode, 404);
    t.equal((await take(chef, 'submit')).statusCode, 403);
    t.equal((await take(chef, 'start-manager-review')).statusCode, 409);
    t.equal((await take(planner, 'hoppsan')).statusCode, 404);
    t.equal((await take(planner, 'submit', {}, 99)).statusCode, 404);
    t.same(await statusOf(), { status: 'draft', revision: 0 });
  });

  await t.test('a submission sent twice is one, and nobody approves an own one', async (t) => {
    t.same(actionsOf((await planner.get(home)).body), ['submit', 'withdraw']);
    const fields = { version: '2', revision: '0' };
    const both = await Promise.all([chef2.post(`${home}/steg/submit`, fields), chef2.post(`${home}/steg/submit`, fields)]);
    t.same(
      both.map(({ statusCode }) => statusCode),
      [303, 303],
    );
    t.same(await statusOf(), { status: 'submitted', revision: 1 });
    t.equal((await db.selectFrom('version_step').select('id').execute()).length, 1);
    t.equal((await take(chef2, 'start-manager-review')).statusCode, 403);
    t.same(await statusOf(), { status: 'submitted', revision: 1 });
    t.match((await planner.get('/forslag')).body, /class="tag"[^>]*>Inlämnat</);
    t.match((await planner.get('/stadsdelar/origo')).body, /class="tag"[^>]*>Inlämnat</);
  });

  await t.test('planners may go on, but submit nothing else until this one is settled', async (t) => {
    const line = version.draft.lines[1];
    if (line === undefined) throw new Error('too few lines');
    await planner.post(`${home}/rader/${line.insats}/${line.targetGroup}`, { revision: '0', motiv: 'Till nästa version.' });
    t.equal((await planner.post(`${home}/versioner`, { version: '2' })).statusCode, 303);
    t.equal((await take(planner, 'submit', {}, 3)).statusCode, 409);
    t.same(await statusOf(3), { status: 'draft', revision: 0 });
    t.match((await planner.get(home)).body, `href="${home}?version=2#status"`);
  });

  await t.test('a return needs a reason, which is read at its line', async (t) => {
    t.equal((await take(chef, 'start-manager-review')).headers.location, `/granskning/${id}`);
    t.equal((await take(chef, 'manager-return')).statusCode, 422);
    const line = version.draft.lines[3];
    if (line === undefined) throw new Error('too few lines');
    const [field, href] = [`skal.${line.insats}/${line.targetGroup}`, `${home}/rader/${line.insats}/${line.targetGroup}`];
    const searched = await take(chef, 'manager-return', { sok: line.name, gor: 'sok', skal: 'Det jag har skrivit.' });
    t.equal(searched.statusCode, 200);
    t.match(searched.body, `name="lagg-till" value="${line.insats}/${line.targetGroup}"`);
    t.match(searched.body, 'Det jag har skrivit.');
    const chosen = await take(chef, 'manager-return', { 'lagg-till': `${line.insats}/${line.targetGroup}` });
    t.match(chosen.body, `name="${field}"`);
    const numbered = await take(chef, 'manager-return', { [field]: 'Gäller 19121212-1212 <b>.', skal: 'Behålls.' });
    t.equal(numbered.statusCode, 422);
    t.match(numbered.body, 'Gäller 19121212-1212 &lt;b&gt;.');
    t.match(numbered.body, 'Behålls.');
    t.equal((await take(chef, 'manager-return', { 'skal.finns/inte': 'Nej.' })).statusCode, 422);
    // A reason for the whole is one only when it is said to be.
    const general = await take(chef, 'manager-return', { skal: 'Hela bakgrunden saknas.' });
    t.equal(general.statusCode, 422);
    t.match(general.body, 'href="#hela"');
    t.match(general.body, 'Hela bakgrunden saknas.');
    t.equal((await take(chef, 'manager-return', { hela: 'ja' })).statusCode, 422, 'nor is it one without words');
    // What was asked to be changed is never left out: it comes back into the form, where it cannot be taken out.
    const [asked, also] = [version.draft.lines[5], version.draft.lines[6]];
    if (asked === undefined || also === undefined) throw new Error('too few lines');
    const answer = { proposal_id: id, number: 2, rule: 'regel', kind: 'require_change', motive: 'Sätt ett tak.', account_id: manager };
    for (const { insats, targetGroup } of [asked, also])
      await db
        .insertInto('manager_answer')
        .values({ ...answer, insats, target_group: targetGroup })
        .execute();
    const [first, second] = [asked, also].map(({ insats, targetGroup }) => `${insats}/${targetGroup}`).sort();
    const offered = (await chef.get(`${home}/steg/manager-return?version=2`)).body;
    t.equal(offered.split('>\nSätt ett tak.<').length, 2, 'lines with the same reason share a field');
    t.notMatch(offered, 'name="ta-bort"');
    for (const fields of [{ skal: 'Allt.', hela: 'ja' }, { [field]: 'Vem följer upp?' }] as Record<string, string>[]) {
      const without = await take(chef, 'manager-return', fields);
      t.equal(without.statusCode, 422);
      t.match(without.body, 'Sätt ett tak.');
    }
    const ownReason = await take(chef, 'manager-return', { [`skal.${first}`]: 'Sätt ett tak.', [`med.${first}`]: String(second), eget: String(second) });
    t.match(ownReason.body, `name="skal.${second}"`);
    t.notMatch(ownReason.body, `name="med.${first}"`);
    const together = await take(chef, 'manager-return', { sok: 'a', gor: 'alla', [`skal.${first}`]: 'Sätt ett tak.', [`med.${first}`]: String(second) });
    t.equal([...together.body.matchAll(/<textarea[^>]+name="skal\./g)].length, 2, 'all that a search finds share one field');
    t.match(together.body, `value="${line.insats}/${line.targetGroup}"`);
    t.same(await statusOf(), { status: 'manager_review', revision: 2 });
    t.equal(
      (await take(chef, 'manager-return', { [field]: 'Vem följer upp?', [`skal.${first}`]: 'Sätt ett tak.', [`med.${first}`]: String(second) })).statusCode,
      303,
    );
    t.same(
      (await db.selectFrom('return_reason').select('reason').orderBy('reason').execute()).map(({ reason }) => reason),
      ['Sätt ett tak.', 'Sätt ett tak.', 'Vem följer upp?'],
    );
    const late = await chef.post(`${home}/steg/manager-return`, { version: '2', revision: '2', [field]: 'Ett annat skäl.', skal: 'Hela texten.' });
    t.equal(late.statusCode, 409, 'not the same press');
    for (const text of ['Ett annat skäl.', 'Hela texten.']) t.match(late.body, text, 'nothing typed is lost');
    t.match((await planner.get(href)).body, 'Vem följer upp?');
    t.match((await planner.get(home)).body, 'Vem följer upp?');
    t.equal((await take(planner, 'submit', {}, 2)).statusCode, 409, 'a newer version is there');
  });

  await t.test('two managers at once: one wins, the other is told', async (t) => {
    t.equal((await take(planner, 'submit', {}, 3)).statusCode, 303);
    t.notMatch((await planner.get(`${home}/rader/${version.draft.lines[3]?.insats}/${version.draft.lines[3]?.targetGroup}`)).body, 'Vem följer upp?');
    const fields = { version: '3', revision: '1' };
    const answers = await Promise.all([chef.post(`${home}/steg/start-manager-review`, fields), chef2.post(`${home}/steg/start-manager-review`, fields)]);
    t.same(answers.map(({ statusCode }) => statusCode).sort(), [303, 409]);
    t.same(await statusOf(3), { status: 'manager_review', revision: 2 });
    const refusals = await db.selectFrom('audit_event').select('after').where('action', '=', 'version.step-refused').orderBy('seq', 'desc').limit(1).execute();
    t.match(refusals[0]?.after, { step: 'start-manager-review', version: 3, why: 'wrong_state' });
  });

  await t.test('no approval before everything is answered, no decision without its number and day', async (t) => {
    const third = await proposals.find(id, 3);
    if (third === undefined) throw new Error('no third version');
    const on = (who: Browser, step: string, fields: Record<string, string> = {}) => take(who, step, fields, 3);
    t.equal((await on(chef, 'manager-approve')).statusCode, 409);
    await acceptRisks(db, third, manager);
    // To write the status past the program is not to decide.
    const adoptBySql = (hash: string) =>
      sql`update version_status set status = 'adopted', decision_number = '1', decision_date = '2026-01-01', content_hash = ${hash} where number = 3`.execute(
        db,
      );
    await t.rejects(adoptBySql(third.contentHash), { code: '23001' });
    const inserted = sql`insert into version_status (proposal_id, number, status, submitted_by, decision_number, decision_date, content_hash)
      values (${id}, 1, 'adopted', ${manager}, '1', '2026-01-01', ${version.contentHash})`;
    await t.rejects(inserted.execute(db), { code: '23001' });
    t.equal((await on(chef, 'manager-approve')).statusCode, 303);
    const total = Number(/0 av (\d+)/.exec((await jurist.get('/granskning')).body.replaceAll(/<[^>]+>/g, ''))?.[1]);
    t.ok(total > third.draft.lines.length, 'the list of lawyers says how many there are to check');
    t.match((await jurist.get(`/granskning/${id}/juridik`)).body, new RegExp(`<strong>0 av ${total}</strong>`), 'and means the same as the queue');
    t.equal((await on(jurist, 'start-legal-review')).statusCode, 303);
    t.equal((await on(jurist, 'legal-approve')).statusCode, 409);
    await findRight(db, third, lawyer);
    t.equal((await on(jurist, 'legal-approve')).statusCode, 303);
    await t.rejects(adoptBySql('a'.repeat(64)), { code: '23001' }, 'nor another text than the stored');
    for (const fields of [{}, { diarienummer: '1.1/2-2026', datum: '2999-01-01' }, { diarienummer: '1.1/2-2026', datum: '2000-01-01' }])
      t.equal((await on(chef, 'adopt', fields)).statusCode, 422);
    const datum = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });
    t.match((await on(chef, 'adopt', { diarienummer: '1.1/2-2026', datum: '2999-01-01' })).body, 'value="1.1/2-2026"');
    // Certified today, so that yesterday's decision cannot have been about it.
    const yesterday = new Date(Date.now() - 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });
    await adminSql(sql`update version_step set at = at - interval '3 days' where to_status = 'submitted'`);
    t.equal((await on(chef, 'adopt', { diarienummer: '1.1/2-2026', datum: yesterday })).statusCode, 422);
    const decide = { version: '3', revision: String((await statusOf(3)).revision), diarienummer: '1.1/2-2026', datum };
    for (const _press of ['once', 'twice']) t.equal((await chef.post(`${home}/steg/adopt`, decide)).statusCode, 303);
    const other = await chef.post(`${home}/steg/adopt`, { ...decide, diarienummer: '1.1/9-2026' });
    t.equal(other.statusCode, 409, 'another number is not the same press');
    t.match(other.body, '1.1/9-2026');
    t.equal((await statusOf(3)).status, 'adopted');

    const stored = await db.selectFrom('version_status').selectAll().where('status', '=', 'adopted').executeTakeFirstOrThrow();
    t.equal(stored.content_hash, third.contentHash);
    const tampered = db.updateTable('version_status').set({ decision_number: 'en annan' }).where('status', '=', 'adopted');
    await t.rejects(tampered.execute());
    await t.rejects(db.updateTable('version_status').set({ status: 'draft' }).where('status', '=', 'adopted').execute());
    await t.rejects(db.deleteFrom('version_status').where('status', '=', 'adopted').execute());
    t.equal((await on(planner, 'withdraw', { skal: 'Ångrar.' })).statusCode, 409);
    // Nor what the decision rests on.
    const refused = { code: '23001' };
    await t.rejects(sql`update version_status set submitted_by = ${lawyer}, status = 'superseded' where number = 3`.execute(db), refused);
    await t.rejects(sql`update manager_answer set motive = 'Ett annat.' where number = 3`.execute(db), refused);
    await t.rejects(sql`delete from legal_check where number = 3`.execute(db), refused);
    await t.rejects(
      sql`update manager_answer set number = 3 where number = 2`.execute(db).then(() => acceptRisks(db, third, lawyer)),
      refused,
    );
    await t.rejects(sql`update version_step set reason = 'Ett annat.'`.execute(db), refused);
    await t.rejects(sql`delete from return_reason`.execute(db), refused);
    for (const table of ['version_status', 'manager_answer']) await t.rejects(sql`truncate ${sql.table(table)}`.execute(db), refused);
  });

  await t.test('whether what was adopted is unchanged is reckoned where people see it', async (t) => {
    const seal = async () => /id="fryst"[\s\S]*?data-color="(\w+)"/.exec((await planner.get(`${home}/historik?kontroll=ja`)).body)?.[1];
    t.equal(await seal(), 'success');
    const edited = (from: string, to: string) =>
      adminSql(sql`update proposal_version set document = replace(document::text, ${from}, ${to})::json where proposal_id = ${id} and number = 3`);
    await edited('"2026-11-22"', '"2026-11-23"');
    t.equal(await seal(), 'danger');
    await edited('"2026-11-23"', '"2026-11-22"');
    t.equal(await seal(), 'success');
  });

  await t.test('documents tell of the decision; the draft itself is as it was', async (t) => {
    t.match((await planner.get(`${home}/forslag.md`)).body, /Fastställt \d{4}.*1\\?\.1\/2/);
    t.notMatch((await planner.get(`${home}/forslag.md?version=2`)).body, 'Fastställt');
    t.equal((await planner.get(`${home}/forslag.json?version=2`)).body, bytes);
    t.equal(await proposals.reproduce((await proposals.find(id, 3)) ?? version), 'same');
  });

  await t.test('a later decision takes the place of the earlier', async (t) => {
    const line = version.draft.lines[4];
    if (line === undefined) throw new Error('too few lines');
    await planner.post(`${home}/rader/${line.insats}/${line.targetGroup}`, { revision: '0', motiv: 'Efter beslutet.' });
    t.equal(await workingCopies.saveVersion(id, 3), 4);
    const fourth = await proposals.find(id, 4);
    if (fourth === undefined) throw new Error('no fourth version');
    const on = (who: Browser, step: string, fields: Record<string, string> = {}) => take(who, step, fields, 4);
    // An answer about a rule is no less so when the version moves on.
    const answered = { account_id: lawyer, kind: 'rule_answered', proposal_id: id, district: 'origo', number: 3, as_roles: '', delivery: 'none' };
    const { id: lasting } = await db
      .insertInto('notice')
      .values({ ...answered, comment_id: null, actor_id: null })
      .returning('id')
      .executeTakeFirstOrThrow();
    t.equal((await on(planner, 'submit')).statusCode, 303);
    const stuck = async () => (await planner.get(home)).body.includes('data-stuck');
    const managers = db.updateTable('account').where('email', 'like', 'chef%');
    await managers.set({ disabled_at: new Date() }).execute();
    t.equal(await stuck(), true, 'nobody is left who could take the next step, and the page says so');
    await managers.set({ disabled_at: null }).execute();
    t.equal(await stuck(), false);
    t.equal((await on(chef, 'start-manager-review')).statusCode, 303);
    await acceptRisks(db, fourth, manager);
    await findRight(db, fourth, lawyer);
    for (const [who, step] of [
      [chef, 'manager-approve'],
      [jurist, 'start-legal-review'],
      [jurist, 'legal-approve'],
    ] as const)
      t.equal((await on(who, step)).statusCode, 303);
    const datum = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });
    t.equal((await on(chef, 'adopt', { diarienummer: '1.1/3-2026', datum })).statusCode, 303);
    t.same([(await statusOf(3)).status, (await statusOf(4)).status], ['superseded', 'adopted']);
    t.match(await db.deleteFrom('notice').where('id', '=', lasting).returning('read_at').execute(), [{ read_at: null }]);
  });

  await t.test('each is told of what concerns them, and never of an own act', async (t) => {
    const rows = await db.selectFrom('notice').innerJoin('account', 'account.id', 'notice.account_id').select(['email', 'kind', 'number']).execute();
    // Whoever of the two managers began with version 3 took part in it.
    const told = rows.map(({ email, kind, number }) => `${number} ${kind} ${email.replace('@x.se', '')}`).filter((one) => one !== '3 adopted chef2');
    const ofWay = (number: number) => [
      ...['adopted jurist', 'adopted plan', 'approved jurist', 'checked chef', 'checked chef2', 'submitted chef', 'submitted chef2'].map(
        (one) => `${number} ${one}`,
      ),
    ];
    t.same(told.sort(), ['2 returned chef2', '2 returned plan', '2 submitted chef', ...ofWay(3), ...ofWay(4)]);
    t.match((await chef.get('/notiser?visa=alla')).body, 'lämnade in version 4');
    t.notMatch((await chef.get('/notiser')).body, 'lämnade in version 4', 'what has been overtaken is not left unread');
    t.equal(
      rows.some(({ email }) => email === 'farsta@x.se'),
      false,
    );
  });

  await t.test('the history tells all of it to those who may read the proposal', async (t) => {
    const { body } = await jurist.get(`${home}/historik`);
    for (const text of ['Vem följer upp?', 'Test chef@x.se', 'Test jurist@x.se', '1.1/3-2026', `${home}/jamfor?fran=3&amp;till=4`])
      t.ok(body.includes(text), text);
    t.equal((await stranger.get(`${home}/historik`)).statusCode, 404);
  });
});
