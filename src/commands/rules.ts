import type { Ruleset } from '../assessment/ruleset.ts';
import { loadRuleset } from '../assessment/ruleset.ts';
import { type CaseReport, runCases } from '../rules/cases.ts';
import type { AnyRule } from '../rules/format.ts';
import { loadCases } from '../rules/load-cases.ts';
import { type Command, printJson, readFlags, type Terminal, UsageError, write } from './command.ts';
import { rulesList } from './rules-list.ts';
import { rulesShow } from './rules-show.ts';

export const rulesCommand: Command = {
  name: 'rules',
  usage: 'rules [list] [--theme T] [--source K] [--place 14:5] … [--json] | rules show REGEL [--json] | rules check [--json]',
  summary: 'Listar reglerna, visar en av dem, eller kör deras fall och visar täckningen.',
  details:
    'rules list tar --q, --kind, --theme, --severity, --reviewer, --source, --place, --insats och --target-group, var för sig eller tillsammans. rules check avslutar med 1 om ett fall slår fel eller om någon regel eller något villkor inte prövas från båda håll.',
  async run(args, terminal) {
    const [first] = args;
    if (first === undefined || first === 'list' || (first.startsWith('-') && !args.includes('check')))
      return rulesList(first === 'list' ? args.slice(1) : args, terminal);
    if (first === 'show') return rulesShow(args.slice(1), terminal);
    const { values, positionals } = readFlags('rules', args, { json: { type: 'boolean' } }, 1);
    const [action = ''] = positionals;
    if (action === 'check') return check(terminal, values.json ?? false);
    throw new UsageError(`rules: okänt "${action.slice(0, 40)}". Skriv rules list, rules show eller rules check.`);
  },
};

/** Every rule of the ruleset, in the order of the files. */
export function allRules({ laws, themes, signals, pathway }: Ruleset): AnyRule[] {
  return [...laws.flatMap((l) => l.rules), ...themes.flatMap((t) => t.rules), ...signals, ...pathway];
}

async function check(terminal: Terminal, json: boolean): Promise<number> {
  const report = runCases(allRules(loadRuleset()), loadCases());
  const ok = isComplete(report);
  if (json) {
    await printJson(terminal, { ok, ...report });
    return ok ? 0 : 1;
  }
  const failed = report.results.filter((r) => !r.passed);
  const lines = [
    ...report.faults.map((fault) => `FEL  ${fault}`),
    ...failed.map((r) => `FEL  ${r.case.rule}: "${r.case.name}" skulle ${r.case.fires ? '' : 'inte '}slå till`),
    ...report.rules.filter((r) => !r.fires || !r.doesNot).map((r) => `LUCKA  ${r.rule}: saknar ett fall som ${r.fires ? 'inte slår till' : 'slår till'}`),
    ...report.leaves
      .filter((l) => !l.heldDecisively || !l.failedDecisively)
      .map((l) => `LUCKA  ${l.rule}, ${l.path} (${l.fact}): saknar ett fall där villkoret ${l.heldDecisively ? 'inte ' : ''}är uppfyllt och avgör`),
    `${report.results.length} fall, ${failed.length} fel`,
    `Regler med fall åt båda håll: ${percent(report.ruleCoverage)} av ${report.rules.length}`,
    `Villkor prövade åt båda håll: ${percent(report.leafCoverage)} av ${report.leaves.length}`,
  ];
  await write(terminal, `${lines.join('\n')}\n`);
  return ok ? 0 : 1;
}

export function isComplete(report: CaseReport): boolean {
  return report.faults.length === 0 && report.results.every((r) => r.passed) && report.ruleCoverage === 1 && report.leafCoverage === 1;
}

/** Rounded down, so that 100 % is only printed when nothing is missing. */
function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`;
}
