import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { migrate } from '../../src/database/migrate.ts';
import { openDatabase } from '../../src/database/open.ts';
import { StartupError } from '../../src/startup-error.ts';
import { newPostgresDatabase } from '../helpers/database.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const proposal = { title: 'Förslag', district: 'farsta', legal_basis: 'sol-2025-400', law_date: '2025-07-01' };

t.test('the embedded database keeps what was written, and survives a first start that was cut off', async (t) => {
  const dataDir = join(temporaryFolder(t), 'deep', 'folder');
  mkdirSync(join(dataDir, 'database.new', 'half'), { recursive: true });
  const first = await openDatabase({ dataDir });
  t.equal(first.kind, 'embedded');
  t.notOk(existsSync(join(dataDir, 'database.new')));
  t.equal(statSync(join(dataDir, 'database')).mode & 0o777, 0o700, 'nobody else may read what it holds');
  await migrate(first.db);
  await first.db.insertInto('proposal').values(proposal).execute();
  await t.rejects(openDatabase({ dataDir }), StartupError, 'one at a time');
  await first.close();
  await first.close();

  const second = await openDatabase({ dataDir });
  t.teardown(() => second.close());
  await migrate(second.db);
  t.match(await second.db.selectFrom('proposal').selectAll().execute(), [proposal]);
});

t.test('a folder that cannot be used is said in one sentence', async (t) => {
  const folder = t.testdir({ file: 'not a folder', broken: { database: { PG_VERSION: '18\n' } } });
  for (const dataDir of [join(folder, 'file'), join(folder, 'file', 'below'), join(folder, 'broken')]) {
    const error = await openDatabase({ dataDir }).then(
      () => t.fail('opened'),
      (reason: unknown) => reason,
    );
    t.type(error, StartupError);
    t.match(error, { message: dataDir });
    t.notMatch(error, { message: '\n' });
  }
  t.notOk(existsSync(join(folder, 'broken', 'lock')), 'the lock is let go');
});

t.test('a PostgreSQL that cannot be used is said in one sentence, without the password', async (t) => {
  const url = await newPostgresDatabase(t);
  const change = (edit: (url: URL) => void) => {
    const changed = new URL(url);
    edit(changed);
    return changed.href;
  };
  const wrong = {
    'no such user': change((u) => {
      u.username = 'nobody';
      u.password = 'secret';
    }),
    'wrong password': change((u) => {
      u.password = 'secret';
    }),
    'no such database': change((u) => {
      u.pathname = '/missing';
    }),
    'nobody listens': change((u) => {
      u.port = '1';
      u.password = 'secret';
    }),
    'no such host': change((u) => {
      u.hostname = 'no-such-host.invalid';
      u.password = 'secret';
    }),
  };
  for (const [name, databaseUrl] of Object.entries(wrong)) {
    const error = await openDatabase({ databaseUrl, dataDir: '' }).then(
      () => t.fail('opened'),
      (reason: unknown) => reason,
    );
    t.type(error, StartupError, name);
    t.notMatch(error, { message: /secret|\n/ }, name);
  }
});

t.test('the embedded folder is not touched when PostgreSQL is used', async (t) => {
  const dataDir = join(t.testdir(), 'unused');
  const database = await openDatabase({ databaseUrl: await newPostgresDatabase(t), dataDir });
  t.equal(database.kind, 'postgres');
  await database.close();
  t.notOk(existsSync(dataDir));
});
