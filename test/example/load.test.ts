import { sql } from 'kysely';
import t from 'tap';
import { createAssessor } from '../../src/assessment/assess.ts';
import { readTrail } from '../../src/audit/trail.ts';
import { verifyTrail } from '../../src/audit/verify.ts';
import { readExample } from '../../src/example/content.ts';
import { loadExample, type Progress } from '../../src/example/load.ts';
import { removeExample } from '../../src/example/remove.ts';
import { createProposals } from '../../src/proposals/proposals.ts';
import { createWorkingCopies } from '../../src/proposals/working-copy.ts';
import { flagAges } from '../../src/reviews/flag-ages.ts';
import { statusRepository } from '../../src/reviews/status-repository.ts';
import { today } from '../../src/today.ts';
import { buildTestApp } from '../helpers/app.ts';
import { rowCounts } from './counts.ts';

t.test('the example on PostgreSQL: loaded once by two at a time, in every state, and removed', { timeout: 600_000 }, async (t) => {
  const { database, knowledge } = await buildTestApp(t, { database: 'postgres' });
  const { db } = database;
  const assessor = createAssessor(knowledge);
  const before = await rowCounts(db);
  const told: Progress[] = [];
  // A decision is never older than what was submitted, which is now.
  const load = () => loadExample(db, { assessor, today: today(), content: readExample(), onProgress: (progress) => told.push(progress) });

  t.same((await Promise.all([load(), load()])).sort(), ['already', 'loaded']);
  t.same(
    told.map(({ done }) => done),
    Array.from({ length: told[0]?.of ?? 0 }, (_, done) => done),
    'every step is told once',
  );

  await t.test('every table in which people plan has rows, and no other has changed', async (t) => {
    const counts = await rowCounts(db);
    const planned =
      /^(proposal|working|flag|ready|bulk|economy|current_state|version_|manager_|legal_|rule_report|return_|last_look|account|line_comment$|notice$)/;
    for (const [name, n] of Object.entries(counts)) {
      if (planned.test(name)) t.ok(n > 0, `${name} has rows`);
      else if (name !== 'audit_event') t.equal(n, (before[name] ?? 0) + Number(name === 'example_data'), name);
    }
  });

  const proposals = createProposals(db, assessor);
  await t.test('the proposals are in the states that the guide promises', async (t) => {
    const copies = createWorkingCopies(db, assessor, proposals);
    const of = async (district: string, legalBasis: string) => {
      const head = (await proposals.list(district)).find((one) => one.legalBasis === legalBasis);
      const version = head && (await proposals.find(head.id));
      if (version === undefined) throw new Error(`no proposal for ${district}`);
      t.equal(version.draft.example, true);
      t.equal(await proposals.reproduce(version), 'same');
      return { version, state: await copies.state(version) };
    };
    const done = await of('farsta', 'sol-2025-400');
    t.ok((await copies.ready(done.version.id)).has(done.version.version), 'ready');
    t.equal(done.version.version, 3);
    t.same([done.state.pending, done.state.missing.length, done.state.unwritten.length], [0, 0, 0]);

    const working = await of('sodermalm', 'sol-2025-400');
    t.ok(working.state.changed >= 25 && working.state.pending > 0 && working.state.removed.length > 0);
    t.ok(working.state.missing.some(({ missing }) => missing.some(({ kind }) => kind === 'city_advice')));
    t.ok(working.state.unwritten.length > 0 && working.state.unwritten.length < 5);
    const answers = [...working.state.lines.values()].flatMap(({ shaping }) => Object.values(shaping.responses).map(({ kind }) => kind));
    t.same([...new Set(answers)].sort(), ['accepted', 'disputed', 'investigate']);

    const outdated = await of('jarva', 'sol-2025-400');
    const now = await proposals.currentStateOf('jarva', outdated.version.date);
    t.ok(now.currentStates.size > Object.keys(outdated.version.inputs.currentStates).length, 'the nuläge has moved on');

    const fresh = await of('framtid-stockholm', 'sol-2025-400');
    t.same([fresh.version.version, fresh.state.changed], [1, 0]);
    t.equal((await of('farsta', 'sou-2020-47')).version.version, 1);
  });

  await t.test('reviews stand where the guide promises, taken there by their own steps', async (t) => {
    const heads = await proposals.list();
    const all = await statusRepository(db).ofAll(heads.map(({ id }) => id));
    const of = (district: string) =>
      heads
        .filter((head) => head.district === district)
        .flatMap(({ id }) => all.get(id)?.map(({ status }) => status) ?? [])
        .sort();
    t.same(of('farsta'), ['adopted']);
    t.same(of('bromma'), ['manager_review', 'returned']);
    t.same(of('origo'), ['returned']);
    t.same(of('behandlingsenheten'), ['legal_review']);
    t.same(of('enheten-for-hemlosa'), ['adopted', 'legally_checked', 'superseded']);
    t.same(of('mika'), ['submitted']);
    const bromma = heads.find(({ district }) => district === 'bromma');
    const ages = [...(await flagAges(db, { id: bromma?.id ?? '', version: 3 })).values()];
    const newest = Math.max(...ages.map(({ changed }) => changed.getTime()));
    const rewritten = ages.filter(({ changed, sinceVersion }) => changed.getTime() === newest && sinceVersion < 3).length;
    t.ok(rewritten > 0 && rewritten < 40, `what the planner has put right is news to the manager, and the rest is not: ${rewritten} of ${ages.length}`);
    const refused = (await readTrail(db, { action: 'version.step-refused' })).length;
    const taken = (await readTrail(db)).filter(({ action }) => action.startsWith('version.'));
    t.equal(refused, 0);
    t.ok(taken.length > 25 && taken.every(({ name, roles }) => name !== null && roles !== ''), 'every step is somebody’s');
  });

  await t.test('a version is never changed, and never emptied away', async (t) => {
    await t.rejects(sql`update proposal_version set created_at = now()`.execute(db), { code: '23001' });
    await t.rejects(sql`truncate proposal_version`.execute(db), { code: '23001' });
  });

  const trail = new Set((await readTrail(db)).map(({ action }) => action));
  for (const action of ['proposal.create', 'line.save', 'proposal.version', 'proposal.ready', 'scenario.save', 'current_state.import', 'example.load'])
    t.ok(trail.has(action), `${action} is in the trail`);

  await removeExample(db);
  const { audit_event: rows = 0, ...after } = await rowCounts(db);
  t.same({ ...after, audit_event: 0 }, before, 'every table is as before');
  t.match(await verifyTrail(db), { intact: true, rows });
  t.same(
    (await readTrail(db, { newestFirst: true, limit: 1 })).map(({ action }) => action),
    ['example.remove'],
    'the trail stays, and says that the example is gone',
  );
});
