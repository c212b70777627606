import t from 'tap';
import { readStart } from '../src/demo.ts';
import { StartupError } from '../src/startup-error.ts';

const DATABASE_URL = 'postgres://localhost/insatsplan';

t.test('the demo has a folder of its own', async (t) => {
  const { config, demo } = readStart({}, ['--demo']);
  t.equal(demo, true);
  t.match(config.dataDir, /insatsplan-demo$/);
  t.equal(readStart({ DATA_DIR: '/tmp/eget' }, ['--demo']).config.dataDir, '/tmp/eget');
  t.equal(readStart({}, []).demo, false);
  t.notMatch(readStart({}, []).config.dataDir, 'demo');
});

t.test('a database that a setting points at is used only where that is said', async (t) => {
  t.throws(() => readStart({ DATABASE_URL }, ['--demo']), StartupError);
  t.equal(readStart({ DATABASE_URL }, ['--demo', '--into-database-url']).config.databaseUrl, DATABASE_URL);
  t.equal(readStart({ DATABASE_URL }, []).config.databaseUrl, DATABASE_URL);
});

t.test('what cannot be understood is refused, not passed over', async (t) => {
  t.throws(() => readStart({}, ['--dmeo']), StartupError);
  t.throws(() => readStart({}, ['demo']), StartupError);
});
