import fc from 'fast-check';
import Papa from 'papaparse';
import t from 'tap';
import { columnOf } from '../../src/current-state/import-columns.ts';
import { readFile } from '../../src/current-state/import-file.ts';
import { readPeople } from '../../src/current-state/import-people.ts';
import { planImport } from '../../src/current-state/import-plan.ts';
import { readRows } from '../../src/current-state/import-rows.ts';
import { formula } from '../../src/current-state/import-table.ts';
import { type State, stateSchema } from '../../src/current-state/schema.ts';
import { templateCsv, templateXlsx } from '../../src/current-state/template.ts';
import { AppError } from '../../src/web/errors.ts';
import { findPersonalNumber } from '../../src/web/personal-number.ts';
import { catalogue, district, districts, workbook, xlsx, zip } from './import-fixtures.ts';

const farsta = districts.all.find(({ id }) => id === 'farsta');
if (farsta === undefined) throw new Error('Farsta is gone');
const context = { catalogue, districts, district: farsta, year: 2026 };
const read = async (bytes: string | Uint8Array, name = 'fil.csv') => readRows(await readFile(Buffer.from(bytes), name), context);
const states = async (bytes: string | Uint8Array) => planImport((await read(bytes)).rows, []).changes.map(({ after }) => after);
const id = 'barn-och-unga-motiverande-samtal-mi';

t.test('an answer is the same in every encoding and with every delimiter', async (t) => {
  const text = (d: string) => [['Id', 'Ges insatsen', 'Kommentar'].join(d), [id, 'Ja', 'Öppet på måndagar – även för åringar'].join(d), ''].join('\r\n');
  const windows = (s: string) => Buffer.from(s.replaceAll('–', '\x96'), 'latin1');
  for (const delimiter of [';', ',', '\t']) {
    const plain = text(delimiter);
    for (const bytes of [plain, `\uFEFF${plain}`, windows(plain), Buffer.from(`\uFEFF${plain}`, 'utf16le')]) {
      const [state] = await states(bytes);
      t.match(state, { insats: id, given: 'yes', comment: 'Öppet på måndagar – även för åringar' });
    }
  }
});

t.test('a comment that the delimiter has cut in two is a fault, and is not read as half a comment', async (t) => {
  const cutInTwo = await read(`Id;Ges insatsen;Kommentar\n${id};Ja;Bra; men dyrt\n`);
  t.match(cutInTwo, { rows: [], faults: [{ row: 2, column: 'D', value: 'men dyrt' }] });
  t.equal(cutInTwo.faults.length, 1);
  for (const whole of [`Id;Ges insatsen;Kommentar\n${id};Ja;"Bra; men dyrt"\n`, `Id;Ges insatsen;Kommentar;;\n${id};Ja;Bra;;\n`])
    t.match(await read(whole), { rows: [{ row: 2 }], faults: [] });
  const beside = await read(
    await xlsx([
      ['Id', 'Ges insatsen'],
      [id, 'Ja', 'en anteckning bredvid tabellen'],
    ]),
    'fil.xlsx',
  );
  t.match(beside, { rows: [{ row: 2 }], faults: [] }, 'a sheet has room for notes beside its table');
});

t.test('the headings are found below a title and understood in the words people use', async (t) => {
  for (const [heading, column] of [
    ...([
      ['Insats ges', 'given'],
      ['Ges insatsen i kommunen?', 'given'],
      ['Fysisk/digital', 'form'],
      ['Ges i fysisk form', 'form'],
      ['Regi', 'provision'],
    ] as const),
    ...([
      ['Kommunal/enskild regi', 'provision'],
      ['Biståndsbeslut', 'decision'],
      ['Med eller utan beslut', 'decision'],
      ['Antal personer', 'people'],
    ] as const),
    ...([
      ['Antal individer 2026', 'people'],
      ['Vill ge utan beslut', 'wish'],
      ['Vill ni ge insatsen utan biståndsbeslut?', 'wish'],
      ['KOMMENTARER', 'comment'],
    ] as const),
    ...([
      ['Verksamhetsområde', 'area'],
      ['Insatsens namn', 'name'],
      ['Antal, minst', 'peopleFrom'],
      ['Antal personer, högst', 'peopleTo'],
      ['Telefon', undefined],
    ] as const),
  ]) {
    t.equal(columnOf(heading), column, heading);
  }
  const [state] = await states(
    `Nuläge i Farsta;;\n;;\nInsatsen ges;Insats;Verksamhetsområde;Regi\nJa, lokal variant;Motiverande samtal (MI);Barn och unga;kommunal och enskild\n`,
  );
  t.match(state, { insats: id, given: 'local_variant', provision: 'both', form: 'unknown', wish: 'not_answered' });
});

