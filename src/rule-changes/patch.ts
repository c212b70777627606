import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { loadRuleset } from '../assessment/ruleset.ts';
import { type AnyRule, kindOf, type RuleCase } from '../rules/format.ts';
import { rulesFolder } from '../rules/load.ts';
import { loadCases } from '../rules/load-cases.ts';
import { kindLetters, loadRuleNumbers, type RuleNumbers, registerFile } from '../rules/rule-numbers.ts';
import type { RuleBase } from './apply.ts';
import { rewriteJson } from './json-text.ts';
import { fileOf, type Placed, placedRules } from './places.ts';
import { unifiedDiff } from './unified-diff.ts';

const object = z.record(z.string(), z.unknown());

/** The rules of each rule file, by its path from the repository's root. */
function byFile(placed: readonly Placed[]): Map<string, AnyRule[]> {
  const files = new Map<string, AnyRule[]>();
  for (const one of placed) files.set(fileOf(one), [...(files.get(fileOf(one)) ?? []), one.rule]);
  return files;
}

/**
 * A patch that makes the rule files and their cases say what these rules and cases say; '' where they do already. It is made against the
 * files of the folder, so it holds for the version of the program that made it. Only rules, their cases and the numbers of new rules are written:
 * what a law or theme is called is not changed here.
 * @throws Error where the rules lack a file that stands in the folder, or have one that does not.
 */
export function patchFor({ ruleset, cases }: RuleBase, folder = rulesFolder): string {
  const onDisk = { rules: byFile(placedRules(loadRuleset(folder))), cases: loadCases(join(folder, 'cases')) };
  const wanted = byFile(placedRules(ruleset));
  const strange = [...wanted.keys()].find((file) => !onDisk.rules.has(file)) ?? [...onDisk.rules.keys()].find((file) => !wanted.has(file));
  if (strange !== undefined) throw new Error(`${strange} finns bara på ena hållet`);
  const files = [...wanted].flatMap(([file, rules]) => {
    const known = new Set([...rules, ...(onDisk.rules.get(file) ?? [])].map(({ name }) => name));
    const own: RuleCase[] = cases.filter((c) => known.has(c.rule));
    return [changed(folder, file, { rules }), changed(folder, file.replace('rules/', 'rules/cases/'), { cases: own })];
  });
  const numbers = changed(folder, registerFile, withNumbers(loadRuleNumbers(folder), [...wanted.values()].flat()));
  return [...files, numbers]
    .sort((a, b) => a.file.localeCompare(b.file))
    .map(({ diff }) => diff)
    .join('');
}

/** The register with rules that it does not know last in the lists of their kinds. */
function withNumbers(numbers: RuleNumbers, rules: readonly AnyRule[]): RuleNumbers {
  const next: RuleNumbers = { L: [...numbers.L], R: [...numbers.R], S: [...numbers.S], V: [...numbers.V] };
  for (const rule of rules) {
    const list = next[kindLetters[kindOf(rule)]];
    if (!list.includes(rule.name)) list.push(rule.name);
  }
  return next;
}

/** The diff of one file, its lists made to hold these. */
function changed(folder: string, file: string, lists: Readonly<Record<string, readonly unknown[]>>): { file: string; diff: string } {
  const text = readFileSync(join(folder, '..', file), 'utf8');
  return { file, diff: unifiedDiff(file, text, rewriteJson(text, { ...object.parse(JSON.parse(text)), ...lists })) };
}
