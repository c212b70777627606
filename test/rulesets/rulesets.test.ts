import { type RawBuilder, sql } from 'kysely';
import t from 'tap';
import { readTrail } from '../../src/audit/trail.ts';
import type { OpenDatabase } from '../../src/database/open.ts';
import { type Knowledge, loadKnowledge, withRuleset } from '../../src/knowledge.ts';
import { createRulesets } from '../../src/rulesets/rulesets.ts';
import type { RulesetFault } from '../../src/rulesets/types.ts';
import { addAccount } from '../helpers/accounts.ts';
import { databaseKinds, preparedDatabase } from '../helpers/database.ts';
import { note, publishNow, reapply, severityOf, toSeverity } from './changes.ts';

const base = loadKnowledge();
const [first, second] = base.ruleset.themes.flatMap(({ rules }) => rules);
if (first === undefined || second === undefined) throw new Error('two rules');
const [rule, other] = [first.name, second.name];
const [was, otherWas] = [first.event.params.severity, second.event.params.severity];
const day = '2026-11-22';

/** The files after somebody has edited them: without a rule, or with another title. */
function editedFiles(without?: string): Knowledge {
  const themes = base.ruleset.themes.map((theme) => ({
    ...theme,
    title: `${theme.title} 2`,
    rules: theme.rules.filter(({ name }) => name !== without),
  }));
  return withRuleset(base, { ...base.ruleset, themes, hash: without === undefined ? 'aaaaaaaaaaaaaaaa' : 'bbbbbbbbbbbbbbbb' });
}

async function opened(database: OpenDatabase, today = () => day, knowledge = base, more: Partial<Parameters<typeof createRulesets>[0]> = {}) {
  return createRulesets({ db: database.db, base: knowledge, reapply, today, shared: database.kind === 'postgres', ...more });
}

