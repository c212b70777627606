/**
 * How fast a file with the current state of the whole city is read, compared and refused or accepted: rows per second, for both formats.
 * The last line reads a file in which every row is wrong, since finding the nearest names is the dearest.
 */
import { loadCatalogue } from '../src/catalogue/load.ts';
import { readFile } from '../src/current-state/import-file.ts';
import { planImport } from '../src/current-state/import-plan.ts';
import { readRows } from '../src/current-state/import-rows.ts';
import { answers, type State } from '../src/current-state/schema.ts';
import { templateRows } from '../src/current-state/template.ts';
import { loadDistricts } from '../src/districts/districts.ts';
import { toExcel } from '../src/files/excel.ts';
import { csv } from '../src/web/csv.ts';

function fail(message: string): never {
  throw new Error(message);
}

const rowsWanted = 5000;
const year = 2026;
const catalogue = loadCatalogue();
const districts = loadDistricts();
const district = districts.all.find(({ id }) => id === 'farsta') ?? fail('no district');

const forms = Object.keys(answers.form) as State['form'][];
const states = catalogue.insatser.map(({ id }, i): State => {
  const form = forms[i % forms.length] ?? 'unknown';
  return {
    insats: id,
    given: 'yes',
    form,
    provision: 'both',
    decision: 'without',
    people: { from: i, to: i + 10 },
    wish: 'yes',
    comment: `Kommentar nummer ${i}, åäö`,
  };
});
const header = ['Id', 'Stadsdel', 'År', 'Verksamhetsområde', 'Kategori', 'Underkategori', 'Insats', 'Ges insatsen', 'Fysisk/digital', 'Regi', 'Biståndsbeslut'];
const headings = [...header, 'Antal personer', 'Vill ge utan beslut', 'Kommentar'];
const rows = districts.all.flatMap((one) => templateRows({ catalogue, district: one, year, states, rows: 'all' })).slice(0, rowsWanted);
const wrong = rows.map((row, i) => ['', district.name, ...row.slice(2, 6), `${row[6]} ${i}`, ...row.slice(7)]);

const text = (body: typeof rows) =>
  Buffer.from(csv([headings, ...body.map((row) => row.map((value) => (typeof value === 'boolean' ? String(value) : value)))]));
const sheet = { name: 'Nuläge', columns: headings.map((title) => ({ header: title, width: 20, type: 'text' as const })), rows };

async function measure(name: string, bytes: Buffer): Promise<void> {
  const times: number[] = [];
  let faults = 0;
  for (let run = 0; run < 4; run += 1) {
    const start = performance.now();
    const read = readRows(await readFile(bytes, 'fil'), { catalogue, districts, district, year });
    planImport(read.rows, []);
    times.push(performance.now() - start);
    faults = read.faults.length;
  }
  const [first = 0, ...later] = times;
  const best = Math.min(...later);
  console.log(
    `${name.padEnd(24)} ${rows.length} rows, ${(bytes.length / 1e6).toFixed(1)} MB, ${faults} faults: first ${(first / 1000).toFixed(2)} s, then ${Math.round(rows.length / (best / 1000))} rows per second`,
  );
}

await measure('CSV', text(rows));
await measure('XLSX', Buffer.from(await toExcel({ sheets: [sheet] })));
await measure('CSV, every name wrong', text(wrong));