t.test('answers in many words', async (t) => {
  const one = async (heading: string, text: string) => (await states(`Id;Ges insatsen;${heading}\n${id};ja;${text}\n`))[0];
  t.match(await one('Fysisk/digital', 'båda'), { form: 'both' });
  t.match(await one('Fysisk/digital', 'Fysisk/digital'), { form: 'both' });
  t.match(await one('Regi', 'egen regi'), { provision: 'own' });
  t.match(await one('Biståndsbeslut', 'Nej'), { decision: 'without' });
  t.match(await one('Vill ge utan beslut', 'vet ej'), { wish: 'unknown' });
  t.match(await one('Vill ge utan beslut', 'ej svarat'), { wish: 'not_answered' });
  t.equal((await read(`Id;Ges insatsen;Utan biståndsbeslut\n${id};ja;nej\n`)).faults[0]?.column, 'C', 'a bare no under "utan" is not guessed at');
});

t.test('numbers of people', async (t) => {
  const value = (text: string | number) => {
    const people = readPeople(text);
    return 'value' in people ? people.value : people.problem.length > 0 && 'fault';
  };
  t.same(value('1 200'), { from: 1200, to: 1200 });
  t.same(value('1\u00a0200–1 500'), { from: 1200, to: 1500 });
  t.same(value('12,0'), { from: 12, to: 12 });
  t.same(value('10 till 20'), { from: 10, to: 20 });
  t.same(value('12 personer'), { from: 12, to: 12 });
  t.same(value(12), { from: 12, to: 12 });
  for (const empty of ['', 'vet ej', '–', '-']) t.equal(value(empty), null, empty);
  for (const fault of ['12,5', '1.200', '-3', '20-10', 'ca 10', 'okt-20', '10-20-30', 'många', `1${' '.repeat(50_000)}-`, '9999999', 1.5, -2, '1e5'])
    t.equal(value(fault), 'fault', String(fault));
});

t.test('an insats is known by id, or by name and as much as is needed', async (t) => {
  const find = async (row: string) => {
    const { rows, faults } = await read(`Id;Område;Underkategori;Insats;Ges insatsen\n${row};ja\n`);
    return rows[0]?.insats.id ?? faults[0];
  };
  const mi = 'Motiverande samtal (MI)';
  t.equal(await find(`;Barn och unga;;motiverande samtal MI`), id);
  t.equal(await find(`;Våld i nära relationer;Insatser riktade till våldsutövande vuxna;${mi}`), 'vald-i-nara-relationer-motiverande-samtal-mi-valdsutovare');
  const ambiguous = await find(`;Våld i nära relationer;;${mi}`);
  t.match(ambiguous, { row: 2, column: 'D', remedy: /valdsutsatta.*valdsutovare/ });
  t.match(await find(`;Barn och unga;;Motiverande samtall`), { column: 'D', remedy: new RegExp(id) });
  t.match(await find(`${id}x;;;${mi}`), { column: 'A' });
  t.match(await find(`${id};;;Familjehem`), { column: 'D' });
  t.match(await find(`;Sjukvård;;${mi}`), { column: 'B' });
  t.match(await find(';Barn och unga;;Trygghetslarm'), { column: 'B', remedy: /Äldre/ }, 'known, but in another area');
});

