import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { CatalogueError, type CatalogueFault } from '../../src/catalogue/errors.ts';
import { loadCatalogue } from '../../src/catalogue/load.ts';
import { asFixture, dataFolder, type Folder, type Json } from './data-folder.ts';

/** Faults of the folder after a change; the folder is the repository's own data. */
function faultsAfter(t: Test, change: (folder: Folder) => void, afterwards: (dir: string) => void = () => {}): readonly CatalogueFault[] {
  const folder = dataFolder();
  change(folder);
  const dir = t.testdir(asFixture(folder));
  afterwards(dir);
  try {
    loadCatalogue(dir);
    return [];
  } catch (error) {
    if (error instanceof CatalogueError) return error.faults;
    throw error;
  }
}

/** The item with the id, and its classification or traits, for a test to spoil. */
function find(items: Json[], id: string): Json {
  const item = items.find((item) => item.id === id);
  if (!item) throw new Error(`no ${id}`);
  return item;
}
const within = (item: Json, key: string): Json => item[key] as Json;
const classification = (folder: Folder, area: keyof Folder['areas'], id: string): Json => within(find(folder.areas[area], id), 'classification');

/** One fault and no other: the wanted one. */
function onlyFault(t: Test, faults: readonly CatalogueFault[], file: string, id: string | null, problem: RegExp): void {
  t.equal(faults.length, 1, faults.map((f) => `${f.id}: ${f.problem}`).join('\n'));
  t.equal(faults[0]?.file, file);
  t.equal(faults[0]?.id, id);
  t.match(faults[0]?.problem, problem);
  t.ok(faults[0]?.remedy);
}

t.test('the repository’s own data has no fault', async (t) => {
  t.strictSame(
    faultsAfter(t, () => {}),
    [],
  );
});

t.test('the catalogue is complete, linked and cannot be changed', async (t) => {
  const { insatser, insatsById, groups, groupById, pairs } = loadCatalogue();
  t.equal(insatser.length, 409);
  t.equal(insatsById.size, 409);
  t.equal(groupById.size, groups.length);
  t.strictSame(
    pairs.map(({ insats, group }) => `${insats.id} ${group.id}`),
    insatser.flatMap((insats) => insats.classification.targetGroups.map((group) => `${insats.id} ${group}`)),
  );
  for (const { insats, group } of pairs) {
    if (insatsById.get(insats.id) !== insats || groupById.get(group.id) !== group) t.fail(`${insats.id} ${group.id} is a copy`);
  }
  t.throws(() => Object.assign(insatser[0]?.classification ?? {}, { kind: 'hvb' }));
  t.throws(() => insatser[0]?.classification.targetGroups.push('barn-0-11'));
  t.throws(() => Object.assign(pairs[0] ?? {}, { group: null }));
  t.throws(() => Object.assign(groups[0]?.traits ?? {}, { minors: 'none' }));
});

t.test('a decisive kind without a reason', async (t) => {
  for (const reason of [null, '  ']) {
    const faults = faultsAfter(t, (folder) => Object.assign(classification(folder, 'aldre', 'aldre-kontaktperson'), { reason }));
    onlyFault(t, faults, 'catalogue/aldre.json', 'aldre-kontaktperson', /skälet saknas/);
  }
});

t.test('another law is named exactly where the kind says so', async (t) => {
  const without = faultsAfter(t, (folder) => Object.assign(classification(folder, 'funktionshinder', 'funktionshinder-personligt-ombud'), { otherLaw: null }));
  onlyFault(t, without, 'catalogue/funktionshinder.json', 'funktionshinder-personligt-ombud', /ingen lag är angiven/);
  const with_ = faultsAfter(t, (folder) => Object.assign(classification(folder, 'aldre', 'aldre-hemtjanst'), { otherLaw: 'befogenheter-2009-47' }));
  onlyFault(t, with_, 'catalogue/aldre.json', 'aldre-hemtjanst', /annan lag är angiven/);
});

t.test('a target group that does not exist, and one that stands twice', async (t) => {
  const unknown = faultsAfter(t, (folder) => Object.assign(classification(folder, 'aldre', 'aldre-tillsyn'), { targetGroups: ['aldre-65-plus', 'alla'] }));
  onlyFault(t, unknown, 'catalogue/aldre.json', 'aldre-tillsyn', /Målgruppen alla finns inte/);
  const twice = faultsAfter(t, (folder) => Object.assign(classification(folder, 'aldre', 'aldre-tillsyn'), { targetGroups: ['anhoriga', 'anhoriga'] }));
  onlyFault(t, twice, 'catalogue/aldre.json', 'aldre-tillsyn', /två gånger/);
});

t.test('a target group that no insats serves, and one that is written twice', async (t) => {
  const unused = faultsAfter(t, (folder) => folder.groups.push({ ...find(folder.groups, 'unga-18-20'), id: 'unga-i-onodan' }));
  onlyFault(t, unused, 'target-groups.json', 'unga-i-onodan', /Ingen insats/);
  const twice = faultsAfter(t, (folder) => folder.groups.push(find(folder.groups, 'unga-18-20')));
  onlyFault(t, twice, 'target-groups.json', 'unga-18-20', /två gånger/);
});

