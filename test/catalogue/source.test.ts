import t from 'tap';
import { expectedCounts, loadCatalogue } from '../../src/catalogue/load.ts';
import { areas } from '../../src/catalogue/schema.ts';
import { parseBilaga3, parseStatistic, readBilaga3, withoutFootnote } from './parse-bilaga-3.ts';

const source = readBilaga3();

t.test('the data files say what the source says, row by row and in its order', async (t) => {
  const ours = loadCatalogue().insatser.map(({ area, section, category, subcategory, name, statistics }) => ({
    area,
    section,
    category,
    subcategory,
    name,
    statistics,
  }));
  t.equal(ours.length, source.length);
  for (const [index, row] of source.entries()) t.strictSame(ours[index], row, `${row.section} ${row.name}`);
});

t.test('the source has 409 rows, as many in each area as the loader expects', async (t) => {
  t.equal(source.length, 409);
  for (const area of Object.keys(areas) as (keyof typeof areas)[]) t.equal(source.filter((row) => row.area === area).length, expectedCounts[area], area);
});

t.test('a footnote mark is removed from a name, and nothing else', async (t) => {
  t.equal(withoutFootnote('Korttidsboende, korttidsplats2'), 'Korttidsboende, korttidsplats');
  t.equal(withoutFootnote('Motiverande samtal (MI) ⁶'), 'Motiverande samtal (MI)');
  t.equal(withoutFootnote('Komet för föräldrar med barn 3–11 år'), 'Komet för föräldrar med barn 3–11 år');
  t.equal(withoutFootnote('Förstärkt Komet för föräldrar med barn (3–11 år)'), 'Förstärkt Komet för föräldrar med barn (3–11 år)');
  t.equal(withoutFootnote('Modell 2'), 'Modell 2');
});

t.test('no name in the data files ends in a footnote mark', async (t) => {
  const marked = loadCatalogue().insatser.filter((insats) => /[⁰¹²³⁴⁵⁶⁷⁸⁹]$|\p{L}\d$/u.test(insats.name));
  t.strictSame(
    marked.map((insats) => insats.id),
    [],
  );
});

t.test('slips of the source are kept as printed', async (t) => {
  const names = new Set(loadCatalogue().insatser.map((insats) => insats.name));
  for (const name of ['Parkeringsstillstånd för rörelsehindrade', 'Gruppboende, gruppboende', 'Biståndsbedömt trygghetsboende och /eller servicehus'])
    t.ok(names.has(name), name);
});

t.test('a dash is null, never nought', async (t) => {
  t.equal(parseStatistic('-'), null);
  t.strictSame(parseStatistic('0 (0%)'), { count: 0, share: 0 });
  t.throws(() => parseStatistic('875%'));
});

t.test('the parse refuses what it does not understand', async (t) => {
  t.throws(() => parseBilaga3('Namn\t1 (1%)\t-\t-\t-\n'));
  t.throws(() => parseBilaga3('## 2.1 Rubrik\nNamn\t1 (1%)\t-\t-\n'));
  t.throws(() => parseBilaga3('## 9.1 Rubrik\n'));
});
