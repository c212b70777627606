import { ruleList } from '../api/shapes.ts';
import { createAssessor } from '../assessment/assess.ts';
import { loadKnowledge } from '../knowledge.ts';
import { filteredRules, type RuleAnswerParts } from '../rulebook/rules/rule-answers.ts';
import { cityFigures } from '../rulebook/rules/touched.ts';
import { loadCases } from '../rules/load-cases.ts';
import { today } from '../today.ts';
import { InputError } from '../web/input.ts';
import { printJson, readFlags, type Terminal, UsageError, write } from './command.ts';

const string = { type: 'string' } as const;
const boolean = { type: 'boolean' } as const;
const texts = { q: string, kind: string, theme: string, severity: string, reviewer: string, source: string, place: string, insats: string } as const;
const flags = { json: boolean, ...texts, 'target-group': string } as const;

/** What the commands about rules answer from: the rule files, and no district's nuläge. */
export function fileParts(): RuleAnswerParts {
  const knowledge = loadKnowledge();
  return { knowledge, cases: loadCases, today, figures: async () => cityFigures(createAssessor(knowledge), today()) };
}

/** `rules list`: every rule, or those that the flags leave. */
export async function rulesList(args: string[], terminal: Terminal): Promise<number> {
  const { values } = readFlags('rules list', args, flags);
  const { json, 'target-group': targetGroup, ...filter } = values;
  const parts = fileParts();
  const left = await filteredRules(parts, { ...filter, targetGroup }).catch((error: unknown) => {
    if (error instanceof InputError) throw new UsageError(`rules list: ${error.message}`);
    throw error;
  });
  const rules = ruleList(parts.knowledge).filter(({ id }) => left.has(id));
  if (json) await printJson(terminal, rules);
  else await write(terminal, rules.map((r) => `${r.id}\t${r.severity ?? r.kind}\t${r.title}${r.switchedOff === undefined ? '' : ' (avstängd)'}\n`).join(''));
  return 0;
}
