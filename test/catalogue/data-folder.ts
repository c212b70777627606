import { readFileSync } from 'node:fs';
import { type Area, areas } from '../../src/catalogue/schema.ts';

export type Json = Record<string, unknown>;
export type Folder = { groups: Json[]; areas: Record<Area, Json[]> };

const read = (path: string): Json[] => JSON.parse(readFileSync(new URL(`../../data/${path}`, import.meta.url), 'utf8'));

/** The repository's own data, as plain objects that a test may spoil. */
export function dataFolder(): Folder {
  const ids = Object.keys(areas) as Area[];
  return { groups: read('target-groups.json'), areas: Object.fromEntries(ids.map((id) => [id, read(`catalogue/${id}.json`)])) as Record<Area, Json[]> };
}

/** The same folder as a fixture for tap's testdir. */
export function asFixture(folder: Folder) {
  const catalogue = Object.fromEntries(Object.entries(folder.areas).map(([id, items]) => [`${id}.json`, JSON.stringify(items)]));
  return { 'target-groups.json': JSON.stringify(folder.groups), catalogue };
}