t.test('faults have the address of the cell as the spreadsheet shows it', async (t) => {
  const rows = [
    ['Nuläge', null, null],
    [null, null, null],
    ['Id', 'Ges insatsen', 'Antal personer'],
    [id, 'kanske', 3],
    ['barn-och-unga-acceptance-and-commitment-therapy-act', 'Ja', new Date('2026-10-20')],
    ['barn-och-unga-aggression-replacement-training-art', 'Nej', 12],
    [id, 'Ja', null],
    ['familjehem', 'Ja', { formula: 'SUM(C4:C6)' }],
  ];
  const { faults } = await read(await xlsx(rows), 'fil.xlsx');
  const places = faults.map(({ row, column }) => `${column}${row}`);
  t.same(places, ['B4', 'C5', 'C6', 'A7', 'C8', 'A8']);
  t.ok(faults.every(({ problem, remedy }) => problem.length > 5 && remedy.length > 5));
});

t.test('formulas are told from text in both formats', async (t) => {
  const csv = await readFile(Buffer.from(`Id;Ges insatsen;Kommentar\n${id};ja;=1+1\n`), 'a.csv');
  t.equal(csv.rows[1]?.[2], formula);
  const cells = `<row r="1"><c r="A1" t="str"><v>Id</v></c><c r="B1" t="str"><v>Ges insatsen</v></c></row><row r="2"><c r="A2" t="str"><v>${id}</v></c><c r="B2" t="str"><f>A9</f><v>Ja</v></c></row>`;
  const book = await readFile(zip(workbook(cells)), 'a.xlsx');
  t.equal(book.rows[1]?.[1], formula);
  t.equal(book.rows[1]?.[0], id);
});

t.test('rows of other districts and years are left, and a file without ours is refused', async (t) => {
  const { rows, otherDistricts, otherYears, unanswered } = await read(
    `Id;Stadsdel;År;Ges insatsen\n${id};Farsta stadsdelsnämnd;2026;ja\n${id};Järva;2026;ja\n${id};Farsta;2025;ja\n${id};Farsta;2026;\n`,
  );
  t.same([rows.length, otherDistricts, otherYears, unanswered], [1, 1, 1, 1]);
  t.match((await read(`Id;Stadsdel;Ges insatsen\n${id};Atlantis;ja\n`)).faults, [{ column: 'B' }]);
  await t.rejects(read(`Id;Stadsdel;Ges insatsen\n${id};Järva;ja\n`), { code: 'invalid' });
});

t.test('a column that the file does not have leaves the stored answer; one that is empty does not', async (t) => {
  const before = {
    insats: id,
    given: 'yes',
    form: 'digital',
    provision: 'own',
    decision: 'with',
    people: { from: 3, to: 3 },
    wish: 'yes',
    comment: 'Kvar',
  } as const;
  const stored = [{ ...before, revision: 2, updatedAt: new Date() }];
  const plan = async (text: string) => planImport((await read(text)).rows, stored);
  t.same((await plan(`Id;Ges insatsen;Regi\n${id};Ja;Kommunal\n`)).unchanged, 1);
  t.match((await plan(`Id;Ges insatsen;Regi;Kommentar\n${id};Ja;Enskild;\n`)).changes[0]?.after, { ...before, provision: 'private', comment: '' });
  t.match((await plan(`Id;Ges insatsen\n${id};Nej\n`)).changes[0]?.after, { given: 'no', form: 'unknown', people: null, wish: 'yes', comment: 'Kvar' });
  t.match((await plan(`Id;Regi\n${id};Enskild\n`)).changes[0]?.after, { given: 'yes', provision: 'private' });
  t.equal(planImport((await read(`Id;Regi\n${id};Enskild\n`)).rows, []).faults.length, 1);
});

t.test('a comment with a personal identity number is refused', async (t) => {
  t.match((await read(`Id;Ges insatsen;Kommentar\n${id};ja;Gäller 811228-9874\n`)).faults, [{ column: 'C' }]);
});

const word = fc.string({ unit: 'binary', maxLength: 40 });
const nasty = fc.constantFrom(
  "'=1",
  '=1+1',
  "''@x",
  '-5',
  '+46',
  ' =x',
  '"a";b',
  '_x0041_',
  'a\r\nb',
  '\t=1',
  '＝1',
  '1-2',
  'ja',
  '\ufeff',
  'a\u007f\u0081b',
  '\ud800',
  '\u{10fffe}!',
  '<b>&amp;',
);
const comment = fc
  .oneof(
    word,
    nasty,
    fc.tuple(nasty, word).map((parts) => parts.join('')),
  )
  .filter((text) => findPersonalNumber(text) === null && !text.includes('\0'));
