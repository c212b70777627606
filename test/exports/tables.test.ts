import Papa from 'papaparse';
import t from 'tap';
import { draftCsv, draftTableIds, draftTables } from '../../src/documents/draft-tables.ts';
import type { Draft } from '../../src/drafts/draft-schema.ts';
import { draftOf } from '../drafts/fixture.ts';
import { buildTestApp } from '../helpers/app.ts';

const read = (csv: string, delimiter: string) => Papa.parse<string[]>(csv.slice(1).trimEnd(), { delimiter, newline: '\r\n' });

t.test('both ways to write a table hold the same rows, and its figures', async (t) => {
  const draft = draftOf('enheten-for-hemlosa');
  for (const table of draftTableIds) {
    const { columns, rows } = draftTables[table].sheet(draft);
    const [semicolons, commas] = [draftCsv(draft, table, 'semikolon'), draftCsv(draft, table, 'komma')];
    t.ok(semicolons.startsWith('\uFEFF') && commas.startsWith('\uFEFF'), 'BOM');
    const [a, b] = [read(semicolons, ';'), read(commas, ',')];
    t.same([a.errors, b.errors], [[], []]);
    t.equal(a.data.length, rows.length + 1);
    const asNumber = (text: string | undefined) => (text === '' ? null : Number(text));
    for (const [at, column] of columns.entries()) {
      if (column.type !== 'number') continue;
      const values = rows.map((row) => row[at]);
      t.same(
        b.data.slice(1).map((row) => asNumber(row[at])),
        values,
        `${table}: ${column.header}`,
      );
      t.same(
        a.data.slice(1).map((row) => asNumber(row[at]?.replace(',', '.'))),
        values,
        `${table}: ${column.header}`,
      );
    }
  }
});

t.test('a formula is only text in both', async (t) => {
  const draft = draftOf('enheten-for-hemlosa');
  const [line, ...rest] = draft.lines;
  if (line === undefined) throw new Error('the unit has lines');
  const hostile: Draft = { ...draft, lines: [{ ...line, name: '=HYPERLINK("http://x";"a,b")', targetGroupName: '@SUM(1)' }, ...rest] };
  for (const [dialect, sign] of [
    ['semikolon', ';'],
    ['komma', ','],
  ] as const)
    t.same(read(draftCsv(hostile, 'rader', dialect), sign).data[1]?.slice(0, 2), [`'=HYPERLINK("http://x";"a,b")`, "'@SUM(1)"]);
});

t.test('a proposal’s tables are files of their own; a wrong choice is said', async (t) => {
  const { app } = await buildTestApp(t);
  const made = await app.inject({
    method: 'POST',
    url: '/forslag',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'district=enheten-for-hemlosa&legalBasis=sol-2025-400&date=2026-11-22',
  });
  const base = String(made.headers.location);
  const file = await app.inject(`${base}/tabell.csv?tabell=villkor&tecken=komma`);
  t.equal(file.statusCode, 200);
  t.match(file.headers['content-disposition'], /attachment; filename="[a-z0-9-]+-villkor\.csv"/);
  t.equal(file.body, draftCsv(draftOf('enheten-for-hemlosa'), 'villkor', 'komma'));
  t.match((await app.inject(base)).body, /action="[^"]+\/tabell\.csv"/);
  t.equal((await app.inject(`${base}/tabell.csv?tabell=annat`)).statusCode, 400);
  t.equal((await app.inject(`${base}/tabell.csv?version=7`)).statusCode, 404);
  const schema = await app.inject('/api/v1/schemas/draft.json');
  t.match(schema.headers['content-type'], 'application/schema+json');
  t.match(schema.json(), { $schema: 'https://json-schema.org/draft/2020-12/schema' });
});
