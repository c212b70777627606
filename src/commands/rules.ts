import { ruleList } from '../api/shapes.ts';
import type { Ruleset } from '../assessment/ruleset.ts';
import { loadRuleset } from '../assessment/ruleset.ts';
import { loadKnowledge } from '../knowledge.ts';
import { type CaseReport, runCases } from '../rules/cases.ts';
import type { AnyRule } from '../rules/format.ts';
import { loadCases } from '../rules/load-cases.ts';
import { type Command, printJson, readFlags, type Terminal, UsageError, write } from './command.ts';

export const rulesCommand: Command = {
  name: 'rules',
  usage: 'rules [list] [--json] | rules check [--json]',
  summary: 'Listar reglerna, eller kör deras fall och visar täckningen.',
  details:
    'Reglerna är regelfilernas, utan det som har publicerats i en databas. rules check avslutar med 1 om ett fall slår fel eller om någon regel eller något villkor inte prövas från båda håll.',
  async run(args, terminal) {
    const { values, positionals } = readFlags('rules', args, { json: { type: 'boolean' } }, 1);
    const [action = 'list'] = positionals;
    if (action === 'list') return list(terminal, values.json ?? false);
    if (action === 'check') return check(terminal, values.json ?? false);
    throw new UsageError(`rules: okänt "${action.slice(0, 40)}". Skriv rules list eller rules check.`);
  },
};

async function list(terminal: Terminal, json: boolean): Promise<number> {
  const rules = ruleList(loadKnowledge());
  if (json) await printJson(terminal, rules);
  else await write(terminal, rules.map((r) => `${r.id}\t${r.severity ?? r.kind}\t${r.title}\n`).join(''));
  return 0;
}

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
