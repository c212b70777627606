import { createAssessor } from '../assessment/assess.ts';
import { areaSchema, areas } from '../catalogue/schema.ts';
import { loadKnowledge } from '../knowledge.ts';
import { answerComparison, type ComparisonAnswer } from '../rulebook/compare/answer.ts';
import { type Aspect, aspectIds, valueText } from '../rulebook/compare/flips.ts';
import { baseVersionOnly } from '../rulebook/compare/versions.ts';
import { today } from '../today.ts';
import { AppError } from '../web/errors.ts';
import { printJson, readFlags, type Terminal, UsageError, write } from './command.ts';

export const compareUsage = 'rules compare --from GRUND[@DATUM] --to GRUND[@DATUM] [--aspect verdict|pathway|stage|flags] [--area OMRÅDE] [--json]';

/** `rules compare`: what differs between two legal bases or dates under the rule files, with the rules behind. */
export async function compareCommand(args: string[], terminal: Terminal): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = readFlags('rules compare', args, { from: text, to: text, aspect: text, area: text, json: { type: 'boolean' } });
  const { from, to, aspect = 'verdict', area } = values;
  if (from === undefined || to === undefined) throw new UsageError(`rules compare: ange båda sidorna. ${compareUsage}`);
  const read = { aspect: readAspect(aspect), area: area === undefined ? undefined : readArea(area) };
  const assessor = createAssessor(loadKnowledge());
  const answer = await answerComparison({ from, to, ...read }, assessor, baseVersionOnly(assessor), today()).catch((error: unknown) => {
    throw error instanceof AppError ? new UsageError(error.faults.map(({ field, message }) => `rules compare --${field}: ${message}`).join('\n')) : error;
  });
  if (values.json) await printJson(terminal, answer);
  else await write(terminal, inWords(answer, read.aspect));
  return 0;
}

function readAspect(text: string): Aspect {
  const aspect = aspectIds.find((id) => id === text);
  if (aspect === undefined) throw new UsageError(`rules compare --aspect: "${text.slice(0, 40)}" finns inte. Välj ${aspectIds.join(', ')}.`);
  return aspect;
}

function readArea(text: string) {
  const area = areaSchema.safeParse(text);
  if (!area.success) throw new UsageError(`rules compare --area: "${text.slice(0, 40)}" finns inte. Välj ${Object.keys(areas).join(', ')}.`);
  return area.data;
}

function inWords(answer: ComparisonAnswer, aspect: Aspect): string {
  const side = ({ legalBasis, date, ruleset }: ComparisonAnswer['from']) => `${legalBasis} ${date} (regler ${ruleset})`;
  const rules = (own: ComparisonAnswer['reasons'][number]['from']['rules'], sign: string) =>
    own.map(({ rule, title, citations }) => `  ${sign} ${title} (${rule}${citations.map(({ label }) => `; ${label}`).join('')})`);
  const reasons = answer.reasons.flatMap(({ from, to, candidates }) => [
    '',
    `${valueText(aspect, from.value)} → ${valueText(aspect, to.value)}: ${candidates.length}`,
    ...rules(from.rules, '-'),
    ...rules(to.rules, '+'),
    ...candidates.map(({ insats, targetGroup }) => `    ${insats}\t${targetGroup}`),
  ]);
  const notices = [...new Set([...answer.from.notices, ...answer.to.notices])];
  return `${[`Från ${side(answer.from)}`, `Till ${side(answer.to)}`, ...notices, `${answer.flips} skillnader, ${answer.candidates} kombinationer prövade`, ...reasons].join('\n')}\n`;
}
