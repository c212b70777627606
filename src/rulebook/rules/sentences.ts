import { designValueText, factText } from '../../assessment/words.ts';
import { designFieldNames } from '../../candidate/design.ts';
import { type DesignFieldName, designFields, UNKNOWN } from '../../candidate/design-fields.ts';
import { type FactInfo, factTable, outcomeFacts } from '../../candidate/facts.ts';
import type { Leaf, Operator } from '../../rules/format.ts';
import { type Clauses, type Count, designAmounts, factPhrases, type Share, type Subject } from './fact-phrases.ts';

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
  if (answers.length === 0) return `frågan ${question} är besvarad på ett eller annat sätt`;
  const [first, second] = answers;
  // "Inte A eller B, eller så …" can be read in two ways.
  const none = answers.length === 1 ? `inte något av detta: ${first}` : answers.length === 2 ? `varken ${first} eller ${second}` : `inget av ${or(answers)}`;
  return open ? `frågan ${question} är besvarad, och svaret är ${none}` : `på frågan ${question} är svaret ${none}, eller så är frågan obesvarad`;
}

/** "målgruppen är våldsutsatt", "målgruppen utövar våld" → "målgruppen är våldsutsatt eller utövar våld": what they begin with is said once. */
function orShared(parts: readonly string[]): string {
  const words = parts.map((part) => part.split(' '));
  const [first = []] = words;
  const ends = first.findIndex((word, i) => words.some((other) => other[i] !== word || other.length === i + 1));
  // An article stays with its word: "en fysisk nedsättning eller en psykisk".
  const shared = ends < 1 ? 0 : ends - Number(['en', 'ett'].includes(first[ends - 1] ?? ''));
  return `${first
    .slice(0, shared)
    .map((word) => `${word} `)
    .join('')}${or(words.map((other) => other.slice(shared).join(' ')))}`;
}

function inClauses({ says, not = {} }: Clauses, { fact, operator, value }: Leaf): string {
  const values = [value].flat().map(String);
  const clause = (one: string): string => says[one] ?? one;
  if (operator === 'equal') return values.map(clause).join('');
  const known = values.filter((one) => one !== UNKNOWN).map(clause);
  const open = known.length < values.length;
  if (operator === 'in') {
    if (values.length === 1) return `detta gäller: ${values.map(clause).join('')}`;
    return open ? `${orShared(known)}, eller så är det okänt` : orShared(known);
  }
  // Another word than where the unknown is one of the values: two conditions never read the same.
  const lacks = mayLack(fact) && !open ? (operator === 'notEqual' ? ', eller också är det okänt' : ', eller så är det okänt') : '';
  if (known.length === 0) return `${(says[UNKNOWN] ?? '').replace('okänt', 'känt')}${operator === 'notIn' ? ', åt ena eller andra hållet' : ''}`;
  if (operator === 'notEqual') return `${not[String(value)] ?? `det gäller inte att ${known.join('')}`}${lacks}`;
  return `${open ? 'det är känt, och ' : ''}${known.length === 1 ? 'detta gäller inte' : 'inget av detta gäller'}: ${or(known)}${lacks}`;
}

const shares: Readonly<Record<string, string>> = { all: 'alla', some: 'några men inte alla', none: 'ingen' };

function inShare({ who }: Share, { operator, value }: Leaf): string {
  const values = [value].flat().map(String);
  // Beside "alla" there is nothing to keep apart.
  const parts = values.map((one) => (one === 'some' && operator === 'in' && values.includes('all') ? 'några' : (shares[one] ?? one)));
  const all = `${or(parts)} i målgruppen är ${who}`;
  if (operator === 'equal') return all;
  if (operator === 'notEqual')
    return value === 'all' ? `inte ${all}` : value === 'none' ? `någon eller några i målgruppen är ${who}` : `det gäller inte att ${all}`;
  if (operator === 'in') return parts.length === 1 ? `detta gäller: ${all}` : all;
  return parts.length === 1
    ? `detta gäller inte: ${all}`
    : `det gäller varken att ${parts.map((part) => `${part} i målgruppen är ${who}`).join(' eller att ')}`;
}

function inSubject(phrase: Subject, { fact, operator, value }: Leaf): string {
  const { subject, unit } = phrase;
  const compared = comparisons.get(operator);
  const measured = (amount: Value): string => `${String(amount)}${unit === undefined || typeof amount !== 'number' ? '' : `\u00a0${unit}`}`;
  if (compared !== undefined) return `${subject} är ${compared} ${measured(Number(value))}`;
  const named = (one: Value): string => (typeof one === 'number' ? measured(one) : `”${factText(fact, one)}”`);
  const values = [value].flat();
  const known = values.filter((one) => one !== UNKNOWN).map(named);
  const open = known.length < values.length;
  const lacks = mayLack(fact) && !open ? ', eller så saknas uppgiften' : '';
  if (operator === 'equal') return open ? `uppgiften om ${subject} saknas` : `${subject} är ${known.join('')}`;
  if (operator === 'notEqual') return open ? `uppgiften om ${subject} finns` : `${subject} är inte ${known.join('')}${lacks}`;
  const some = known.length === 1 ? 'detta: ' : '';
  if (known.length === 0) return operator === 'in' ? `uppgiften om ${subject} hör till det som saknas` : `uppgiften om ${subject} är känd`;
  if (operator === 'in') return `${subject} är ${some === '' ? '' : `något av ${some}`}${or(known)}${open ? ', eller så saknas uppgiften' : ''}`;
  return `${open ? `uppgiften om ${subject} finns och ` : `${subject} `}är inget av ${some}${or(known)}${lacks}`;
}

function inCount({ none, some, subject }: Count, leaf: Leaf): string {
  if (leaf.value === 0 && leaf.operator === 'equal') return none;
  if (leaf.value === 0 && leaf.operator === 'greaterThan') return some;
  return inSubject({ style: 'subject', subject }, leaf);
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
  if (phrase.style === 'count') return sentence(inCount(phrase, leaf));
  return sentence(phrase.style === 'clauses' ? inClauses(phrase, leaf) : inSubject(phrase, leaf));
}

/** So many values are read in a sentence; more are told as a list. */
const mostInSentence = 6;

/** A leaf that names many values: the words before them, and the values by name. */
export interface ListedValues {
  lead: string;
  values: string[];
}

/** The same as the sentence, with the values to be read below each other; null where the sentence is short enough. */
export function listedValues({ fact, operator, value }: Leaf): ListedValues | null {
  const phrase = factPhrases[fact];
  if (phrase?.style !== 'subject' || !Array.isArray(value) || value.length <= mostInSentence || value.includes(UNKNOWN) || mayLack(fact)) return null;
  const lead = sentence(`${phrase.subject} är ${operator === 'in' ? 'ett' : 'inget'} av dessa ${value.length}`).replace(/\.$/, ':');
  return { lead, values: value.map((one) => factText(fact, one)) };
}

/** Whether a leaf is false when the answer is missing although nothing has been said to the contrary: a comparison, or a search in a list. */
export const isSilentOnUnknown = ({ fact, operator }: Leaf): boolean =>
  mayLack(fact) && (comparisons.has(operator) || operator === 'contains' || operator === 'doesNotContain');
