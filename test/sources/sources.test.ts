import t from 'tap';
import { SourceError } from '../../src/sources/errors.ts';
import { resolveCitation } from '../../src/sources/resolve-citation.ts';
import type { Source } from '../../src/sources/schema.ts';
import { createSources, loadSources } from '../../src/sources/sources.ts';

const sources = loadSources();

/** Sections per chapter, counted in the law’s own text (only after a blank line): a line break before "5 §" in running text must not count. */
const solChapters = [5, 4, 4, 4, 3, 8, 3, 12, 13, 9, 6, 10, 10, 12, 12, 6, 12, 12, 6, 7, 2, 21, 6, 8, 5, 8, 7, 22, 12, 12, 5, 10, 6, 10, 5];

t.test('the statute has every section once, in order', async (t) => {
  const sections =
    sources
      .source('sol-2025-400')
      ?.places.map((p) => p.id)
      .filter((id) => !id.includes('-')) ?? [];
  solChapters.forEach((count, i) => {
    const chapter = sections.filter((id) => id.startsWith(`${i + 1}:`));
    t.equal(chapter.length, count, `chapter ${i + 1}`);
    const numbers = chapter.map((id) => Number.parseInt(id.split(':')[1] ?? '', 10));
    t.same(
      numbers,
      [...numbers].sort((a, b) => a - b),
    );
    t.equal(numbers.at(-1), new Set(numbers).size, 'no number is left out');
  });
  t.equal(
    sections.length,
    solChapters.reduce((a, b) => a + b, 0),
  );
});

t.test('the exclusions of both legal bases can be cited point by point', async (t) => {
  for (let point = 1; point <= 7; point++) t.equal(resolveCitation(sources, `sol-2025-400/11:5-p${point}`).label, `SoL 11:5 p. ${point}`);
  for (let point = 1; point <= 6; point++) t.equal(resolveCitation(sources, `sou-2020-47/s.694-p${point}`).label, `SOU 2020:47 s. 694 p. ${point}`);
  t.equal(resolveCitation(sources, 'sol-2025-400/8:4-st2').label, 'SoL 8:4 andra stycket');
});

t.test('a citation resolves to the form that the sources prescribe', async (t) => {
  const label = (c: string) => resolveCitation(sources, c).label;
  t.equal(label('skr-2022-bilaga-3/2.1'), 'SKR 2022, bilaga 3, avsnitt 2.1');
  t.equal(label('socialstyrelsen-2019/s.59'), 'Socialstyrelsen 2019, s. 59');
  t.equal(label('stockholm-2022/privata-utforare'), 'Stockholm 2022, Privata utförare');
  t.equal(label('befogenheter-2009-47/2:7'), 'lag 2009:47, 2:7');
  t.equal(label('skr-2022/tabell-7'), 'SKR 2022, tabell 7');
});

t.test('ranges resolve when both ends are known, and only then', async (t) => {
  t.equal(resolveCitation(sources, 'sou-2020-47/s.728-732').label, 'SOU 2020:47 s. 728–732');
  t.equal(resolveCitation(sources, 'sol-2025-400/5:1-2').label, 'SoL 5:1–2');
  t.throws(() => resolveCitation(sources, 'sou-2020-47/s.728-999'), SourceError);
  t.throws(() => resolveCitation(sources, 'sou-2020-47/s.732-728'), SourceError);
});

t.test('an alias leads to the place itself', async (t) => {
  t.equal(resolveCitation(sources, 'stockholm-2022/ivo').key, 'stockholm-2022/inspektionen-for-vard-och-omsorg');
});

t.test('an unknown citation says what to do', async (t) => {
  t.throws(() => resolveCitation(sources, 'sol-2025-400/11:9'), /11:5/);
  t.throws(() => resolveCitation(sources, 'sol-1980-620/1'), /okänd källa/);
  t.throws(() => resolveCitation(sources, 'SoL 11:5'), SourceError);
});

t.test('an id or an alias may not occur twice', async (t) => {
  const source = sources.all[0] as Source;
  t.throws(() => createSources([source, source]), SourceError);
  const place = { id: 'a', label: 'Källa a', heading: 'Rubrik' };
  t.throws(() => createSources([{ ...source, places: [place, { ...place, id: 'b', aliases: ['a'] }] }]), SourceError);
});

t.test('every source says what the reader must know', async (t) => {
  for (const source of sources.all) {
    t.ok(source.note.length > 20, source.id);
    for (const place of source.places) t.notMatch(place.label, /undefined|null/);
  }
});
