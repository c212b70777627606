import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import t from 'tap';
import { currentStateRepository } from '../../src/current-state/repository.ts';
import type { State } from '../../src/current-state/schema.ts';
import { buildTestApp, type TestApp } from '../helpers/app.ts';
import { databaseKinds } from '../helpers/database.ts';
import { formWith, importPath, upload, workbook, xlsx, zip } from './import-fixtures.ts';

const mi = 'barn-och-unga-motiverande-samtal-mi';
const act = 'barn-och-unga-acceptance-and-commitment-therapy-act';
const state = (insats: string, more: Partial<State> = {}): State => ({
  ...{ insats, given: 'yes', form: 'unknown', provision: 'unknown', decision: 'unknown', people: null, wish: 'not_answered', comment: '' },
  ...more,
});
const stored = ({ database }: TestApp) => currentStateRepository(database.db).list('farsta', 2026);
const save = ({ database }: TestApp, states: State[]) => currentStateRepository(database.db).saveMany('farsta', 2026, states);
const file = `Id;Ges insatsen;Regi;Kommentar\n${mi};Ja;Enskild regi;Ny\n${act};Nej;;\n`;
const post = ({ app }: TestApp, url: string) => app.inject({ method: 'POST', url });
const countImports = async ({ database }: TestApp) =>
  (await sql<{ n: number }>`select count(*) as n from current_state_import`.execute(database.db)).rows[0]?.n;

/** Uploads the file and gives the address of its preview. */
async function preview(test: TestApp, bytes: string | Uint8Array = file): Promise<string> {
  const answer = await upload(test.app, bytes);
  if (answer.statusCode !== 303) throw new Error(`${answer.statusCode} ${answer.body}`);
  return String(answer.headers.location);
}

for (const database of databaseKinds) {
  t.test(`reading a file in, on ${database}`, { timeout: 600_000 }, async (t) => {
    const test = await buildTestApp(t, { database });
    const { app } = test;
    t.beforeEach(async () => {
      await sql`delete from current_state`.execute(test.database.db);
      await save(test, [state(mi, { provision: 'own', comment: 'Gammal' })]);
    });

    await t.test('the preview shows what changes and writes nothing; confirming writes it, once', async (t) => {
      const address = await preview(test);
      const page = await app.inject(address);
      t.equal(page.statusCode, 200);
      t.match(page.body, /Gammal[\s\S]*Ny/);
      t.match(await stored(test), [{ insats: mi, provision: 'own' }]);
      const twice = await Promise.all([post(test, `${address}/bekrafta`), post(test, `${address}/bekrafta`)]);
      t.same(
        twice.map(({ statusCode }) => statusCode),
        [303, 303],
      );
      t.match(await stored(test), [
        { insats: act, given: 'no', revision: 1 },
        { insats: mi, provision: 'private', comment: 'Ny', revision: 2 },
      ]);
      t.equal((await post(test, `${address}/bekrafta`)).statusCode, 303);
      t.equal((await stored(test))[1]?.revision, 2);
      t.match((await app.inject(importPath)).body, /nulage\.csv/);
    });

    await t.test('undoing puts back what was there, once', async (t) => {
      const address = await preview(test);
      t.equal((await post(test, `${address}/angra`)).statusCode, 409, 'not before it is confirmed');
      await post(test, `${address}/bekrafta`);
      await Promise.all([post(test, `${address}/angra`), post(test, `${address}/angra`)]);
      const [only, ...rest] = await stored(test);
      t.match(only, { insats: mi, provision: 'own', comment: 'Gammal', revision: 3 });
      t.same(rest, []);
      await post(test, `${address}/bekrafta`);
      t.equal((await stored(test)).length, 1, 'confirming again does not bring it back');
    });

    await t.test('a row that somebody changed since the preview stops everything and is named', async (t) => {
      const address = await preview(test);
      await save(test, [state(mi, { comment: 'Mitt emellan' })]);
      const refused = await post(test, `${address}/bekrafta`);
      t.equal(refused.statusCode, 409);
      t.match(refused.body, /Motiverande samtal \(MI\)/);
      t.match(await stored(test), [{ insats: mi, comment: 'Mitt emellan' }]);
      const again = await post(test, `${address}/granska`);
      t.equal(again.statusCode, 303);
      t.match((await app.inject(String(again.headers.location))).body, /Mitt emellan/);
      t.equal((await post(test, `${again.headers.location}/bekrafta`)).statusCode, 303);
      t.match(await stored(test), [{ insats: act }, { insats: mi, comment: 'Ny' }]);
    });

    await t.test('so does a row that somebody answered first, or took away and answered again', async (t) => {
      const first = await preview(test);
      await save(test, [state(act)]);
      t.equal((await post(test, `${first}/bekrafta`)).statusCode, 409);
      const second = await preview(test);
      await currentStateRepository(test.database.db).remove('farsta', 2026, mi, 1);
      await save(test, [state(mi, { comment: 'Omskriven' })]);
      t.equal((await post(test, `${second}/bekrafta`)).statusCode, 409);
      t.match(await stored(test), [{ insats: act, given: 'yes' }, { comment: 'Omskriven' }]);
    });

    await t.test('of two files that change the same row at the same moment, one is read in whole and the other not at all', async (t) => {
      const [first, second] = [await preview(test), await preview(test, file.replace('Ny', 'Annan').replace('Nej', 'Vet inte'))];
      const answers = await Promise.all([post(test, `${first}/bekrafta`), post(test, `${second}/bekrafta`)]);
      t.same(answers.map(({ statusCode }) => statusCode).sort(), [303, 409]);
      const now = await stored(test);
      t.ok(['no Ny', 'unknown Annan'].includes(`${now[0]?.given} ${now[1]?.comment}`));
    });

    await t.test('an import whose rows have been changed since is not undone, and says which', async (t) => {
      const address = await preview(test);
      await post(test, `${address}/bekrafta`);
      await save(test, [state(act, { comment: 'Efteråt' })]);
      const refused = await post(test, `${address}/angra`);
      t.equal(refused.statusCode, 409);
      t.match(refused.body, /Acceptance and commitment therapy/);
      t.match(await stored(test), [{ comment: 'Efteråt' }, { comment: 'Ny' }]);
    });
  });
}

