import t from 'tap';
import { createAssessor } from '../../src/assessment/assess.ts';
import { draftHash, draftJson } from '../../src/drafts/draft-bytes.ts';
import { inputsOf, proposalId } from '../../src/proposals/proposal-inputs.ts';
import { createProposals } from '../../src/proposals/proposals.ts';
import { assessor, date, draftOf, knowledge } from '../drafts/fixture.ts';
import { databaseKinds, preparedDatabase } from '../helpers/database.ts';

const request = { district: 'origo', legalBasis: 'sol-2025-400', date };

for (const kind of databaseKinds) {
  t.test(`stored in ${kind}`, async (t) => {
    const database = await preparedDatabase(t, knowledge, kind);
    const proposals = createProposals(database.db, assessor);
    const id = await proposals.create(request);

    await t.test('what is read back is what was made, with its inputs and hashes', async (t) => {
      // Another instance, so that nothing comes from memory.
      const found = await createProposals(database.db, assessor).find(id);
      t.same(found?.draft, draftOf('origo'));
      t.equal(found?.contentHash, draftHash(draftJson(draftOf('origo'))));
      t.equal(draftHash(await proposals.text({ id, version: 1 })), found?.contentHash, 'what is stored is the bytes that were hashed');
      t.same([found?.version, found?.ruleset, found?.catalogue, found?.date], [1, knowledge.ruleset.hash, knowledge.catalogueHash, date]);
      t.same(found?.inputs, inputsOf(request, knowledge));
    });

    await t.test('asking again, also several times at once, gives the same proposal', async (t) => {
      t.same(await Promise.all([1, 2, 3].map(() => createProposals(database.db, assessor).create(request))), [id, id, id]);
      t.equal((await proposals.list('origo')).length, 1);
      const fresh = { ...request, district: 'mika' };
      t.equal(new Set(await Promise.all([1, 2, 3, 4].map(() => createProposals(database.db, assessor).create(fresh)))).size, 1);
      t.equal((await proposals.list('mika')).length, 1);
    });

    await t.test('another basis, date or ruleset is another proposal', async (t) => {
      const other = await proposals.create({ ...request, legalBasis: 'sou-2020-47' });
      t.not(other, id);
      t.not(await proposals.create({ ...request, date: '2026-01-01' }), id);
      const changed = { ...knowledge, ruleset: { ...knowledge.ruleset, hash: '0123456789abcdef' } };
      t.not(proposalId(inputsOf(request, changed)), id);
      t.same((await proposals.list('origo')).map((head) => head.id).sort(), [...new Set((await proposals.list('origo')).map((head) => head.id))].sort());
      t.equal((await proposals.list('origo')).length, 3);
    });

    await t.test('a version can be made again and comes out the same; under other rules it says so', async (t) => {
      const found = await proposals.find(id);
      if (found === undefined) throw new Error('stored');
      t.equal(await proposals.reproduce(found), 'same');
      t.equal(await proposals.reproduce({ ...found, contentHash: '0'.repeat(64) }), 'different');
      const changed = createAssessor({ ...knowledge, ruleset: { ...knowledge.ruleset, hash: '0123456789abcdef' } });
      t.equal(await createProposals(database.db, changed).reproduce(found), 'other_rules');
    });

    await t.test('an id that is none, or is hostile, is simply not found', async (t) => {
      for (const none of ['', 'x', '00000000-0000-0000-0000-000000000000', "' or 1=1 --", '../etc', '\u0000']) t.equal(await proposals.find(none), undefined);
    });

    await t.test('a request that cannot be met stores nothing', async (t) => {
      const before = (await proposals.list()).length;
      await t.rejects(proposals.create({ ...request, district: 'norrmalm' }));
      await t.rejects(proposals.create({ ...request, legalBasis: 'nix' }));
      t.equal((await proposals.list()).length, before);
    });
  });
}
