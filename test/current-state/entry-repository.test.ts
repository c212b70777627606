import t from 'tap';
import { answerMany, undoBulk } from '../../src/current-state/bulk.ts';
import { bulkRepository } from '../../src/current-state/bulk-repository.ts';
import { saveEntries } from '../../src/current-state/entry-save.ts';
import { emptyValues, printOf, readBase, valuesOf } from '../../src/current-state/entry-values.ts';
import { currentStatesOf } from '../../src/current-state/feed.ts';
import { currentStateRepository } from '../../src/current-state/repository.ts';
import type { State } from '../../src/current-state/schema.ts';
import { loadKnowledge } from '../../src/knowledge.ts';
import { NotFoundError } from '../../src/web/input.ts';
import { databaseKinds, preparedDatabase } from '../helpers/database.ts';

const knowledge = loadKnowledge();
const ids = knowledge.catalogue.insatser.map(({ id }) => id);
const [first = '', second = '', third = ''] = ids;
const yes = (insats: string, over: Partial<State> = {}): State => ({
  insats,
  given: 'yes',
  form: 'physical',
  provision: 'own',
  decision: 'without',
  people: { from: 10, to: 15 },
  wish: 'yes',
  comment: 'Två gånger i veckan',
  ...over,
});

for (const kind of databaseKinds) {
  t.test(kind, { timeout: 600_000 }, async (t) => {
    const database = await preparedDatabase(t, knowledge, kind);
    const { db } = database;
    const repository = currentStateRepository(db);

    await t.test('a save builds on the revision that was read', async (t) => {
      const saved = await repository.save('farsta', 2026, yes(first), null);
      t.match(saved, { outcome: 'saved', stored: { revision: 1, ...yes(first) } });
      t.match(await repository.save('farsta', 2026, yes(first), null), { outcome: 'saved', stored: { revision: 1 } }, 'the same twice is no conflict');
      const refused = await repository.save('farsta', 2026, yes(first, { given: 'local_variant' }), null);
      t.match(refused, { outcome: 'conflict', newer: { given: 'yes', revision: 1 } });
      t.match(await repository.save('farsta', 2026, yes(first, { comment: '' }), 1), { outcome: 'saved', stored: { revision: 2, comment: '' } });
      t.match(await repository.save('farsta', 2026, yes(first, { comment: 'gammal' }), 1), { outcome: 'conflict', newer: { revision: 2, comment: '' } });
      t.equal(await repository.remove('farsta', 2026, first, 1), false);
      t.equal(await repository.remove('farsta', 2026, first, 2), true);
      t.match(await repository.save('farsta', 2026, yes(first), 2), { outcome: 'conflict', newer: null }, 'what was taken away does not come back by itself');
      t.same(await repository.list('farsta', 2026), []);
    });

    await t.test('the whole catalogue at once, in a transaction, and again', async (t) => {
      const states = ids.map((id) => yes(id));
      await db.transaction().execute((trx) => currentStateRepository(trx).saveMany('bromma', 2026, states));
      await repository.saveMany('bromma', 2026, states.slice(0, 2));
      const stored = await repository.list('bromma', 2026);
      t.equal(stored.length, ids.length);
      t.equal(stored.find(({ insats }) => insats === first)?.revision, 2);
      t.same(await repository.years('bromma'), [2026]);
      t.same(await repository.answered(2026), new Map([['bromma', new Set(ids)]]));
    });

    await t.test('two people: only what a person has changed is saved, and never over a newer answer', async (t) => {
      await repository.saveMany('farsta', 2026, [yes(first), yes(second)]);
      const base = (state: State) => ({ revision: 1, print: printOf(state) });
      await repository.save('farsta', 2026, yes(second, { comment: 'Ada' }), 1);
      const outcomes = await saveEntries(db, 'farsta', 2026, [
        { insats: first, values: valuesOf(yes(first, { comment: 'Bo' })), base: base(yes(first)) },
        { insats: second, values: valuesOf(yes(second)), base: base(yes(second)) },
        { insats: third, values: emptyValues, base: readBase('0.0') },
      ]);
      t.equal(outcomes.get(first)?.outcome, 'saved');
      t.match(outcomes.get(second), { outcome: 'untouched', stored: { comment: 'Ada' } });
      t.equal(outcomes.get(third)?.outcome, 'untouched');
      const late = await saveEntries(db, 'farsta', 2026, [{ insats: second, values: valuesOf(yes(second, { comment: 'Bo' })), base: base(yes(second)) }]);
      t.match(late.get(second), { outcome: 'conflict', newer: { comment: 'Ada' } });
    });

    await t.test('taken away and answered again: an old page does not write over it', async (t) => {
      await repository.saveMany('kungsholmen', 2026, [yes(first)]);
      await repository.remove('kungsholmen', 2026, first, 1);
      await repository.save('kungsholmen', 2026, yes(first, { comment: 'ny' }), null);
      const row = { insats: first, values: valuesOf(yes(first, { comment: 'gammal sida' })), base: { revision: 1, print: printOf(yes(first)) } };
      t.equal((await saveEntries(db, 'kungsholmen', 2026, [row])).get(first)?.outcome, 'conflict');
    });

    await t.test('many people at once on one row: one wins, the rest are told', async (t) => {
      const comments = ['a', 'b', 'c', 'd'];
      const results = await Promise.all(
        comments.map((comment) => saveEntries(db, 'skarpnack', 2026, [{ insats: first, values: valuesOf(yes(first, { comment })), base: readBase('0.0') }])),
      );
      const outcomes = results.map((result) => result.get(first)?.outcome).sort();
      t.same(outcomes, ['conflict', 'conflict', 'conflict', 'saved']);
    });

    await t.test('a bulk choice leaves what is answered, and can be taken back', async (t) => {
      const answer = (insatser: string[], overwrite = false) => answerMany(db, 'skarholmen', 2026, { insatser, group: 'Test', given: 'no', overwrite });
      const given = async () => (await repository.list('skarholmen', 2026)).map((state) => [state.insats, state.given]).sort();
      await repository.saveMany('skarholmen', 2026, [yes(first)]);
      const bulk = await answer([first, second, third]);
      t.equal(bulk.answers, 2);
      t.match(await bulkRepository(db).undoable('skarholmen', 2026), [{ id: bulk.id, said: /^2\s.* Test / }]);
      await repository.save('skarholmen', 2026, yes(third), 1);
      const before = await given();
      t.same(await undoBulk(db, String(bulk.id), 'skarholmen', false), { outcome: 'changed', insatser: [third], left: 1 });
      t.same(await given(), before, 'refused: nothing is undone');
      t.same(await undoBulk(db, String(bulk.id), 'skarholmen', true), { outcome: 'done' }, 'the others, when somebody asks for it');
      t.same(await given(), [[first, 'yes'] as const, [third, 'yes'] as const].sort(), 'what somebody has changed since stands');
      t.match(await bulkRepository(db).find(String(bulk.id), 'skarholmen'), { undoneAnswers: 1 });
      t.same(await bulkRepository(db).undoable('skarholmen', 2026), []);

      const over = String((await answer([first, second], true)).id);
      t.match(await repository.get('skarholmen', 2026, first), { given: 'no', decision: 'unknown', people: null, comment: 'Två gånger i veckan' });
      await t.rejects(undoBulk(db, over, 'farsta', false), NotFoundError, 'another district has no part in it');
      await t.rejects(undoBulk(db, 'inget-id', 'skarholmen', false), NotFoundError);
      const twice = await Promise.all([undoBulk(db, over, 'skarholmen', false), undoBulk(db, over, 'skarholmen', false)]);
      t.same(twice.map(({ outcome }) => outcome).sort(), ['already', 'done']);
      t.match(await repository.get('skarholmen', 2026, first), yes(first));
      t.equal(await repository.get('skarholmen', 2026, second), undefined);
    });

    await t.test('an answer that was taken away and given again is somebody else’s: the undo is refused', async (t) => {
      const bulk = await answerMany(db, 'rinkeby', 2026, { insatser: [first], group: 'Test', given: 'no', overwrite: false });
      await repository.remove('rinkeby', 2026, first, 1);
      await repository.save('rinkeby', 2026, yes(first), null);
      t.match(await undoBulk(db, String(bulk.id), 'rinkeby', false), { outcome: 'changed', insatser: [first], left: 0 });
    });

    await t.test('a draft reads the newest year that is not after its date, of that district only', async (t) => {
      await repository.saveMany('ostermalm', 2021, [yes(first), yes(second)]);
      await repository.saveMany('ostermalm', 2023, [yes(first, { decision: 'with' })]);
      t.equal((await currentStatesOf(db, 'ostermalm', '2022-05-01')).get(first)?.withoutDecisionToday, 'yes');
      const newest = await currentStatesOf(db, 'ostermalm', '2023-01-01');
      t.same([...newest.keys()], [first]);
      t.equal(newest.get(first)?.withoutDecisionToday, 'no');
      t.equal((await currentStatesOf(db, 'ostermalm', '2020-12-31')).size, 0);
      t.equal((await currentStatesOf(db, 'norra-innerstaden', '2026-01-01')).size, 0, 'a predecessor is never counted by itself');
    });
  });
}
