import t from 'tap';
import { type SiteNotice, steadyNotice } from '../../src/web/site-notice.ts';

t.test('the notice is asked for each time, and the last answer stands in for one that fails', async (t) => {
  const said: SiteNotice = { text: 'Exempel', links: [] };
  const answers: (() => Promise<SiteNotice | null>)[] = [
    () => Promise.reject(new Error('no database')),
    async () => said,
    () => Promise.reject(new Error('no database')),
    async () => null,
    () => Promise.reject(new Error('no database')),
  ];
  const notice = steadyNotice(() => (answers.shift() ?? (async () => null))());
  t.same([await notice(), await notice(), await notice(), await notice(), await notice()], [null, said, said, null, null]);
});
