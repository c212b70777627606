import fc from 'fast-check';
import readExcelFile from 'read-excel-file/node';
import t from 'tap';
import { toExcel } from '../../src/files/excel.ts';
import type { Workbook } from '../../src/files/model.ts';
import { safeText } from '../../src/files/spreadsheet-text.ts';
import { unzip } from './unzip.ts';

t.test('no text can be run as a formula, and nothing is lost', async (t) => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', ' =1', '＝1', '=HYPERLINK("http://x")'])
    t.equal(safeText(text), `'${text}`, JSON.stringify(text));
  for (const text of ['Råd – och stöd', 'a=b', '5 %', '']) t.equal(safeText(text), text);
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/^[\s]*[=+\-@]/.test(safeText(text)) && safeText(text).isWellFormed()));
});

t.test('characters that XML cannot hold are taken out, and a cell keeps to Excel’s limit', async (t) => {
  t.equal(safeText('a\u0000b\u000bc'), 'abc');
  t.ok(safeText('x'.repeat(40_000)).length <= 32_767);
});

t.test('cells are typed, the header is frozen', async (t) => {
  const file = await toExcel({
    sheets: [
      {
        name: 'Blad',
        columns: [
          { header: 'Text', width: 20, type: 'text' },
          { header: 'Tal', width: 10, type: 'number' },
          { header: 'Ja', width: 10, type: 'boolean' },
          { header: 'Dag', width: 12, type: 'date' },
        ],
        rows: [
          ['=1+1 <b>&', 3, true, '2026-11-22'],
          [null, null, false, null],
        ],
      },
    ],
  });
  const [sheet] = await readExcelFile(Buffer.from(file));
  t.same(sheet?.data, [
    ['Text', 'Tal', 'Ja', 'Dag'],
    ["'=1+1 <b>&", 3, true, new Date('2026-11-22')],
    [null, null, false, null],
  ]);
  t.match(unzip(file).get('xl/worksheets/sheet1.xml'), /<pane ySplit="1"[^>]*state="frozen"/);
  t.match(unzip(file).get('xl/worksheets/sheet1.xml'), '</sheetData><autoFilter ref="A1:D3"/>');
  t.notMatch(unzip(file).get('xl/worksheets/sheet1.xml'), '<f>');
});

t.test('every sheet has its filter, whatever it is called, and a column may stay in sight', async (t) => {
  const columns = [{ header: 'A', width: 10, type: 'text' as const }];
  const file = await toExcel({
    sheets: [
      { name: "Råd & 'stöd'", columns, rows: [] },
      { name: 'Två', columns: [...columns, ...columns], rows: [['a', 'b']], frozenColumns: 1 },
    ],
  });
  const names = unzip(file).get('xl/workbook.xml') ?? '';
  t.match(names, `localSheetId="0" hidden="1">'Råd &amp; ''stöd'''!$A$1:$A$1<`);
  t.match(names, `localSheetId="1" hidden="1">'Två'!$A$1:$B$2<`);
  t.match(unzip(file).get('xl/worksheets/sheet2.xml'), /<pane ySplit="1" xSplit="1"/);
  t.equal((await readExcelFile(Buffer.from(file))).length, 2);
});

t.test('a word that the writer’s own objects know is text like any other', async (t) => {
  const words = [...Object.getOwnPropertyNames(Object.prototype), ' toString', 'toString', 'x'];
  const columns = ['text', 'text'].map((type) => ({ header: 'constructor', width: 10, type: type as 'text' }));
  const file = await toExcel({ sheets: [{ name: 'Blad', columns, rows: words.map((word) => [word, word]) }] });
  const [sheet] = await readExcelFile(Buffer.from(file), { trim: false });
  t.same(sheet?.data, [['constructor', 'constructor'], ...words.map((word) => [word, word])]);
});

t.test('the same workbook is the same bytes, whenever it is made', async (t) => {
  const workbook: Workbook = { sheets: [{ name: 'Blad', columns: [{ header: 'A', width: 10, type: 'text' }], rows: [['å']] }] };
  const first = await toExcel(workbook);
  const { now } = Date;
  t.teardown(() => {
    Date.now = now;
  });
  Date.now = () => now() + 86_400_000;
  t.ok(Buffer.from(first).equals(Buffer.from(await toExcel(workbook))));
});
