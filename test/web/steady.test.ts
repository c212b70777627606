import t from 'tap';
import { steady } from '../../src/web/steady.ts';

t.test('each call asks anew, and the last answer stands in for one that fails', async (t) => {
  const answers: (() => Promise<number>)[] = [
    () => Promise.reject(new Error('no database')),
    async () => 1,
    () => Promise.reject(new Error('no database')),
    async () => 2,
    () => Promise.reject(new Error('no database')),
  ];
  const ask = steady(() => (answers.shift() ?? (async () => 3))(), 0);
  t.same([await ask(), await ask(), await ask(), await ask(), await ask(), await ask()], [0, 1, 1, 2, 2, 3]);
});

t.test('an answer that never comes keeps nobody waiting', async (t) => {
  t.equal(await steady(() => new Promise<number>(() => undefined), 7)(), 7);
});
