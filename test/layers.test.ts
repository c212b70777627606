import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import t from 'tap';

/**
 * The order of docs/decisions/0006, lowest first. A part imports itself and the layers below its own, never one above or beside it.
 * A new folder or file directly under src must be given a place here.
 */
const layers: readonly (readonly string[])[] = [
  ['today.ts', 'startup-error.ts', 'program.ts'],
  ['json-file.ts'],
  ['config.ts', 'database', 'web'],
  ['audit'],
  ['accounts'],
  ['notices'],
  ['mail'],
  ['sources'],
  ['catalogue'],
  ['districts'],
  ['candidate'],
  ['rules'],
  ['law', 'risk'],
  ['assessment'],
  ['rulesets'],
  ['rule-changes'],
  ['questions'],
  ['files'],
  ['current-state'],
  ['economy'],
  ['drafts'],
  ['documents'],
  ['proposals'],
  ['reviews'],
  ['comments'],
  ['example', 'exports', 'trail', 'retention'],
  ['operation'],
  ['rulebook', 'start', 'api'],
  ['rule-drafts'],
  ['commands'],
  ['field-errors.ts', 'prepare.ts', 'services.ts'],
  ['app.ts', 'demo.ts'],
  ['server.ts', 'cli.ts'],
];
/** The knowledge holds the ruleset and the assessment rests on the knowledge: one layer. */
const partOf = (name: string): string => (name === 'knowledge.ts' ? 'assessment' : name);

const src = fileURLToPath(new URL('../src/', import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const firstFolder = (file: string): string => partOf(file.split(sep)[0] ?? file);
const layerOf = (file: string): number => layers.findIndex((layer) => layer.includes(firstFolder(file)));

interface Import {
  to: string;
  /** Gone when the program runs. */
  typeOnly: boolean;
}

/** Everything a file imports from src, types too: a type is a dependency as much as a function is. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'(\.[^']+)'/gm)]
    .map(([, type, path = '']) => ({ to: relative(src, normalize(join(dirname(join(src, file)), path))), typeOnly: type !== undefined }))
    .filter(({ to }) => !to.startsWith('..'));
}

t.test('every part of src has its layer', async (t) => {
  t.same(
    files.filter((file) => layerOf(file) === -1),
    [],
  );
});

t.test('nothing imports upwards or sideways', async (t) => {
  const wrong = files.flatMap((file) =>
    importsOf(file)
      .filter(({ to }) => firstFolder(to) !== firstFolder(file) && layerOf(to) >= layerOf(file))
      .map(({ to }) => `${file} imports ${to}`),
  );
  t.same(wrong, []);
  t.ok(files.flatMap(importsOf).length > 300, 'the imports are found');
});

t.test('no file needs itself to be loaded', async (t) => {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' > '));
    if (done.has(file) || path.includes(file)) return;
    for (const { to, typeOnly } of importsOf(file)) if (!typeOnly) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  t.same(cycles, []);
});
