import { join } from 'node:path';
import { RuleFilesError } from './errors.ts';
import { caseFileSchema, type RuleCase } from './format.ts';
import { entriesOf, loadRuleFiles, rulesFolder } from './load.ts';

/** All cases under rules/cases; throws `RuleFilesError` with every fault of form. */
export function loadCases(folder = join(rulesFolder, 'cases')): RuleCase[] {
  const folders = entriesOf(folder, 'rules/cases').filter((entry) => entry.isDirectory());
  const faults: RuleFilesError['faults'][number][] = [];
  const cases = folders.flatMap(({ name }) => {
    try {
      return loadRuleFiles(join(folder, name), caseFileSchema, () => true, `rules/cases/${name}`).flatMap((file) => file.content.cases);
    } catch (error) {
      if (!(error instanceof RuleFilesError)) throw error;
      faults.push(...error.faults);
      return [];
    }
  });
  if (faults.length > 0) throw new RuleFilesError(faults);
  return cases;
}
