import fc from 'fast-check';
import t from 'tap';
import { csv } from '../../src/web/csv.ts';

/** Reads what Excel would: cells apart by semicolons, quotes doubled. */
function cells(line: string): string[] {
  return [...`${line};`.matchAll(/(?:"((?:[^"]|"")*)"|([^";]*));/gs)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

t.test('Swedish Excel opens it: BOM, semicolons, decimal comma, CRLF, empty for missing', async (t) => {
  t.equal(
    csv([
      ['Å', 1.5, null],
      ['a;b', 2, 'c"d'],
    ]),
    '\uFEFFÅ;1,5;\r\n"a;b";2;"c""d"\r\n',
  );
});

t.test('no cell starts a formula', async (t) => {
  for (const hostile of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '\r=1']) {
    const [cell] = cells(csv([[hostile]]).slice(1, -2));
    t.match(cell, /^'/, JSON.stringify(hostile));
  }
});

t.test('any text comes back as it was, apart from a guard before a formula', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), (row) => {
      const read = cells(csv([row]).slice(1, -2));
      return read.length === row.length && read.every((cell, i) => cell === row[i] || cell === `'${row[i]}`);
    }),
  );
  t.pass();
});
