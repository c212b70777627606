import { type DesignFieldName, designFields } from '../candidate/design-fields.ts';
import { type AnswerTexts, conditionTexts } from './condition-texts.ts';
import { type ResidentAmount, type ResidentAnswers, type ResidentList, type ResidentTopic, residentTexts } from './resident-texts.ts';

/** A villkor in a resident's words. */
export interface ResidentTerm {
  topic: ResidentTopic;
  text: string;
}

const isField = (field: string): field is DesignFieldName => Object.hasOwn(residentTexts, field);
const isAmount = (texts: ResidentAnswers): texts is ResidentAmount => 'number' in texts && typeof texts.number === 'function';
const isList = (texts: ResidentAnswers): texts is ResidentList => 'all' in texts && typeof texts.all === 'function';

/** The ceiling's kind and amount are one sentence in the villkor (`conditions.ts`), and in the resident's words too. */
const ceilings: readonly [RegExp, (n: string) => string][] = [
  [/^Insatsen omfattar högst (\d+) tillfällen\.$/, (n) => `Du kan få hjälpen högst ${n} gånger.`],
  [/^Insatsen omfattar högst (\d+) timmar per månad\.$/, (n) => `Du kan få hjälpen högst ${n} timmar i månaden.`],
];

/** The number of a villkor: the one that gives the same words. */
function numberOf(field: DesignFieldName, texts: AnswerTexts, text: string): number | undefined {
  const design = designFields[field];
  if (design.type !== 'integer' || !('number' in texts) || typeof texts.number !== 'function') return undefined;
  for (let n: number = design.min; n <= design.max; n += 1) if (texts.number(n) === text) return n;
  return undefined;
}

/** The labels of a list villkor: what stands between its first and its last words. */
function labelsOf(texts: AnswerTexts, text: string): string | undefined {
  if (!('all' in texts) || typeof texts.all !== 'function') return undefined;
  const [start = '', end = ''] = texts.all('\u0000').split('\u0000');
  return text.startsWith(start) && text.endsWith(end) ? text.slice(start.length, text.length - end.length) : undefined;
}

/** The answer whose villkor has these words. */
const answerOf = (texts: AnswerTexts, text: string): string | undefined =>
  Object.entries(texts).find(([, words]) => words === text || (typeof words === 'object' && words.text === text))?.[0];

function residentWords(field: DesignFieldName, text: string): string | undefined {
  const own: ResidentAnswers = residentTexts[field].texts;
  const official: AnswerTexts = conditionTexts[field];
  for (const [pattern, write] of field === 'ceilingKind' ? ceilings : []) {
    const n = pattern.exec(text)?.[1];
    if (n !== undefined) return write(n);
  }
  const answer = answerOf(official, text);
  if (isAmount(own)) {
    const n = numberOf(field, official, text);
    return n === undefined ? answer && own.none : own.number(n);
  }
  if (isList(own)) {
    const labels = labelsOf(official, text);
    return labels === undefined ? answer && own.empty : own.all(labels);
  }
  return answer === undefined ? undefined : own[answer];
}

/**
 * A villkor as the draft has it, in a resident's words; undefined where its words are none that are known, as in a draft whose
 * villkor were worded otherwise.
 */
export function residentTerm({ field, text }: { field: string; text: string }): ResidentTerm | undefined {
  const words = isField(field) ? residentWords(field, text) : undefined;
  return words === undefined || !isField(field) ? undefined : { topic: residentTexts[field].topic, text: words };
}

const order: readonly string[] = Object.keys(residentTexts);
/** Puts villkor in the order in which a resident reads them. */
export const byResidentOrder = (a: { field: string }, b: { field: string }): number => order.indexOf(a.field) - order.indexOf(b.field);
