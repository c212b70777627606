import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { caseFileSchema, type RuleCase } from './format.ts';
import { loadRuleFiles, rulesFolder } from './load.ts';

/** All cases under rules/cases; throws `RuleFilesError` with every fault of form. */
export function loadCases(folder = join(rulesFolder, 'cases')): RuleCase[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => loadRuleFiles(join(folder, entry.name), caseFileSchema))
    .flatMap((file) => file.content.cases);
}
