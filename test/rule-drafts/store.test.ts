import { sql } from 'kysely';
import t from 'tap';
import { readTrail } from '../../src/audit/trail.ts';
import type { Db } from '../../src/database/types.ts';
import { loadKnowledge } from '../../src/knowledge.ts';
import type { Operation } from '../../src/rule-changes/operations.ts';
import { reapplyChanges } from '../../src/rule-changes/reapply.ts';
import { ruleDraftRepository } from '../../src/rule-drafts/repository.ts';
import { createRuleDrafts } from '../../src/rule-drafts/rule-drafts.ts';
import { createRulesets } from '../../src/rulesets/rulesets.ts';
import { addAccount } from '../helpers/accounts.ts';
import { databaseKinds, preparedDatabase } from '../helpers/database.ts';

const base = loadKnowledge();
const rule = base.ruleset.themes.flatMap(({ rules }) => rules).find(({ event }) => event.params.severity === 'high');
if (rule === undefined) throw new Error('a rule of high severity');
const operations: Operation[] = [{ type: 'set-severity', rule: rule.name, severity: 'medium' }];
const note = { title: 'Lägre allvarsgrad', what: 'Allvarsgraden sänks.', why: 'Den var för hög.', areas: [], appliesFrom: '2026-12-01' };

for (const kind of databaseKinds) {
  t.test(`drafts in the database, ${kind}`, async (t) => {
    const database = await preparedDatabase(t, base, kind);
    const { db } = database;
    const rulesets = await createRulesets({ db, base, reapply: reapplyChanges(base.sources), today: () => '2026-11-22', shared: false });
    const drafts = createRuleDrafts({ rulesets, cases: async () => [] });
    const eva = await addAccount(database, 'eva@stockholm.se', { role: 'legal', district: '*' });
    const per = await addAccount(database, 'per@stockholm.se', { role: 'legal', district: '*' });
    const within = <T>(work: (repository: ReturnType<typeof ruleDraftRepository>, trx: Db) => Promise<T>): Promise<T> =>
      db.transaction().execute((trx) => work(ruleDraftRepository(trx), trx));

    const made = await Promise.all([1, 2].map((n) => within((drafts) => drafts.create({ title: `Ändring ${n}`, author: eva, basedOn: 1 }))));
    t.same(made.map(({ id }) => id).sort(), [1, 2], 'numbered without gaps');
    const one = made[0];
    if (one === undefined) return;

    const first = await within((drafts) => drafts.saveOperations(one.id, 1, operations));
    t.match(first, { saved: { revision: 2, operations, state: 'draft', author: { id: eva } } });
    t.match(await within((drafts) => drafts.saveOperations(one.id, 1, operations)), { saved: { revision: 2 } }, 'the same press sent twice');
    t.match(await within((drafts) => drafts.saveOperations(one.id, 1, [])), { conflict: { revision: 2, operations } }, 'a newer save stands');
    t.match(await within((drafts) => drafts.saveNote(one.id, 2, note)), { saved: { ...note, revision: 3 } });
    t.match(await within((drafts) => drafts.saveNote(one.id, 2, { ...note, what: 'Annat.' })), { conflict: { what: note.what } });

    const now = await ruleDraftRepository(db).find(one.id);
    if (now === undefined) return;
    const evaluation = await drafts.evaluate(now);
    t.equal(evaluation.faults.length, 0);
    t.not(evaluation.after?.ruleset.hash, base.ruleset.hash);
    t.equal(await drafts.evaluate(now), evaluation, 'worked out once');
    const wrong = await drafts.evaluateOperations([{ type: 'switch-on', rule: rule.name }]);
    t.match(wrong, { after: null, faults: [{ operation: 0 }] });

    const submitted = await within((drafts) => drafts.move(now, { step: 'submit', to: 'submitted', account: eva, basedOn: 1 }));
    t.match(
      await within((drafts) => drafts.saveOperations(one.id, 4, [])),
      { conflict: { state: 'submitted', operations } },
      'what is submitted is not rewritten',
    );
    const set = (change: string) => sql`update rule_draft set ${sql.raw(change)}, revision = revision + 1 where id = ${one.id}`.execute(db);
    await t.rejects(set(`operations = '[]'`), /is not rewritten|rule_draft_complete/);
    await t.rejects(set(`title = 'x'`), /is not rewritten/);
    await t.rejects(set(`state = 'published', checker_id = '${per}', version = 1`), /does not go from submitted to published/);
    await t.rejects(set(`state = 'checked', checker_id = '${eva}'`), /rule_draft_checked_by_another/);
    await t.rejects(set(`state = 'checked'`), /rule_draft_checked/);
    await t.rejects(set(`author_id = '${per}'`), /never changed/);
    await t.rejects(sql`update rule_draft set state = 'draft' where id = ${one.id}`.execute(db), /revision/);
    await t.rejects(sql`delete from rule_draft_step`.execute(db), /never changed/);
    await t.rejects(sql`delete from rule_draft where id = 2`.execute(db), /never removed|violates foreign key/);
    const checked = await within((drafts) => drafts.move(submitted, { step: 'approve', to: 'checked', account: per, basedOn: 1, checker: per }));
    t.match(checked, { state: 'checked', checker: { id: per } });
    await t.rejects(set(`state = 'published'`), /rule_draft_published/);
    await within((drafts) => drafts.move(checked, { step: 'withdraw', to: 'withdrawn', account: eva, basedOn: 1, reason: 'Behövs inte.' }));
    await t.rejects(set(`state = 'draft'`), /never changed/);

    t.match(await ruleDraftRepository(db).steps(one.id), [
      { to: 'draft' },
      { step: 'submit' },
      { step: 'approve' },
      { step: 'withdraw', reason: 'Behövs inte.' },
    ]);
    t.same(
      (await ruleDraftRepository(db).list(['draft', 'withdrawn'])).map(({ id }) => id),
      [one.id, one.id === 1 ? 2 : 1],
    );
    const told = await readTrail(db, { objectType: 'rule_draft' });
    t.same(
      told.filter(({ objectId }) => objectId === `Ä-${one.id}`).map(({ action }) => action),
      ['rule_draft.create', 'rule_draft.operations', 'rule_draft.note'],
    );
    t.notMatch(JSON.stringify(told), /Allvarsgraden|för hög/, 'the trail holds no words');

    // Text that another version of the program wrote.
    await sql`update rule_draft set operations = '[{"type":"unknown"}]', revision = revision + 1 where id = ${made[1]?.id}`.execute(db);
    const strange = await ruleDraftRepository(db).find(made[1]?.id ?? 0);
    t.match(strange, { unreadable: true, operations: [] });
    if (strange) t.match(await drafts.evaluate(strange), { after: null, faults: [{ operation: null }] });
  });
}
