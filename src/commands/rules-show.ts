import { type RuleAnswer, ruleAnswer } from '../rulebook/rules/rule-answers.ts';
import { severityLabels, verdictLabels } from '../web/labels.ts';
import { printJson, readFlags, type Terminal, UsageError, write } from './command.ts';
import { fileParts } from './rules-list.ts';

/** `rules show`: one rule, by its name or its number. */
export async function rulesShow(args: string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = readFlags('rules show', args, { json: { type: 'boolean' } }, 1);
  const [name] = positionals;
  if (name === undefined) throw new UsageError('rules show: ange regelns id eller nummer. Kommandot rules list visar dem som finns.');
  const rule = await ruleAnswer(fileParts(), name);
  if (rule === undefined) throw new UsageError(`rules show: det finns ingen regel "${name.slice(0, 80)}". Kommandot rules list visar dem som finns.`);
  if (values.json) await printJson(terminal, rule);
  else await write(terminal, `${linesOf(rule).join('\n')}\n`);
  return 0;
}

function linesOf(rule: RuleAnswer): string[] {
  const told = (label: string, text: string | null): string[] => (text === null || text === '' ? [] : [`${label}: ${text}`]);
  return [
    `${rule.number}  ${rule.title} (${rule.id})`,
    ...told('Källa', rule.citations.map(({ label }) => label).join(', ')),
    ...told('Avstängd', rule.switchedOff?.motive ?? null),
    ...told('Allvarsgrad', rule.severity === null ? null : severityLabels[rule.severity]),
    ...told('Svar', rule.verdict === null ? null : verdictLabels[rule.verdict]),
    '',
    rule.text,
    '',
    ...rule.conditionsInWords,
    '',
    ...told('Skäl', rule.reason),
    ...rule.clearedBy.map((way) => `Klaras av: ${way}`),
    ...told('Att göra', rule.remedy),
    `Fall: ${rule.cases.passed} av ${rule.cases.total} rätt. Villkor prövade åt båda håll: ${rule.cases.leavesProved} av ${rule.cases.leaves}.`,
    ...rule.candidates.map(({ legalBasis, candidates }) => `Träffar ${candidates} kandidater i staden enligt ${legalBasis}, utan nuläge (${rule.date}).`),
  ];
}
