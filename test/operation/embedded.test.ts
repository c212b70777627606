import { statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { openDatabase } from '../../src/database/open.ts';
import { restoreBackup } from '../../src/operation/restore.ts';
import { runCommand } from '../helpers/cli.ts';
import { emptyDatabase, emptyEmbedded } from '../helpers/database.ts';
import { startServer } from '../helpers/server-process.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { clientOf, killWhileSaving, logIsClean, newProposal, nothingSaved, tellSecrets, textOf } from './client.ts';

t.test('the embedded database: kill -9 in the middle of saves, backup while the server runs', { timeout: 600_000 }, async (t) => {
  const folder = temporaryFolder(t);
  const DATA_DIR = join(folder, 'data');
  const open = () => openDatabase({ dataDir: DATA_DIR });
  await emptyEmbedded(DATA_DIR);
  const first = startServer(t, { DATA_DIR });
  const before = clientOf(await first.url);
  const proposal = await newProposal(before);
  const from = await killWhileSaving(t, { client: before, proposal, from: nothingSaved, server: first, open });

  const server = startServer(t, { DATA_DIR, LOG_LEVEL: 'trace' });
  const url = await server.url;
  const client = clientOf(url);
  t.match(await (await client.get(`${proposal}/dokument/bakgrund`)).text(), /Slut på \d+\./, 'the text is on its page again');
  t.equal((await client.get('/drift/sakerhetskopia/lokal')).status, 404, 'nobody without the token');
  t.equal((await client.get('/drift/sakerhetskopia')).headers.get('content-type'), 'application/gzip', 'without accounts the one at the machine may');
  await tellSecrets(client, url, proposal);

  const file = join(folder, 'backup');
  t.match(await runCommand(['backup', file], { env: { DATABASE_URL: '', DATA_DIR } }), { code: 0, out: 'hämtas från den' });
  t.equal(statSync(file).mode & 0o777, 0o600);
  const copy = await emptyDatabase(t, 'postgres');
  await restoreBackup(copy.db, { file });
  const text = await copy.db.selectFrom('working_text').select(['body', 'revision']).executeTakeFirstOrThrow();
  t.same(text, { body: textOf(from.text), revision: from.text });

  server.child.kill('SIGTERM');
  logIsClean(t, (await server.ended).stderr);
});
