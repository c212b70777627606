import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { type RuleFault, RuleFilesError } from './errors.ts';

/** The folder of rule files in the repository. */
export const rulesFolder = fileURLToPath(new URL('../../rules/', import.meta.url));

export interface RuleFile<T> {
  file: string;
  content: T;
}

function parseFile<S extends z.ZodType>(path: string, file: string, schema: S): { content: z.infer<S> } | { faults: RuleFault[] } {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return {
      faults: [
        {
          file,
          place: 'hela filen',
          problem: `Filen går inte att läsa som JSON (${error instanceof Error ? error.message : String(error)}).`,
          remedy: 'Rätta filen.',
        },
      ],
    };
  }
  const result = schema.safeParse(json);
  if (result.success) return { content: result.data };
  return {
    faults: result.error.issues.map((issue) => ({
      file,
      place: issue.path.length === 0 ? 'hela filen' : issue.path.join('.'),
      problem: `${issue.message}.`,
      remedy: 'Formatet står i src/rules/format.ts.',
    })),
  };
}

/** Reads and parses every .json file of a folder under rules/, in name order; throws `RuleFilesError` with all faults. */
export function loadRuleFiles<S extends z.ZodType>(folder: string, schema: S, filter: (name: string) => boolean = () => true): RuleFile<z.infer<S>>[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json') && filter(name))
    .sort();
  const faults: RuleFault[] = [];
  const files: RuleFile<z.infer<S>>[] = [];
  for (const name of names) {
    const file = `rules/${basename(folder)}/${name}`;
    const parsed = parseFile(join(folder, name), file, schema);
    if ('faults' in parsed) faults.push(...parsed.faults);
    else files.push({ file, content: parsed.content });
  }
  if (faults.length > 0) throw new RuleFilesError(faults);
  return files;
}

/** Hash of whatever decides an answer; 16 hexadecimal digits are enough to tell rulesets apart and short enough to print. */
export function contentHash(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}
