import t from 'tap';
import { createAssessor } from '../../src/assessment/assess.ts';
import { readTrail } from '../../src/audit/trail.ts';
import { verifyTrail } from '../../src/audit/verify.ts';
import { readExample } from '../../src/example/content.ts';
import { loadExample, type Progress } from '../../src/example/load.ts';
import { removeExample } from '../../src/example/remove.ts';
import { today } from '../../src/today.ts';
import { buildTestApp } from '../helpers/app.ts';
import { rowCounts } from './counts.ts';

// The whole example is loaded once, by a press on the page: pages-browser.test.ts.
t.test('the example on PostgreSQL: loaded once by two at a time, and removed', { timeout: 600_000 }, async (t) => {
  const { database, knowledge } = await buildTestApp(t, { database: 'postgres' });
  const { db } = database;
  const before = await rowCounts(db);
  const told: Progress[] = [];
  const content = readExample().filter(({ district }) => district === 'mika');
  const load = () => loadExample(db, { assessor: createAssessor(knowledge), today: today(), content, onProgress: (progress) => told.push(progress) });

  t.same((await Promise.all([load(), load()])).sort(), ['already', 'loaded']);
  t.ok(told.length > 1);
  t.same(
    told.map(({ done }) => done),
    Array.from({ length: told[0]?.of ?? 0 }, (_, done) => done),
    'every step is told once',
  );

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
