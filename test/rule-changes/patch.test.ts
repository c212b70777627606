import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { z } from 'zod';
import { loadRuleset } from '../../src/assessment/ruleset.ts';
import { applyChange } from '../../src/rule-changes/apply.ts';
import { diffCases } from '../../src/rule-changes/diff.ts';
import { rewriteJson } from '../../src/rule-changes/json-text.ts';
import { parseOperations } from '../../src/rule-changes/operations.ts';
import { patchFor } from '../../src/rule-changes/patch.ts';
import { rulesFolder } from '../../src/rules/load.ts';
import { loadCases } from '../../src/rules/load-cases.ts';
import { loadSources } from '../../src/sources/sources.ts';

t.test('git applies the patch, and the files then say the same rules and cases', async (t) => {
  const base = { ruleset: loadRuleset(), cases: loadCases() };
  t.equal(patchFor(base), '', 'rules that are those of the files need no patch');
  const [first] = base.cases.filter((c) => c.rule === 'child-protection-report-routine');
  const parsed = parseOperations({
    operations: [
      { type: 'set-severity', rule: 'fee-not-on-list', severity: 'high' },
      { type: 'switch-off', rule: 'fee-treatment', motive: 'Prövas på nytt av en jurist.' },
      { type: 'set-citations', rule: 'fee-upkeep-only', remove: ['sof-2025-468/17:2'] },
      { type: 'set-leaf', rule: 'fee-upkeep-only', path: 'all.2.all.2', operator: 'in', value: ['none'] },
      { type: 'set-validity', rule: 'sol-familjehem', validTo: '2030-12-31' },
      { type: 'set-texts', rule: 'vag-oklart', message: 'Lagens svar är oklart, ”tills vidare”.' },
      { type: 'remove-case', rule: 'child-protection-report-routine', name: first?.name },
      {
        type: 'add-case',
        rule: 'sol-familjehem',
        name: 'Familjehem för en hemlös',
        given: { 'insats.kind': 'familjehem', 'group.homeless': true },
        fires: true,
      },
      {
        type: 'add-rule',
        name: 'en-ny-ground',
        template: {
          id: 'law-ground',
          legalBasis: 'sou-2020-47',
          kinds: ['radgivning', 'hvb'],
          verdict: 'allowed',
          title: 'Rådgivning',
          message: 'Rådgivning får ges utan prövning.',
          citations: ['sou-2020-47/s.694'],
        },
      },
      { type: 'add-case', rule: 'en-ny-ground', name: 'Rådgivning till en vuxen', given: { 'insats.kind': 'radgivning' }, fires: true },
    ],
  });
  if ('faults' in parsed) return void t.fail(JSON.stringify(parsed.faults));
  const result = applyChange(base, parsed.operations, loadSources());
  if (!result.ok) return void t.fail(JSON.stringify(result.faults));
  const patch = patchFor(result.after);
  const folder = t.testdir();
  cpSync(rulesFolder, join(folder, 'rules'), { recursive: true });
  const register = 'data/rule-numbers.json';
  cpSync(join(rulesFolder, '..', register), join(folder, register));
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, input: patch, stdio: 'pipe', env: { ...process.env, GIT_CEILING_DIRECTORIES: join(folder, '..') } });
  git('init', '-q');
  git('apply', '--check', '-');
  git('apply', '-');
  t.equal(loadRuleset(`${folder}/rules/`).hash, result.after.ruleset.hash);
  t.same(diffCases(result.after.cases, loadCases(join(folder, 'rules', 'cases'))), []);
  const numbers = (root: string): unknown => JSON.parse(readFileSync(join(root, register), 'utf8'));
  const before = z.record(z.string(), z.array(z.string())).parse(numbers(join(rulesFolder, '..')));
  t.same(numbers(folder), { ...before, L: [...(before.L ?? []), 'en-ny-ground'] }, 'the new rule gets the next number of its kind, and none is moved');
  const lines = patch.split('\n').filter((line) => /^[-+][^-+]/.test(line));
  t.ok(lines.length < 90, `only what changed is in the patch: ${lines.length} lines`);
});

t.test('a text made to hold a value holds it, whatever it was before', async (t) => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(0, 1, 2), (before, after, indent) => {
      // A JSON text has no minus zero.
      const wanted: unknown = JSON.parse(JSON.stringify(after));
      return JSON.stringify(sorted(JSON.parse(rewriteJson(JSON.stringify(before, null, indent), wanted)))) === JSON.stringify(sorted(wanted));
    }),
    { numRuns: 300 },
  );
  const text = '{ "a": [1,2],\n\t"b":  {"c": true} }\n';
  t.equal(rewriteJson(text, { b: { c: true }, a: [1, 2] }), text, 'the same value leaves every letter');
  t.equal(rewriteJson(text, { a: [1, 3], b: { c: true } }), '{ "a": [1,3],\n\t"b":  {"c": true} }\n');
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .map(([key, inner]): [string, unknown] => [key, sorted(inner)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
