import { fileURLToPath } from 'node:url';
import { checkGroup } from './check-group.ts';
import { checkInsats } from './check-insats.ts';
import { CatalogueError, type CatalogueFault } from './errors.ts';
import { areaFile, type CatalogueFiles, groupsFile, readCatalogueFiles } from './read-files.ts';
import type { Area, Insats, TargetGroup } from './schema.ts';

/** How many insatser SKR 2022, bilaga 3, has in each area; 409 in all. */
export const expectedCounts: Readonly<Record<Area, number>> = {
  aldre: 75,
  'barn-och-unga': 119,
  funktionshinder: 57,
  'missbruk-och-beroende': 59,
  socialpsykiatri: 53,
  'vald-i-nara-relationer': 46,
};

/** An insats for one of the target groups it serves. */
export interface Pair {
  readonly insats: Insats;
  readonly group: TargetGroup;
}

/** The whole catalogue, in the files' order; frozen. */
export interface Catalogue {
  readonly insatser: readonly Insats[];
  readonly insatsById: ReadonlyMap<string, Insats>;
  readonly groups: readonly TargetGroup[];
  readonly groupById: ReadonlyMap<string, TargetGroup>;
  readonly pairs: readonly Pair[];
}

const dataFolder = fileURLToPath(new URL('../../data/', import.meta.url));

/** Reads and checks the catalogue and the target groups in a data folder; throws one CatalogueError with every fault. */
export function loadCatalogue(dir: string = dataFolder): Catalogue {
  const files = readCatalogueFiles(dir);
  const groupById = new Map(files.groups.map((group) => [group.id, group]));
  const faults = [...files.faults, ...checkInsatser(files, groupById), ...checkGroups(files)];
  if (faults.length > 0) throw new CatalogueError(faults);
  return assemble(
    files.insatser.map((item) => item.insats),
    files.groups,
    groupById,
  );
}

function checkInsatser(files: CatalogueFiles, groupById: ReadonlyMap<string, TargetGroup>): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const fileOf = new Map<string, string>();
  for (const { file, area, insats } of files.insatser) {
    const report = (problem: string, remedy: string) => faults.push({ file, id: insats.id, problem, remedy });
    const earlier = fileOf.get(insats.id);
    if (earlier !== undefined) report(`Id finns redan i ${earlier}.`, 'Ge den ena insatsen ett annat id.');
    fileOf.set(insats.id, file);
    if (insats.area !== area) report(`Området är ${insats.area}, men filen är för ${area}.`, 'Flytta insatsen, eller rätta area.');
    for (const fault of checkInsats(insats, groupById)) report(fault.problem, fault.remedy);
  }
  for (const [area, count] of files.counts) {
    const expected = expectedCounts[area];
    if (count === expected) continue;
    faults.push({
      file: areaFile(area),
      id: null,
      problem: `Filen har ${count} insatser, men källan har ${expected}.`,
      remedy: 'Jämför med SKR 2022, bilaga 3.',
    });
  }
  return faults;
}

function checkGroups(files: CatalogueFiles): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  const seen = new Set<string>();
  const used = new Set(files.insatser.flatMap((item) => item.insats.classification.targetGroups));
  // Where a file or an insats could not be read, a group may only seem to be unused.
  const allRead = files.faults.length === 0;
  for (const group of files.groups) {
    const report = (problem: string, remedy: string) => faults.push({ file: groupsFile, id: group.id, problem, remedy });
    if (seen.has(group.id)) report('Id finns två gånger.', 'Ta bort den ena gruppen, eller ge den ett annat id.');
    seen.add(group.id);
    if (allRead && !used.has(group.id)) report('Ingen insats har målgruppen.', 'Ta bort gruppen, eller ange den för de insatser som den gäller.');
    for (const fault of checkGroup(group)) report(fault.problem, fault.remedy);
  }
  return faults;
}

function assemble(insatser: Insats[], groups: TargetGroup[], groupById: ReadonlyMap<string, TargetGroup>): Catalogue {
  const pairs = insatser.flatMap((insats) =>
    insats.classification.targetGroups.flatMap((id) => {
      const group = groupById.get(id);
      return group ? [{ insats, group }] : [];
    }),
  );
  return Object.freeze({
    insatser: deepFreeze(insatser),
    insatsById: new Map(insatser.map((insats) => [insats.id, insats])),
    groups: deepFreeze(groups),
    groupById,
    pairs: deepFreeze(pairs),
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
}
