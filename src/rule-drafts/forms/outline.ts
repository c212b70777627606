/**
 * Conditions as an indented outline that can be written by hand, in the words of the rule page. One line is one condition:
 *
 *     allt detta gäller:
 *       Insatsens slag är något av HVB; Familjehem
 *       detta gäller inte:
 *         Barn följer med är ja
 *
 * Strict: what is written back is the same text, and every line that cannot be read is told of by its number.
 */
import { factText } from '../../assessment/words.ts';
import { type FactInfo, factTable, outcomeFacts } from '../../candidate/facts.ts';
import { mostParts } from '../../rule-changes/check-conditions.ts';
import { isLeaf } from '../../rules/conditions.ts';
import { type Condition, type Leaf, type Operator, operators, type TopCondition } from '../../rules/format.ts';
import { operatorLabels } from '../../web/labels.ts';

const groups = { all: 'allt detta gäller:', any: 'minst ett av detta gäller:', not: 'detta gäller inte:' } as const;
type GroupName = keyof typeof groups;
const groupNames = Object.keys(groups) as GroupName[];

/** What is wrong with a line, numbered from 1. */
export interface OutlineFault {
  line: number;
  problem: string;
  remedy: string;
}

export type ReadOutline = { conditions: TopCondition; lineOf: ReadonlyMap<string, number> } | { faults: OutlineFault[] };

// --- writing

const valuesText = (fact: string, value: Leaf['value']): string =>
  [value]
    .flat()
    .map((one) => factText(fact, one))
    .join('; ');
const leafLine = ({ fact, operator, value }: Leaf): string => `${factTable[fact]?.label ?? fact} ${operatorLabels[operator]} ${valuesText(fact, value)}`;

/** A condition as the outline's text. */
export function writeOutline(condition: Condition, level = 0): string {
  const indent = '  '.repeat(level);
  if (isLeaf(condition)) return `${indent}${leafLine(condition)}`;
  const [name, children]: [GroupName, readonly Condition[]] =
    'all' in condition ? ['all', condition.all] : 'any' in condition ? ['any', condition.any] : ['not', [condition.not]];
  return [`${indent}${groups[name]}`, ...children.map((child) => writeOutline(child, level + 1))].join('\n');
}

// --- reading

const lower = (text: string): string => text.toLocaleLowerCase('sv');
/** Longest first, so that "är inte" is not read as "är" with the value "inte". */
const longestFirst = <T>(items: readonly T[], textOf: (item: T) => string): T[] => items.toSorted((a, b) => textOf(b).length - textOf(a).length);
/** Also what only the rules' answers decide: a line about it is read, so that the circle can be told of. */
const facts = longestFirst(Object.entries({ ...factTable, ...outcomeFacts }), ([, info]) => info.label);
const operatorsByLength = longestFirst(operators, (name) => operatorLabels[name]);
const startsWith = (text: string, start: string): boolean => lower(text).startsWith(lower(start)) && /^(\s|$)/.test(text.slice(start.length));

const possible = (info: FactInfo): string[] => (info.type === 'boolean' ? ['true', 'false'] : [...(info.values ?? []), ...(info.special ?? [])]);
const labelOf = (fact: string, info: FactInfo, id: string): string => factText(fact, info.type === 'boolean' ? id === 'true' : id);

function readValue(fact: string, info: FactInfo, text: string): string | number | boolean | { problem: string; remedy: string } {
  const id = possible(info).find((one) => lower(one) === lower(text) || lower(labelOf(fact, info, one)) === lower(text));
  if (id !== undefined) return info.type === 'boolean' ? id === 'true' : id;
  const number = Number(text.replace(',', '.'));
  if (info.type === 'number' && text !== '' && Number.isFinite(number)) return number;
  const choices = [...(info.type === 'number' ? ['ett tal'] : []), ...possible(info).map((one) => labelOf(fact, info, one))];
  return {
    problem: text === '' ? `Värdet för ”${info.label}” saknas.` : `”${text.slice(0, 60)}” är inget värde för ”${info.label}”.`,
    remedy: `Skriv ett av dessa: ${choices.join('; ')}.`,
  };
}

function readLeaf(text: string): Leaf | { problem: string; remedy: string } {
  const found = facts.find(([id, { label }]) => startsWith(text, label) || startsWith(text, id));
  if (found === undefined)
    return {
      problem: `Okänt faktum i ”${text.slice(0, 60)}”.`,
      remedy: 'Börja raden med ett faktum ur listan under fältet, eller med ”allt detta gäller:”, ”minst ett av detta gäller:” eller ”detta gäller inte:”.',
    };
  const [fact, info] = found;
  const rest = text.slice(startsWith(text, info.label) ? info.label.length : fact.length).trim();
  const operator = operatorsByLength.find((name) => startsWith(rest, operatorLabels[name]));
  if (operator === undefined)
    return {
      problem: `Okänd jämförelse efter ”${info.label}”.`,
      remedy: `Skriv en av dessa efter faktumet: ${Object.values(operatorLabels).join(', ')}.`,
    };
  return readValues(fact, info, operator, rest.slice(operatorLabels[operator].length).trim());
}

