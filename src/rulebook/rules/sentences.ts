import { designValueText, factText } from '../../assessment/words.ts';
import { designFieldNames } from '../../candidate/design.ts';
import { type DesignFieldName, designFields, UNKNOWN } from '../../candidate/design-fields.ts';
import { type FactInfo, factTable, outcomeFacts } from '../../candidate/facts.ts';
import type { Leaf, Operator } from '../../rules/format.ts';
import { type Clauses, designAmounts, factPhrases, type Share, type Subject } from './fact-phrases.ts';

type Value = string | number | boolean;

const facts: ReadonlyMap<string, FactInfo> = new Map(Object.entries({ ...factTable, ...outcomeFacts }));
const comparisons = new Map<Operator, string>([
  ['lessThan', 'under'],
  ['lessThanInclusive', 'högst'],
  ['greaterThan', 'över'],
  ['greaterThanInclusive', 'minst'],
]);

const or = (items: readonly string[]): string => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} eller ${items.at(-1)}`);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const sentence = (text: string): string => `${capital(text)}.`;

/** Whether the fact may lack an answer. */
const mayLack = (fact: string): boolean => {
  const info = facts.get(fact);
  return info !== undefined && (info.special?.includes(UNKNOWN) === true || info.values?.includes(UNKNOWN) === true);
};

/** A design question, quoted as the form asks it. */
function aboutQuestion(field: DesignFieldName, { operator, value }: Leaf): string {
  const question = `”${designFields[field].label}”`;
  const quote = (one: Value): string => `”${designValueText(field, typeof one === 'boolean' ? String(one) : one)}”`;
  const values = [value].flat();
  const answers = values.filter((one) => one !== UNKNOWN).map(quote);
  const open = values.includes(UNKNOWN);
  if (operator === 'contains') return `bland svaren på frågan ${question} finns ${or(answers)}`;
  if (operator === 'doesNotContain') return `frågan ${question} är besvarad, men ${or(answers)} finns inte bland svaren`;
  if (operator === 'equal') return open ? `frågan ${question} är obesvarad` : `på frågan ${question} är svaret ${or(answers)}`;
  if (operator === 'notEqual') {
    if (open) return `frågan ${question} är besvarad`;
    return `på frågan ${question} är svaret något annat än ${or(answers)}, eller så är frågan obesvarad`;
  }
  const some = values.length === 1 ? 'något av detta: ' : '';
  if (operator === 'in') {
    if (answers.length === 0) return `frågan ${question} hör till de obesvarade`;
    return `på frågan ${question} är svaret ${some}${or(answers)}${open ? ', eller så är frågan obesvarad' : ''}`;
  }
  if (answers.length === 0) return `frågan ${question} hör inte till de obesvarade`;
  return open
    ? `frågan ${question} är besvarad, och svaret är inte ${some}${or(answers)}`
    : `på frågan ${question} är svaret inte ${some}${or(answers)}, eller så är frågan obesvarad`;
}

function inClauses({ says }: Clauses, { operator, value }: Leaf): string {
  const parts = [value].flat().map((one) => says[String(one)] ?? String(one));
  if (operator === 'equal') return parts.join('');
  if (operator === 'notEqual') return `det gäller inte att ${parts.join('')}`;
  if (operator === 'in') return parts.length === 1 ? `detta gäller: ${parts.join('')}` : or(parts);
  return parts.length === 1 ? `detta gäller inte: ${parts.join('')}` : `inget av detta gäller: ${or(parts)}`;
}

const shares: Readonly<Record<string, string>> = { all: 'alla', some: 'några men inte alla', none: 'ingen' };

function inShare({ who }: Share, { operator, value }: Leaf): string {
  const parts = [value].flat().map((one) => shares[String(one)] ?? String(one));
  const all = `${or(parts)} i målgruppen är ${who}`;
  if (operator === 'equal') return all;
  if (operator === 'notEqual') return `det gäller inte att ${all}`;
  if (operator === 'in') return parts.length === 1 ? `detta gäller: ${all}` : all;
  return parts.length === 1 ? `detta gäller inte: ${all}` : `det gäller varken att ${parts.map((part) => `${part} i målgruppen är ${who}`).join(' eller att ')}`;
}

function inSubject(phrase: Subject, { fact, operator, value }: Leaf): string {
  const { subject, unit } = phrase;
  const compared = comparisons.get(operator);
  const measured = (amount: Value): string => `${String(amount)}${unit === undefined || typeof amount !== 'number' ? '' : `\u00a0${unit}`}`;
  if (compared !== undefined) return `${subject} är ${compared} ${measured(Number(value))}`;
  const named = (one: Value): string =>
    one === UNKNOWN ? 'inte känt' : typeof one === 'number' ? measured(one) : (phrase.values?.[String(one)] ?? `”${factText(fact, one)}”`);
  const values = [value].flat();
  const lacks = mayLack(fact) && !values.includes(UNKNOWN) ? ', eller så saknas uppgiften' : '';
  if (operator === 'equal') return values[0] === UNKNOWN ? `uppgiften om ${subject} saknas` : `${subject} är ${values.map(named).join('')}`;
  if (operator === 'notEqual') return values[0] === UNKNOWN ? `uppgiften om ${subject} finns` : `${subject} är inte ${values.map(named).join('')}${lacks}`;
  const some = values.length === 1 ? 'detta: ' : '';
  if (operator === 'in') return `${subject} är något av ${some}${or(values.map(named))}`;
  return `${subject} är inget av ${some}${or(values.map(named))}${lacks}`;
}

/**
 * What a leaf of a condition says, as a sentence that can be read aloud. Two leaves that differ in fact, operator or value never read the same, and
 * where a missing answer makes the leaf hold, the sentence says so.
 */
export function leafSentence(leaf: Leaf): string {
  const field = designFieldNames.find((name) => leaf.fact === `design.${name}`);
  const amount = field !== undefined && comparisons.has(leaf.operator) ? designAmounts[field] : undefined;
  if (amount !== undefined) return sentence(inSubject(amount, leaf));
  if (field !== undefined) return sentence(aboutQuestion(field, leaf));
  const phrase = factPhrases[leaf.fact];
  if (phrase === undefined) return sentence(`${facts.get(leaf.fact)?.label ?? leaf.fact} ${leaf.operator} ${JSON.stringify(leaf.value)}`);
  if (phrase.style === 'share') return sentence(inShare(phrase, leaf));
  return sentence(phrase.style === 'clauses' ? inClauses(phrase, leaf) : inSubject(phrase, leaf));
}

/** Whether a leaf is false when the answer is missing although nothing has been said to the contrary: a comparison, or a search in a list. */
export const isSilentOnUnknown = ({ fact, operator }: Leaf): boolean =>
  mayLack(fact) && (comparisons.has(operator) || operator === 'contains' || operator === 'doesNotContain');