t.test('files as people and others send them', { timeout: 600_000 }, async (t) => {
  const test = await buildTestApp(t);
  const { app } = test;

  await t.test('the template is filled in with what is stored, and reading it back changes nothing', async (t) => {
    await save(test, [state(mi, { comment: '=HYPERLINK("x")', people: { from: 10, to: 20 } })]);
    for (const name of ['mall.xlsx', 'mall.csv', 'uppgifter.xlsx', 'uppgifter.csv']) {
      const answer = await app.inject(`/stadsdelar/farsta/nulage/${name}?ar=2026`);
      t.equal(answer.statusCode, 200);
      t.match(answer.headers['content-disposition'], /^attachment; filename="[a-z0-9-]+\.(xlsx|csv)"$/);
      const back = await upload(app, answer.rawPayload, name);
      t.equal(back.statusCode, 200, `${name}: nothing to confirm`);
      t.notMatch(back.body, /bekrafta/);
    }
  });

  await t.test('a file with faults is refused as a whole, with the places', async (t) => {
    const before = await stored(test);
    const answer = await upload(app, `Id;Ges insatsen\n${act};Nej\n${mi};Jaså <script>\n`, '<b>fil.csv');
    t.equal(answer.statusCode, 422);
    t.match(answer.body, /Rad 3, kolumn B/);
    t.match(answer.body, /&lt;b&gt;fil/);
    t.notMatch(answer.body, /<b>fil|Jaså <script>/);
    t.same(await stored(test), before);
    t.equal(await countImports(test), 0);
  });

  await t.test('hostile and mistaken files get a sentence and the right status, and leave nothing', async (t) => {
    const large = Buffer.alloc(5 * 1024 * 1024 + 1, 'a');
    const bomb = zip([...workbook(''), { name: 'xl/media.xml', content: Buffer.alloc(51 * 1024 * 1024) }]);
    const liar = zip([...workbook(''), { name: 'xl/styles.xml', content: Buffer.alloc(30 * 1024 * 1024), declared: 1000 }]);
    const cell = `<c r="A1" t="str"><v>Id</v></c>`;
    const cases: [string, number, Uint8Array | string, string?][] = [
      ['empty', 400, ''],
      ['blank', 400, '\n\n'],
      ['too large', 413, large],
      ['PDF', 415, '%PDF-1.7 …'],
      ['HTML called CSV', 415, '<!doctype html><table>'],
      ['picture', 415, Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), randomBytes(500)])],
      ['password', 422, Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.from('EncryptedPackage', 'utf16le')])],
      ['old Excel', 415, Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0])],
      ['macros by name', 415, zip(workbook('')), 'fil.xlsm'],
      ['macros by content', 415, zip([...workbook(''), { name: 'xl/vbaProject.bin', content: 'x' }])],
      ['encrypted zip', 422, zip(workbook('').map((part) => ({ ...part, encrypted: true })))],
      ['another zip', 415, zip([{ name: 'word/document.xml', content: 'x' }])],
      ['zip bomb', 413, bomb],
      ['zip bomb that lies', 413, liar],
      ['the same name twice', 415, zip([...workbook(''), ...workbook('')])],
      ['cut off', 400, zip(workbook(`<row r="1">${cell}</row>`)).subarray(0, 300)],
      ['far-off row', 413, zip(workbook(`<row r="1000000"><c r="A1000000" t="str"><v>Id</v></c></row>`))],
      ['far-off column', 413, zip(workbook('<row r="1"><c r="XFD1" t="str"><v>Id</v></c></row>'))],
      ['bad address', 400, zip(workbook('<row r="1"><c r="A&#49;" t="str"><v>Id</v></c></row>'))],
      ['a text that is not there', 400, zip(workbook('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'))],
      ['empty sheet', 400, zip(workbook(''))],
      ['too many rows', 413, `Id;Ges insatsen\n${`${mi};ja\n`.repeat(20_001)}`],
      ['broken UTF-8', 400, Buffer.from([0xef, 0xbb, 0xbf, 0x49, 0x64, 0xff, 0xff])],
      ['half broken UTF-8', 400, Buffer.concat([Buffer.from('Id;Ges insatsen;Kommentar\nx;ja;åäö'), Buffer.from([0xe5, 0x3b])])],
      ['no headings', 422, 'a;b;c\n1;2;3\n'],
      ['the same heading twice', 422, 'Id;Ges insatsen;Insatsen ges\nx;ja;ja\n'],
      ['open quotation mark', 400, `Id;Ges insatsen\n${mi};"ja\n`],
      ['headings only', 422, 'Id;Ges insatsen\n'],
    ];
    const before = await stored(test);
    for (const [name, status, bytes, fileName] of cases) {
      const answer = await upload(app, bytes, fileName ?? 'fil.xlsx');
      t.equal(answer.statusCode, status, name);
      const said = /id="fel-fil">([^<]*)</.exec(answer.body)?.[1] ?? '';
      t.match(said, /^\p{Lu}.{15,}\.$/u, `${name}: ${said}`);
    }
    t.same(await stored(test), before);
    t.equal(await countImports(test), 0);
  });

  await t.test('requests that are no upload', async (t) => {
    t.equal((await app.inject({ method: 'POST', url: importPath })).statusCode, 415);
    t.equal(
      (await app.inject({ method: 'POST', url: importPath, payload: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).statusCode,
      415,
    );
    t.equal((await app.inject({ method: 'POST', url: importPath, ...formWith('', '') })).statusCode, 400);
    t.equal(
      (await app.inject({ method: 'POST', url: importPath, payload: '--x', headers: { 'content-type': 'multipart/form-data; boundary=y' } })).statusCode,
      400,
    );
    t.equal((await app.inject({ method: 'POST', url: importPath, payload: 'x', headers: { 'content-type': 'multipart/form-data' } })).statusCode, 400);
    t.equal((await app.inject('/stadsdelar/farsta/nulage/import/finns-inte')).statusCode, 404);
    t.equal((await app.inject('/stadsdelar/finns-inte/nulage/import')).statusCode, 422);
    const address = await preview(
      test,
      await xlsx([
        ['Id', 'Ges insatsen'],
        [act, 'Ja'],
      ]),
    );
    t.equal((await app.inject(address.replace('farsta', 'skarholmen'))).statusCode, 404, 'another district has no part in it');
    t.equal((await post(test, `${address.replace('farsta', 'skarholmen')}/bekrafta`)).statusCode, 404);
  });
});
