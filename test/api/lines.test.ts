import { setImmediate } from 'node:timers/promises';
import t from 'tap';
import { assessLines } from '../../src/api/assess-lines.ts';
import { createAssessor } from '../../src/assessment/assess.ts';
import { loadKnowledge } from '../../src/knowledge.ts';

const line = JSON.stringify({ insats: 'aldre-trygghetslarm', targetGroup: 'aldre-65-plus', legalBasis: 'sol-2025-400' });
const options = { explain: false, today: '2026-01-01' };

t.test('other work gets its turn between the lines of a long body', async (t) => {
  let turns = 0;
  let running = true;
  const other = (async () => {
    for (; running; turns += 1) await setImmediate();
  })();
  let answered = 0;
  for await (const _ of assessLines(createAssessor(loadKnowledge()), Buffer.from(`${line}\n`.repeat(200)), options)) {
    answered += 1;
  }
  running = false;
  await other;
  t.equal(answered, 200);
  t.ok(turns >= 200, 'at least one turn for each line');
});