const people = fc.oneof(
  fc.constant(null),
  fc.tuple(fc.nat(1_000_000), fc.nat(1_000_000)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })),
);
const pick = <Q extends 'given' | 'form' | 'provision' | 'decision' | 'wish'>(question: Q) =>
  fc.constantFrom(...stateSchema.shape[question].options) as fc.Arbitrary<State[Q]>;
const anyState = fc
  .record({
    ...{ insats: fc.constantFrom(...catalogue.insatser.map((insats) => insats.id)), given: pick('given'), form: pick('form') },
    ...{ provision: pick('provision'), decision: pick('decision'), people, wish: pick('wish'), comment },
  })
  .map(
    (state): State =>
      state.given === 'yes' || state.given === 'local_variant' ? state : { ...state, form: 'unknown', provision: 'unknown', decision: 'unknown', people: null },
  );
const anyStates = fc.uniqueArray(anyState, { selector: (state) => state.insats, maxLength: 25 });

t.test('what is exported is unchanged when it is imported, whatever it says', async (t) => {
  for (const write of [templateCsv, templateXlsx]) {
    for (const rows of ['all', 'answered'] as const) {
      await fc.assert(
        fc.asyncProperty(anyStates, async (all) => {
          if (rows === 'answered' && all.length === 0) return;
          const file = await read(await write({ catalogue, district, year: 2026, states: all, rows }));
          const plan = planImport(
            file.rows,
            all.map((state) => ({ ...state, revision: 1, updatedAt: new Date() })),
          );
          const expected = { changes: [], unchanged: all.length, faults: [] };
          if (JSON.stringify([file.faults, plan]) !== JSON.stringify([[], expected])) {
            throw new Error(JSON.stringify([file.faults, plan.faults, plan.changes.map(({ before, after }) => [before, after])]));
          }
        }),
        { numRuns: write === templateCsv ? 60 : 12 },
      );
    }
  }
  t.pass('nothing differs');
});

t.test('no cell of what we write is run as a formula', async (t) => {
  const answered: State = { insats: id, given: 'yes', form: 'physical', provision: 'own', decision: 'with', people: null, wish: 'yes', comment: '' };
  fc.assert(
    fc.property(anyState, (state) => {
      const text = templateCsv({ catalogue, district, year: 2026, states: [state], rows: 'answered' });
      const cells = Papa.parse<string[]>(text, { delimiter: ';' }).data.flat();
      return cells.length > 1 && !cells.some((cell) => /^\s*[=+\-@]/.test(cell));
    }),
    // A delimiter or a new line within quotes begins no cell.
    { examples: ['<b>&amp;=1', 'a\n=1;-1', '"a";=b'].map((comment) => [{ ...answered, comment }]) },
  );
  t.pass();
});

t.test('whatever the bytes are, the answer is a table or an error with a status', async (t) => {
  const template = Buffer.from(await templateXlsx({ catalogue, district, year: 2026, states: [], rows: 'all' }));
  const heads = [[], [0x50, 0x4b, 0x03, 0x04], [0xef, 0xbb, 0xbf], [0xff, 0xfe], [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], [0x25, 0x50, 0x44, 0x46]];
  const bytes = fc.tuple(fc.constantFrom(...heads), fc.uint8Array({ maxLength: 400 })).map(([head, rest]) => Buffer.from([...head, ...rest]));
  const broken = fc.tuple(fc.nat(template.length - 1), fc.nat(255), fc.nat(template.length)).map(([at, byte, end]) => {
    const copy = Buffer.from(template.subarray(0, end % 3 === 0 ? end : template.length));
    if (at < copy.length) copy[at] = byte;
    return copy;
  });
  const text = fc.string({ unit: 'binary', maxLength: 200 }).map((body) => Buffer.from(`Id;Ges insatsen;Antal personer\n${body}`));
  const check = async (input: Buffer) => {
    try {
      readRows(await readFile(input, 'fil'), context);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  };
  await fc.assert(fc.asyncProperty(bytes, check), { numRuns: 200 });
  await fc.assert(fc.asyncProperty(text, check), { numRuns: 200 });
  await fc.assert(fc.asyncProperty(broken, check), { numRuns: 60 });
  t.pass();
});