for (const kind of databaseKinds) {
  t.test(`versions of the rules, ${kind}`, async (t) => {
    const database = await preparedDatabase(t, base, kind);
    const { db } = database;
    const people = [
      await addAccount(database, 'eva@stockholm.se', { role: 'legal', district: '*' }),
      await addAccount(database, 'per@stockholm.se', { role: 'legal', district: '*' }),
    ] as const;
    let today = day;

    const servers = await Promise.all([opened(database, () => today), opened(database, () => today)]);
    const [one, two] = servers;
    t.same(
      servers.map((server) => server.versions().map(({ number, kind: of, hash }) => [number, of, hash])),
      [[[1, 'base', base.ruleset.hash]], [[1, 'base', base.ruleset.hash]]],
      'two servers that start at once store the files once',
    );
    t.equal(one.knowledge.ruleset, base.ruleset);

    await t.test('what must never be is refused', async (t) => {
      const now = { operations: [toSeverity(rule, 'info')], appliesFrom: day };
      await t.rejects(publishNow(one, database, [people[0], people[0]], now), { code: 'forbidden' });
      await t.rejects(publishNow(one, database, people, { ...now, publishedBy: null }), { code: 'forbidden' });
      await t.rejects(publishNow(one, database, people, { ...now, appliesFrom: '2026-11-21' }), { code: 'invalid', faults: [{ field: 'appliesFrom' }] });
      await t.rejects(publishNow(one, database, people, { ...now, appliesFrom: '2226-11-22' }), { code: 'invalid', faults: [{ field: 'appliesFrom' }] });
      await t.rejects(publishNow(one, database, people, { ...now, operations: [] }), { code: 'invalid' });
      await t.rejects(publishNow(one, database, people, { ...now, operations: [toSeverity('no-such-rule', 'low')] }), {
        code: 'invalid',
        faults: [{ field: 'no-such-rule' }],
      });
      t.equal(one.versions().length, 1);
      const row = { number: 2, kind: 'published', base: base.ruleset.hash };
      const insert = (values: Partial<typeof row> & { by?: string | null; check?: string | null }) => {
        const { number, kind: of, by = people[0], check = people[1] } = { ...row, ...values };
        return sql`
          insert into ruleset_version (number, kind, hash, base_hash, content, cases, applies_from, operations, changes, note, published_by, checked_by)
          select ${number}::int, ${of}::text, hash, base_hash, content, cases, applies_from, '[{}]', '[2]', '{}', ${by}::uuid, ${check}::uuid
          from ruleset_version where number = 1`.execute(db);
      };
      await t.rejects(insert({ check: people[0] }), /ruleset_version_by_two/);
      await t.rejects(insert({ by: null, check: null }), /ruleset_version_by_two/);
      await t.rejects(insert({ kind: 'rebased', by: null, check: null }), /ruleset_version_says_what/);
      await t.rejects(insert({ number: 3 }), /no gaps/);
      await t.rejects(sql`update ruleset_version set hash = '0000000000000000'`.execute(db), /never changed/);
      await t.rejects(sql`delete from ruleset_version`.execute(db), /never changed/);
      await t.rejects(sql`truncate ruleset_version`.execute(db), /never changed|foreign key/);
    });

    await t.test('a published change is in force from its day, in every server', async (t) => {
      const published = await publishNow(one, database, people, { operations: [toSeverity(rule, 'info')], appliesFrom: day });
      t.same([published.number, severityOf(one.knowledge.ruleset, rule)], [2, 'info']);
      t.equal(one.knowledge.ruleset.hash, published.hash);
      t.not(published.hash, base.ruleset.hash);
      t.match((await readTrail(db)).at(-1), { action: 'ruleset.publish', objectId: '2', after: { version: 2, ruleset: published.hash } });
      // The other server has not looked yet, and says so.
      await t.rejects(publishNow(two, database, people, { operations: [toSeverity(rule, 'low')], appliesFrom: day }), { code: 'conflict' });
      await two.refresh();
      t.equal(two.knowledge.ruleset.hash, published.hash);

      await publishNow(one, database, people, { operations: [toSeverity(other, 'info')], appliesFrom: '2026-12-01' });
      t.equal(severityOf(one.knowledge.ruleset, other), otherWas, 'not before its day');
      await t.rejects(publishNow(one, database, people, { operations: [toSeverity(rule, 'low')], appliesFrom: day }), {
        code: 'invalid',
        faults: [{ field: 'appliesFrom' }],
      });
      const begun = one.pinned(() => one.current().version?.number);
      today = '2026-12-01';
      await t.ok(one.fresh() !== null, 'a new day is noticed without asking the database at each request');
      await one.fresh();
      t.equal(one.fresh(), null);
      t.same([begun, one.current().version?.number, severityOf(one.knowledge.ruleset, other)], [2, 3, 'info']);
      today = day;
      await one.refresh();
      t.equal(one.current().version?.number, 2);
    });

    await t.test('what has begun goes on with the rules that it began with; old rules are read back', async (t) => {
      await one.pinned(async () => {
        const { hash } = one.knowledge.ruleset;
        today = '2026-12-01';
        await one.refresh();
        t.equal(one.knowledge.ruleset.hash, hash);
        t.equal(one.assessor.assessCatalogue('sol-2025-400', day)[0]?.ruleset, hash);
      });
      t.equal(one.current().version?.number, 3);
      const old = one.versions()[1];
      t.equal(severityOf(await two.rulesetOf(old?.hash ?? ''), other), otherWas, 'read back from the database');
      t.equal((await one.assessorFor(base.ruleset.hash))?.knowledge.ruleset, base.ruleset);
      t.equal(await one.assessorFor('ffffffffffffffff'), undefined);
      t.match(await one.version(2), { head: { note, publishedBy: people[0], checkedBy: people[1] }, operations: [{ rule }] });
      today = day;
    });

    await t.test('new files: what was published is applied anew, and what does not fit is told of', async (t) => {
      const after = await opened(database, () => today, editedFiles());
      t.same(
        after.versions().map(({ kind: of, appliesFrom, changes }) => [of, appliesFrom, changes]),
        [
          ['base', day, []],
          ['published', day, [2]],
          ['published', '2026-12-01', [2, 3]],
          ['base', day, []],
          ['rebased', day, [2]],
          ['rebased', '2026-12-01', [2, 3]],
        ],
      );
      t.same([severityOf(after.knowledge.ruleset, rule), severityOf(after.knowledge.ruleset, other)], ['info', otherWas]);
      t.match(after.knowledge.ruleset.themes[0]?.title, / 2$/);
      t.same(after.faults(), []);
      t.equal((await opened(database, () => today, editedFiles())).versions().length, 6, 'a second start stores nothing');

      const told: RulesetFault[] = [];
      const less = await opened(database, () => today, editedFiles(rule), { onFault: (fault) => told.push(fault) });
      t.same(less.versions().at(-1)?.changes, [3]);
      t.match(less.faults(), [{ version: 2, kind: 'left_out', faults: [{ place: rule }] }]);
      t.same(told, less.faults());
      const back = await opened(database, () => today);
      t.match(back.versions().at(-1), { kind: 'rebased', base: back.versions()[0]?.base, changes: [2, 3] }, 'with files that it fits again it is back');
      t.same([severityOf(back.knowledge.ruleset, rule), back.faults()], ['info', []]);
      // Left out a second time, and then somebody publishes something else: they have been told, and go on from rules without it.
      const again = await opened(database, () => today, editedFiles(rule));
      t.match(again.faults(), [{ version: 2, kind: 'left_out' }]);
      await publishNow(again, database, people, { operations: [toSeverity(other, 'low')], appliesFrom: '2026-12-01' });
      t.same(again.faults(), []);
      const last = await opened(database, () => today);
      t.same(last.versions().at(-1)?.changes, [3, again.versions().at(-1)?.number], 'it does not come back behind their backs');
      t.equal(severityOf(last.knowledge.ruleset, rule), was);
      today = '2026-12-01';
      await publishNow(last, database, people, { operations: [toSeverity(rule, 'low')], appliesFrom: today });
      t.equal(severityOf(last.knowledge.ruleset, rule), 'low');
      t.equal((await readTrail(db)).filter(({ action }) => action === 'ruleset.base').length, 5);
    });

    await t.test('a broken version never takes the rules down', async (t) => {
      const before = await opened(database, () => today);
      const newest = before.versions().at(-1)?.number ?? 0;
      const tampered = async (change: RawBuilder<unknown>) => {
        await sql`alter table ruleset_version disable trigger user`.execute(db);
        await change.execute(db);
        await sql`alter table ruleset_version enable trigger user`.execute(db);
      };
      const rowOf = async (number: number) =>
        (await sql<{ row: object }>`select row_to_json(v) as row from ruleset_version v where number = ${number}`.execute(db)).rows[0]?.row;
      // However it is spoilt, at a restart and in a server that meets it while running.
      const whole = await rowOf(newest);
      const running = await opened(database, () => today);
      const hash = running.current().hash;
      const spoils: [string, RawBuilder<unknown>][] = [
        [
          'an operator that is not there',
          sql`update ruleset_version set content = replace(content::text, '"equal"', '"resembles"')::json where number = ${newest}`,
        ],
        [
          'a source that is not there',
          sql`update ruleset_version set content = replace(content::text, 'sol-2025-400/', 'manen/')::json where number = ${newest}`,
        ],
        ['other rules than its hash', sql`update ruleset_version set content = replace(content::text, 'En ', 'Ett ')::json where number = ${newest}`],
        ['the hash of others', sql`update ruleset_version set hash = 'ffffffffffffffff' where number = ${newest}`],
        ['cases of another shape', sql`update ruleset_version set cases = '[{"rule": 1}]' where number = ${newest}`],
        ['the row is gone', sql`delete from ruleset_version where number = ${newest}`],
      ];
      // How a row is read does not depend on the database.
      for (const [what, spoil] of kind === 'pglite' ? spoils : spoils.slice(-1)) {
        await tampered(spoil);
        const restarted = await opened(database, () => today);
        t.equal(restarted.current().version?.number, newest - 1, what);
        t.ok(restarted.cases().length > 0, what);
        await running.refresh();
        t.equal(running.current().hash, hash, `${what}: who works goes on`);
        await tampered(sql`delete from ruleset_version where number = ${newest}`);
        await tampered(sql`insert into ruleset_version select * from json_populate_record(null::ruleset_version, ${JSON.stringify(whole)}::text::json)`);
      }
      t.equal((await opened(database, () => today)).current().version?.number, newest, 'mended');
      await tampered(sql`update ruleset_version set content = '{"laws": 1}' where number = ${newest}`);
      const lost: unknown[] = [];
      const server = await opened(database, () => today, base, { onLost: (error) => lost.push(error) });
      t.equal(server.current().version?.number, newest - 1);
      t.match(server.faults(), [{ version: newest, kind: 'unreadable' }]);
      t.equal(await server.assessorFor(before.versions().at(-1)?.hash ?? ''), undefined);
      t.match(await server.newest(), { number: newest, readable: { head: { number: newest - 1 } } });
      await sql`alter table ruleset_version rename to away`.execute(db);
      await server.refresh();
      t.equal(server.current().version?.number, newest - 1, 'a database that does not answer changes nothing');
      t.equal(lost.length, 1);
      await sql`alter table away rename to ruleset_version`.execute(db);
      const next = { operations: [toSeverity(rule, 'medium')], appliesFrom: today };
      await t.rejects(publishNow(server, database, people, next), { code: 'conflict' }, 'not on another version than the one that was seen');
      // The way out: the next change is laid on the newest version that can be read.
      await publishNow(server, database, people, { ...next, on: newest - 1 });
      t.equal(severityOf(server.knowledge.ruleset, rule), 'medium');
      t.match(server.versions().at(-1), { number: newest + 1, changes: [...(server.versions()[newest - 2]?.changes ?? []), newest + 1] });
      t.same(server.faults(), []);
    });
  });
}
