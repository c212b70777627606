import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { z } from 'zod';
import { indicatorText, loadIndicators } from '../../src/catalogue/indicators.ts';
import type { SupportFile } from '../../src/catalogue/support.ts';
import { createSupport, loadSupport, SupportError, supportCitations } from '../../src/catalogue/support-load.ts';
import { resolveCitation } from '../../src/sources/resolve-citation.ts';
import { loadSources } from '../../src/sources/sources.ts';

const folder = new URL('../../data/catalogue/', import.meta.url);
const row = z.object({ id: z.string(), area: z.string(), section: z.string(), subcategory: z.string().nullable() });
const catalogue = readdirSync(folder).flatMap((name) => z.array(row).parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8'))));
const ids = catalogue.map((i) => i.id);
const support = loadSupport(ids);
const sources = loadSources();

t.test('every citation is in the source register', async (t) => {
  for (const citation of supportCitations(support.file)) t.ok(resolveCitation(sources, citation).label);
  for (const { citation } of loadIndicators()) t.ok(resolveCitation(sources, citation).label);
});

t.test('the county shares are those of the survey, and leave room for the rest', async (t) => {
  for (const area of support.file.areas) t.ok(area.countyPrivateShare + area.countyBothShare < 100, area.area);
  t.match(support.forArea('aldre'), { countyPrivateShare: 8, countyBothShare: 49, countyWithoutDecisionShare: 50, wish: null });
  t.match(support.forArea('funktionshinder'), { countyPrivateShare: 16, countyBothShare: 42, wish: { yes: 92, unknown: 8, no: 0 } });
});

t.test('no wish is shown for äldre, which the city did not ask about', async (t) => {
  for (const insats of catalogue.filter((i) => i.area === 'aldre')) {
    const found = support.forInsats(insats.id);
    t.notOk(found?.wishDistricts ?? found?.wishCategoryShare, insats.id);
  }
});

t.test('a category that the city asked about gives the same share to all its insatser', async (t) => {
  const shares = new Map<string, Set<number | null>>();
  for (const insats of catalogue) {
    const key = `${insats.section} ${insats.subcategory}`;
    shares.set(key, (shares.get(key) ?? new Set()).add(support.forInsats(insats.id)?.wishCategoryShare ?? null));
  }
  for (const [key, values] of shares) t.equal(values.size, 1, key);
});

t.test('an insats that no source speaks of has no row', async (t) => {
  t.equal(support.forInsats('aldre-tillsyn'), undefined);
  t.equal(support.forInsats('toString'), undefined);
});

t.test('a file that does not fit the catalogue is refused', async (t) => {
  const { file } = support;
  const first = file.insatser[0] as SupportFile['insatser'][number];
  const bad = (over: Partial<SupportFile>) => () => createSupport({ ...file, ...over }, ids);
  t.throws(
    () =>
      createSupport(
        file,
        ids.filter((id) => id !== first.insats),
      ),
    SupportError,
  );
  t.throws(bad({ insatser: [first, first] }), SupportError);
  t.throws(bad({ insatser: [{ ...first, openToday: 'finns-inte' }] }), SupportError);
  t.throws(bad({ insatser: [{ ...first, evidence: 'finns-inte' }] }), SupportError);
  t.throws(bad({ insatser: [{ insats: first.insats, openToday: null, wishDistricts: null, wishCategoryShare: null, evidence: null }] }), SupportError);
  t.throws(bad({ areas: file.areas.map(() => file.areas[0] as SupportFile['areas'][number]) }), SupportError);
  t.throws(bad({ openToday: [...file.openToday, file.openToday[0] as SupportFile['openToday'][number]] }), SupportError);
});

t.test('an indicator is shown in Swedish form, with its span', async (t) => {
  const indicators = loadIndicators();
  const text = (id: string) => indicators.filter((i) => i.id === id).map(indicatorText)[0];
  t.equal(text('uppfoljning-missbruk'), '6–10 procent');
  t.equal(text('kostnad-oppna-insatser-barn'), '2,3 miljarder kronor');
  t.equal(text('barn-med-behovsprovad-oppenvard'), '32 550 personer');
});