t.test('a group across an age limit that decides the verdict', async (t) => {
  const across = [
    ['funktionshinder-hem-for-vard-eller-boende-hvb', 'anhoriga', /på båda sidor om 21 år/],
    ['funktionshinder-stodboende', 'familjer', /på båda sidor om 18 år/],
    ['funktionshinder-avlosning-genom-korttidsboende', 'anhoriga', /på båda sidor om 21 år/],
  ] as const;
  for (const [id, group, problem] of across) {
    const faults = faultsAfter(t, (folder) => (classification(folder, 'funktionshinder', id).targetGroups as string[]).push(group));
    onlyFault(t, faults, 'catalogue/funktionshinder.json', id, problem);
  }
  const fixing = faultsAfter(t, (folder) =>
    (classification(folder, 'aldre', 'aldre-fixarservice-fixartjanst-fixar-malte').targetGroups as string[]).push('aldre-65-plus'),
  );
  onlyFault(t, fixing, 'catalogue/aldre.json', 'aldre-fixarservice-fixartjanst-fixar-malte', /på båda sidor om 69 år/);
});

t.test('childReach and the target groups agree', async (t) => {
  const hidden = faultsAfter(t, (folder) => Object.assign(classification(folder, 'funktionshinder', 'funktionshinder-familjehem'), { childReach: 'none' }));
  onlyFault(t, hidden, 'catalogue/funktionshinder.json', 'funktionshinder-familjehem', /är barn/);
  const invented = faultsAfter(t, (folder) => Object.assign(classification(folder, 'aldre', 'aldre-tillsyn'), { childReach: 'direct' }));
  onlyFault(t, invented, 'catalogue/aldre.json', 'aldre-tillsyn', /childReach är direct/);
});

t.test('an insats that is missing, written twice, or in the wrong file', async (t) => {
  const missing = faultsAfter(t, (folder) => folder.areas.socialpsykiatri.splice(0, 1));
  onlyFault(t, missing, 'catalogue/socialpsykiatri.json', null, /52 insatser, men källan har 53/);
  const twice = faultsAfter(t, (folder) => folder.areas.aldre.splice(74, 1, folder.areas.aldre[0] ?? {}));
  onlyFault(t, twice, 'catalogue/aldre.json', 'aldre-dagverksamhet', /finns redan/);
  const moved = faultsAfter(t, (folder) => Object.assign(find(folder.areas.aldre, 'aldre-tillsyn'), { area: 'socialpsykiatri' }));
  t.equal(moved.length, 2);
  t.ok(moved.every((fault) => fault.id === 'aldre-tillsyn'));
});

t.test('traits that do not agree with the years', async (t) => {
  const traits = faultsAfter(t, (folder) => Object.assign(within(find(folder.groups, 'vuxna-21-64'), 'traits'), { age18to20: 'some' }));
  onlyFault(t, traits, 'target-groups.json', 'vuxna-21-64', /age18to20 är some/);
  const backwards = faultsAfter(t, (folder) => Object.assign(find(folder.groups, 'unga-18-20'), { ageMin: 20, ageMax: 18 }));
  onlyFault(t, backwards, 'target-groups.json', 'unga-18-20', /lägre än den lägsta/);
});

t.test('an item of the wrong shape names the field, and hides no other fault', async (t) => {
  const faults = faultsAfter(t, (folder) => {
    Object.assign(classification(folder, 'aldre', 'aldre-tillsyn'), { kind: 'tillsynen' });
    Object.assign(classification(folder, 'funktionshinder', 'funktionshinder-kontaktperson'), { reason: null });
    Object.assign(find(folder.areas.socialpsykiatri, 'socialpsykiatri-peer-support'), { extra: 1 });
  });
  t.equal(faults.length, 3);
  t.ok(faults.some((fault) => fault.id === 'aldre-tillsyn' && fault.problem.includes('classification.kind')));
  t.ok(faults.some((fault) => fault.id === 'socialpsykiatri-peer-support' && fault.problem.includes('extra')));
  t.ok(faults.some((fault) => fault.id === 'funktionshinder-kontaktperson'));
});

t.test('files that are missing, broken, not a list, badly encoded or do not belong', async (t) => {
  const nothing = () => {};
  const gone = faultsAfter(t, nothing, (dir) => rmSync(join(dir, 'catalogue/aldre.json')));
  onlyFault(t, gone, 'catalogue/aldre.json', null, /går inte att läsa/);
  const broken = faultsAfter(t, nothing, (dir) => writeFileSync(join(dir, 'catalogue/aldre.json'), '[{'));
  onlyFault(t, broken, 'catalogue/aldre.json', null, /inte giltig JSON/);
  const latin = faultsAfter(t, nothing, (dir) => writeFileSync(join(dir, 'catalogue/aldre.json'), Buffer.from('["\xe5"]', 'latin1')));
  onlyFault(t, latin, 'catalogue/aldre.json', null, /UTF-8/);
  const object = faultsAfter(t, nothing, (dir) => writeFileSync(join(dir, 'catalogue/aldre.json'), '{}'));
  onlyFault(t, object, 'catalogue/aldre.json', null, /en lista/);
  const stray = faultsAfter(t, nothing, (dir) => writeFileSync(join(dir, 'catalogue/ovrigt.json'), '[]'));
  onlyFault(t, stray, 'catalogue/ovrigt.json', null, /hör inte till/);
  t.ok(faultsAfter(t, nothing, (dir) => rmSync(join(dir, 'catalogue'), { recursive: true })).length >= 6);
});

t.test('the error lists every fault with file, id and remedy', async (t) => {
  const error = new CatalogueError([
    { file: 'catalogue/aldre.json', id: 'aldre-tillsyn', problem: 'Fel ett.', remedy: 'Gör så.' },
    { file: 'target-groups.json', id: null, problem: 'Fel två.', remedy: 'Gör sedan så.' },
  ]);
  for (const part of ['2 fel', 'catalogue/aldre.json', 'aldre-tillsyn', 'Fel ett.', 'Gör så.', 'target-groups.json', 'Gör sedan så.'])
    t.match(error.message, part);
});
