import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { sv } from 'zod/locales';
import { errorCode } from '../startup-error.ts';
import { type RuleFault, RuleFilesError } from './errors.ts';

/** The folder of rule files in the repository. */
export const rulesFolder = fileURLToPath(new URL('../../rules/', import.meta.url));

export interface RuleFile<T> {
  file: string;
  content: T;
}

export const swedish = { error: sv().localeError };
const named = z.object({ id: z.string() });

/** A union says only that nothing fitted; the reading that got furthest into the file says what is wrong, and where. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const within = issue.errors.flat().map((inner) => deepest({ ...inner, path: [...issue.path, ...inner.path] }));
  return within.reduce((best, inner) => (inner.path.length > best.path.length ? inner : best), issue);
}

const object = z.record(z.string(), z.unknown());
const text = z.string().min(1);

/** What people know a part of a file by: the name of the innermost rule that it is in, or the rule and name of the case; null where it is in none. */
function nameAt(content: unknown, [key, ...rest]: readonly PropertyKey[]): string | null {
  if (key === undefined) return null;
  const own = object.safeParse(content).data;
  const inner = nameAt(Array.isArray(content) ? content[Number(key)] : own?.[String(key)], rest);
  const [rule, name] = [text.safeParse(own?.rule).data, text.safeParse(own?.name).data];
  return inner ?? (rule === undefined ? name : name === undefined ? rule : `${rule}: ”${name}”`) ?? null;
}

/** Where a fault of form stands: "capacity-queue (rules.3.event.params.title)". */
function placeAt(content: unknown, path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'hela filen';
  const name = nameAt(content, path);
  return name === null ? path.join('.') : `${name} (${path.join('.')})`;
}

/** What is wrong with the form of rules, one fault for each place. @param content what was read, so that the rule can be named. */
export function formFaults(file: string, { issues }: z.ZodError, content: unknown): RuleFault[] {
  return issues.map(deepest).map((issue) => ({
    file,
    place: placeAt(content, issue.path),
    problem: `${issue.message}.`,
    remedy: 'Formatet står i src/rules/format.ts.',
  }));
}

/** Parses one rule file; `file` is its name as shown to people. */
function parseFile<S extends z.ZodType>(path: string, file: string, schema: S): { content: z.infer<S> } | { faults: RuleFault[] } {
  const whole = (problem: string, remedy: string): { faults: RuleFault[] } => ({ faults: [{ file, place: 'hela filen', problem, remedy }] });
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return whole(`Filen går inte att läsa som JSON (${errorCode(error)}).`, 'Rätta filen.');
  }
  let result: z.ZodSafeParseResult<z.infer<S>>;
  try {
    result = schema.safeParse(json, swedish);
  } catch (error) {
    if (error instanceof RangeError) return whole('Villkoren ligger för djupt i varandra.', 'Skriv färre nivåer av all, any och not.');
    throw error;
  }
  if (!result.success) {
    return { faults: formFaults(file, result.error, json) };
  }
  const id = named.safeParse(json).data?.id;
  if (id !== undefined && id !== basename(file, '.json')) return whole(`Filens id är "${id}".`, 'Ge filen och dess id samma namn.');
  return { content: result.data };
}

/** What a folder of rule files holds; `file` is its name as shown to people. */
export function entriesOf(folder: string, file: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new RuleFilesError([{ file, place: 'hela mappen', problem: `Mappen går inte att läsa (${errorCode(error)}).`, remedy: 'Lägg tillbaka den.' }]);
  }
}

/** Reads and parses every .json file of a folder under rules/, in name order; `shown` is the folder's name in faults. Throws `RuleFilesError` with all of them. */
export function loadRuleFiles<S extends z.ZodType>(
  folder: string,
  schema: S,
  filter: (name: string) => boolean = () => true,
  shown = `rules/${basename(folder)}`,
): RuleFile<z.infer<S>>[] {
  const names = entriesOf(folder, shown)
    .map(({ name }) => name)
    .filter((name) => name.endsWith('.json') && filter(name))
    .sort();
  const faults: RuleFault[] = [];
  const files: RuleFile<z.infer<S>>[] = [];
  for (const name of names) {
    const file = `${shown}/${name}`;
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
