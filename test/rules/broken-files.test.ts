import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { z } from 'zod';
import { everyRule, loadRuleset } from '../../src/assessment/ruleset.ts';
import { RuleFilesError } from '../../src/rules/errors.ts';
import { rulesFolder } from '../../src/rules/load.ts';
import { loadCases } from '../../src/rules/load-cases.ts';

const risk = 'risk/capacity.json';
const law = 'law/sol-2025-400.json';
const leaf = { fact: 'insats.treatment', operator: 'equal', value: true };

const pathway = 'pathway/pathway.json';
const ruleFile = z.looseObject({ rules: z.array(z.looseObject({ name: z.string() })) });
const without = (at: number) => (file: string) => {
  const content = ruleFile.parse(JSON.parse(file));
  return JSON.stringify({ ...content, rules: content.rules.toSpliced(at, 1) });
};
const twice = (file: string) => {
  const content = ruleFile.parse(JSON.parse(file));
  return JSON.stringify({ ...content, rules: [...content.rules, { ...content.rules[0], name: 'copy' }] });
};
/** Puts a condition first in the first rule's group of conditions. */
const condition = (text: string) => (file: string) => file.replace(/("conditions"\s*:\s*\{\s*"all"\s*:\s*\[)/, `$1${text},`);
const withLeaf = (change: object) => condition(JSON.stringify({ ...leaf, ...change }));
const put = (name: string, value: unknown) => (file: string) =>
  file.replace(new RegExp(`"${name}"\\s*:\\s*("[^"]*"|\\[[^\\]]*\\])`), `"${name}": ${JSON.stringify(value)}`);

const faults: readonly [string, string, (file: string) => string, RegExp][] = [
  ['half a file', risk, (file) => file.slice(0, 400), /hela filen/],
  ['an empty file', risk, () => '', /hela filen/],
  ['a list', risk, () => '[]', /hela filen/],
  ['null', law, () => 'null', /hela filen/],
  ['no condition at all', risk, condition('null'), /rules\.0\.conditions\.all\.0/],
  ['an operator that the engine lacks', risk, withLeaf({ operator: 'matches' }), /rules\.0\.conditions\.all\.0\.operator/],
  ['an endless number', risk, condition('{"fact":"group.ageMin","operator":"lessThan","value":1e999}'), /rules\.0\.conditions\.all\.0\.value/],
  ['an empty list', risk, withLeaf({ operator: 'in', value: [] }), /rules\.0\.conditions\.all\.0/],
  ['conditions without bottom', risk, condition(`${'{"not":'.repeat(20_000)}${JSON.stringify(leaf)}${'}'.repeat(20_000)}`), /hela filen/],
  ['a fact that every object has', risk, withLeaf({ fact: 'constructor' }), /all\.0/],
  ['the prototype for a fact', risk, withLeaf({ fact: '__proto__' }), /all\.0/],
  ['a source without its place', risk, put('citations', ['sol-2025-400']), /rules\.0\.event\.params\.citations\.0/],
  ['a day that never comes', law, put('appliesFrom', '2026-02-30'), /appliesFrom/],
  ['a pathway table with a gap', pathway, without(-1), /hela filen/],
  ['a text that is too short', risk, put('message', 'Kort'), /^capacity-\S+ \(rules\.0\.event\.params\.message\)$/],
  ['a pathway table with two answers', pathway, twice, /, copy/],
  ['a pathway table that ends', pathway, (file) => file.replaceAll('"conditions":', '"validTo":"2026-12-31","conditions":'), /hela filen/],
  ['another id than the file’s', law, put('id', 'annan'), /hela filen/],
  ['nothing that clears a flag', risk, put('clearedBy', []), /capacity-/],
  ['a clearing that changes nothing', risk, (file) => file.replace(/"set"\s*:\s*\{[^}]*\}/, '"set":{}'), /rules\.0\.event\.params\.clearedBy\.0\.set/],
];

/** The repository's rules in a folder of their own, with one file changed. */
function rulesAfter(t: Test, file: string, change: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'insatsplan-rules-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  cpSync(rulesFolder, folder, { recursive: true });
  const path = join(folder, file);
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  t.not(after, before, 'the fault is in place');
  writeFileSync(path, after);
  return `${folder}/`;
}

for (const [name, file, change, place] of faults) {
  t.test(`${name} stops the start with file, place and remedy`, async (t) => {
    const folder = rulesAfter(t, file, change);
    try {
      loadRuleset(folder);
      t.fail('the rules were accepted');
    } catch (error) {
      if (!(error instanceof RuleFilesError)) throw error;
      const [fault] = error.faults;
      t.equal(fault?.file, `rules/${file}`);
      t.match(fault?.place, place);
      t.match(fault?.problem, /\S/);
      t.match(fault?.remedy, /\S/);
    }
  });
}

t.test('cases that are broken are all told of at once, each by its own file', (t) => {
  const folder = rulesAfter(t, 'cases/risk/capacity.json', () => '{');
  writeFileSync(join(folder, 'cases/law/sol-2025-400.json'), '[]');
  try {
    loadCases(join(folder, 'cases'));
    t.fail('the cases were accepted');
  } catch (error) {
    if (!(error instanceof RuleFilesError)) throw error;
    t.same(error.faults.map(({ file }) => file).sort(), ['rules/cases/law/sol-2025-400.json', 'rules/cases/risk/capacity.json']);
  }
  t.end();
});

t.test('a pathway table with a gap or an overlap says which file to mend, and how', async (t) => {
  for (const [change, remedy] of [
    [without(-1), /lägg till.*rules\/pathway\/pathway\.json/i],
    [twice, /ta bort|snäva/i],
  ] as const) {
    try {
      loadRuleset(rulesAfter(t, pathway, change));
      t.fail('the rules were accepted');
    } catch (error) {
      if (!(error instanceof RuleFilesError)) throw error;
      t.match(error.faults[0]?.remedy, remedy);
    }
  }
});

t.test('cases and rules are held against each other in both directions', async (t) => {
  const rules = everyRule(loadRuleset());
  const caseFile = z.looseObject({ cases: z.array(z.looseObject({ rule: z.string(), name: z.string() })) });
  const cases = (change: (cases: z.infer<typeof caseFile>['cases']) => unknown[]) => (file: string) =>
    JSON.stringify({ cases: change(caseFile.parse(JSON.parse(file)).cases) });
  const first = (change: object) => cases(([one, ...rest]) => [{ ...one, ...change }, ...rest]);
  const broken: readonly [string, (file: string) => string, RegExp, RegExp][] = [
    ['a rule that is not there', first({ rule: 'capacity-ingen-sadan' }), /^capacity-ingen-sadan: ”/, /capacity-ingen-sadan/],
    ['a fact that is not there', first({ given: { 'insats.moon': true } }), /^capacity-\S+: ”/, /insats\.moon/],
    ['a value that the fact cannot have', first({ given: { 'insats.kind': 'moped' } }), /^capacity-\S+: ”/, /moped/],
    ['the same name twice', cases(([one, ...rest]) => [one, one, ...rest]), /^capacity-\S+: ”/, /två/],
    ['a rule without a case', cases((all) => all.filter(({ rule }) => rule !== all[0]?.rule)), /^capacity-/, /inget fall/],
  ];
  for (const [name, change, place, problem] of broken) {
    try {
      loadCases(join(rulesAfter(t, 'cases/risk/capacity.json', change), 'cases'), rules);
      t.fail(`accepted: ${name}`);
    } catch (error) {
      if (!(error instanceof RuleFilesError)) throw error;
      t.match(error.faults, [{ file: /^rules\/cases/, place, problem, remedy: /\S/ }], name);
      t.equal(error.faults.length, 1, name);
    }
  }
});

t.test('a folder that is gone stops the start, by its own name', async (t) => {
  const folder = rulesAfter(t, risk, (text) => `${text} `);
  rmSync(join(folder, 'pathway'), { recursive: true });
  try {
    loadRuleset(folder);
    t.fail('the rules were accepted');
  } catch (error) {
    if (!(error instanceof RuleFilesError)) throw error;
    t.equal(error.faults[0]?.file, 'rules/pathway');
  }
});
