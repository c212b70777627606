import { join } from 'node:path';
import { checkCases } from './check-cases.ts';
import { RuleFilesError } from './errors.ts';
import { type AnyRule, caseFileSchema, type RuleCase } from './format.ts';
import { entriesOf, loadRuleFiles, rulesFolder } from './load.ts';

/**
 * All cases under rules/cases. Where `rules` are given the cases are held against them too, in both directions.
 * @throws RuleFilesError with every fault.
 */
export function loadCases(folder = join(rulesFolder, 'cases'), rules?: readonly AnyRule[]): RuleCase[] {
  const folders = entriesOf(folder, 'rules/cases').filter((entry) => entry.isDirectory());
  const faults: RuleFilesError['faults'][number][] = [];
  const files = folders.flatMap(({ name }) => {
    try {
      return loadRuleFiles(join(folder, name), caseFileSchema, () => true, `rules/cases/${name}`).map(({ file, content }) => ({ file, cases: content.cases }));
    } catch (error) {
      if (!(error instanceof RuleFilesError)) throw error;
      faults.push(...error.faults);
      return [];
    }
  });
  if (faults.length === 0 && rules !== undefined) faults.push(...checkCases(files, rules));
  if (faults.length > 0) throw new RuleFilesError(faults);
  return files.flatMap(({ cases }) => cases);
}
