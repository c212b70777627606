import { join } from 'node:path';
import t from 'tap';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { currentStateRepository } from '../../src/current-state/repository.ts';
import { openPostgres } from '../../src/database/postgres.ts';
import { draftSchema } from '../../src/drafts/draft-schema.ts';
import { prepare } from '../../src/prepare.ts';
import { type CommandResult, runCommand as run } from '../helpers/cli.ts';
import { newPostgresDatabase } from '../helpers/database.ts';

const json = (result: CommandResult): unknown => JSON.parse(result.out);

t.test('nuläge from a filled-in template, or from the database, is used only when asked for', async (t) => {
  const dir = t.testdir({
    'nulage.csv':
      'Id;År;Ges insatsen;Biståndsbeslut;Önskar ge utan beslut\r\naldre-trygghetslarm;2025;Ja;Utan biståndsbeslut;Ja\r\naldre-trygghetslarm;2024;Nej;;\r\n',
    'fel.csv': 'Id;Ges insatsen\r\naldre-trygghetslarm;kanske\r\n',
  });
  const base = ['propose', '--district', 'farsta', '--legal-basis', 'sol-2025-400', '--date', '2026-01-01', '--format', 'json'];
  const [plain, fed] = [await run(base), await run([...base, '--current-state', join(dir, 'nulage.csv')])];
  t.same([plain.code, plain.err, fed.code], [0, '', 0]);
  const inputsOf = (result: CommandResult) => draftSchema.parse(json(result)).inputs;
  t.same([inputsOf(plain).currentStates, inputsOf(plain).currentStateYear], [0, undefined]);
  t.same([inputsOf(fed).currentStates, inputsOf(fed).currentStateYear], [1, 2025], 'of the newest year');
  t.match(fed.err, /nulage\.csv: 1\sinsats, år 2025/);
  t.match(fed.err, 'om andra år');
  const bad = await run([...base, '--current-state', join(dir, 'fel.csv')]);
  t.equal(bad.code, 2);
  t.match(bad.err, /Rad 2, kolumn B/);
  t.equal((await run([...base, '--current-state', join(dir, 'finns-inte.csv')])).code, 2);
  t.equal((await run([...base, '--current-state', join(dir, 'nulage.csv'), '--database'])).code, 2);
});

t.test('the database’s nuläge', async (t) => {
  const url = await newPostgresDatabase(t);
  const propose = () =>
    run(['propose', '--district', 'farsta', '--legal-basis', 'sol-2025-400', '--date', '2026-01-01', '--format', 'json', '--database'], {
      env: { DATABASE_URL: url },
    });
  const untouched = await propose();
  t.equal(untouched.code, 1);
  t.match(untouched.err, 'inga tabeller');
  const database = await openPostgres(url);
  t.teardown(() => database.close());
  await prepare(database, { catalogue: loadCatalogue() });
  t.match((await propose()).err, 'inget nuläge för Farsta');
  const state = {
    insats: 'aldre-trygghetslarm',
    given: 'yes',
    form: 'unknown',
    provision: 'unknown',
    decision: 'without',
    people: null,
    wish: 'yes',
    comment: '',
  } as const;
  await currentStateRepository(database.db).saveMany('farsta', 2024, [state]);
  const fed = await propose();
  t.match(fed.err, /1\sinsats, år 2024/);
  t.equal(draftSchema.parse(json(fed)).inputs.currentStates, 1);
});
