import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { sv } from 'zod/locales';
import type { CatalogueFault } from './errors.ts';
import { type Area, areas, type Insats, insatsSchema, type TargetGroup, targetGroupSchema } from './schema.ts';

export const groupsFile = 'target-groups.json';
export const areaFile = (area: string): string => `catalogue/${area}.json`;

/** An item with the file it came from. `raw` lengths count every item, also those that did not parse. */
export interface CatalogueFiles {
  insatser: { file: string; area: Area; insats: Insats }[];
  groups: TargetGroup[];
  counts: Map<Area, number>;
  faults: CatalogueFault[];
}

const areaIds = Object.keys(areas) as Area[];
const swedish = { error: sv().localeError };

/** Reads the six area files and the target groups; what cannot be read or parsed becomes a fault, so that all are shown at once. */
export function readCatalogueFiles(dir: string): CatalogueFiles {
  const files: CatalogueFiles = { insatser: [], groups: [], counts: new Map(), faults: [] };
  for (const area of areaIds) {
    const file = areaFile(area);
    const items = readList(dir, file, files.faults);
    if (items === null) continue;
    files.counts.set(area, items.length);
    for (const insats of parseItems(items, insatsSchema, file, files.faults)) files.insatser.push({ file, area, insats });
  }
  const groups = readList(dir, groupsFile, files.faults);
  if (groups !== null) files.groups = parseItems(groups, targetGroupSchema, groupsFile, files.faults);
  reportStrayFiles(dir, files.faults);
  return files;
}

function readList(dir: string, file: string, faults: CatalogueFault[]): unknown[] | null {
  const fault = (problem: string, remedy: string): null => {
    faults.push({ file, id: null, problem, remedy });
    return null;
  };
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(dir, file));
  } catch {
    return fault('Filen går inte att läsa.', 'Lägg tillbaka den, eller rätta rättigheterna till den.');
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    return fault(`Filen är inte giltig JSON i UTF-8 (${error instanceof Error ? error.message : 'okänt fel'}).`, 'Rätta filen där felet pekar.');
  }
  return Array.isArray(value) ? value : fault('Filen ska innehålla en lista.', 'Börja filen med [ och sluta med ].');
}

function parseItems<S extends z.ZodType>(items: unknown[], schema: S, file: string, faults: CatalogueFault[]): z.infer<S>[] {
  return items.flatMap((item, index) => {
    const result = schema.safeParse(item, swedish);
    if (result.success) return [result.data];
    const named = z.object({ id: z.string() }).safeParse(item);
    const id = named.success ? named.data.id : `post ${index + 1}`;
    for (const issue of result.error.issues) {
      const field = issue.path.length > 0 ? `Fältet ${issue.path.join('.')}` : 'Posten';
      faults.push({ file, id, problem: `${field} har fel form: ${issue.message}.`, remedy: 'Rätta det enligt src/catalogue/schema.ts.' });
    }
    return [];
  });
}

function reportStrayFiles(dir: string, faults: CatalogueFault[]): void {
  const known = new Set(areaIds.map((area) => `${area}.json`));
  let names: string[];
  try {
    names = readdirSync(join(dir, 'catalogue'));
  } catch {
    return; // Each missing area file is already a fault.
  }
  for (const name of names.filter((name) => name.endsWith('.json') && !known.has(name)).sort()) {
    faults.push({
      file: `catalogue/${name}`,
      id: null,
      problem: 'Filen hör inte till något av de sex verksamhetsområdena.',
      remedy: 'Ta bort filen, eller flytta dess insatser.',
    });
  }
}