function readValues(fact: string, info: FactInfo, operator: Operator, text: string): Leaf | { problem: string; remedy: string } {
  if (operator !== 'in' && operator !== 'notIn') {
    const value = readValue(fact, info, text);
    return typeof value === 'object' ? value : { fact, operator, value };
  }
  const values = text.split(';').map((part) => readValue(fact, info, part.trim()));
  const wrong = values.find((value) => typeof value === 'object');
  return wrong ?? { fact, operator, value: values.map(String) };
}

interface Node {
  line: number;
  indent: number;
  text: string;
  children: Node[];
}

const width = (space: string): number => [...space].reduce((sum, sign) => sum + (sign === '\t' ? 2 : 1), 0);
const groupOf = (text: string): GroupName | undefined =>
  groupNames.find((name) => lower(text.endsWith(':') ? `${text.slice(0, -1).trimEnd()}:` : text) === groups[name]);

/** Lines in their places; a line belongs to the nearest heading above it that stands further to the left. */
function tree(text: string): { roots: Node[]; faults: OutlineFault[] } {
  const roots: Node[] = [];
  const faults: OutlineFault[] = [];
  const open: Node[] = [];
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    // Not one pattern for the whole line: over a hundred thousand spaces it would take minutes.
    const begun = raw.trimStart();
    const space = raw.slice(0, raw.length - begun.length);
    const words = begun.replace(/^[-•]\s+/, '').trimEnd();
    if (words === '') continue;
    const node: Node = { line: i + 1, indent: width(space), text: words, children: [] };
    while ((open.at(-1)?.indent ?? -1) >= node.indent) open.pop();
    const parent = open.at(-1);
    const elder = parent?.children[0];
    if (elder !== undefined && elder.indent !== node.indent)
      faults.push({ line: node.line, problem: 'Raden börjar inte lika långt in som de andra i samma grupp.', remedy: `Börja den under rad ${elder.line}.` });
    (parent?.children ?? roots).push(node);
    open.push(node);
  }
  return { roots, faults };
}

function conditionOf(node: Node, path: string, faults: OutlineFault[], lineOf: Map<string, number>): Condition | null {
  lineOf.set(path, node.line);
  const name = groupOf(node.text);
  const fault = (problem: string, remedy: string): null => {
    faults.push({ line: node.line, problem, remedy });
    return null;
  };
  if (name === undefined) {
    if (node.children.length > 0)
      return fault('Under ett villkor kan inget annat stå.', 'Flytta raderna under det till vänster, eller gör raden till en grupp.');
    const leaf = readLeaf(node.text);
    return 'problem' in leaf ? fault(leaf.problem, leaf.remedy) : leaf;
  }
  if (node.children.length === 0) return fault('Gruppen är tom.', 'Skriv minst ett villkor på raderna under, två blanksteg längre in.');
  if (name === 'not' && node.children.length > 1)
    return fault('”Detta gäller inte:” kan bara ha ett villkor.', 'Lägg villkoren i en grupp: ”allt detta gäller:” eller ”minst ett av detta gäller:”.');
  const children = node.children.map((child, i) => conditionOf(child, `${path === '' ? '' : `${path}.`}${name}.${i}`, faults, lineOf));
  const [first = null] = children;
  if (first === null || children.includes(null)) return null;
  const read = children.filter((child) => child !== null);
  return name === 'all' ? { all: read } : name === 'any' ? { any: read } : { not: first };
}

/** The first line with words after so many of them, from 1; null where there is none. */
function lineAfter(text: string, most: number): number | null {
  let words = 0;
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() !== '') words += 1;
    if (words > most) return i + 1;
  }
  return null;
}

/** Reads an outline. `lineOf` tells the line of each part by its path in the conditions, as `leavesOf` writes it. */
export function readOutline(text: string): ReadOutline {
  const extra = lineAfter(text, mostParts);
  if (extra !== null)
    return {
      faults: [
        {
          line: extra,
          problem: `Villkoren har fler än ${mostParts} rader, och går varken att läsa eller att pröva.`,
          remedy: 'Dela upp regeln i flera, eller skriv flera svar på en rad med ”är något av”.',
        },
      ],
    };
  const { roots, faults } = tree(text);
  const [root, second] = roots;
  if (root === undefined) return { faults: [{ line: 1, problem: 'Villkoren saknas.', remedy: `Börja med en rad där det står ”${groups.all}”.` }] };
  if (second !== undefined)
    faults.push({ line: second.line, problem: 'Bara en rad får börja längst till vänster.', remedy: 'Flytta in raden så att den hör till gruppen ovanför.' });
  if (groupOf(root.text) === undefined)
    faults.push({ line: root.line, problem: 'Den första raden ska vara en grupp.', remedy: `Skriv ”${groups.all}” eller ”${groups.any}” överst.` });
  const lineOf = new Map<string, number>();
  const conditions = conditionOf(root, '', faults, lineOf);
  if (faults.length > 0 || conditions === null || isLeaf(conditions)) return { faults: faults.toSorted((a, b) => a.line - b.line) };
  return { conditions, lineOf };
}

/** Every fact with the values that it can have, for those who write outlines. */
export function outlineFacts(): { fact: string; label: string; values: string[] }[] {
  return Object.entries(factTable).map(([fact, info]) => ({
    fact,
    label: info.label,
    values: [...(info.type === 'number' ? ['ett tal'] : []), ...possible(info).map((id) => labelOf(fact, info, id))],
  }));
}
