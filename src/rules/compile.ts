/**
 * The bulk evaluator: rule conditions compiled to closures over a row of fact values. Means exactly what
 * json-rules-engine means for the operators and fact types that start-up checking lets through (a property test holds them equal).
 */
import { type Facts, type FactValue, factTable, outcomeFacts } from '../candidate/facts.ts';
import type { Condition, Leaf } from './format.ts';

/** Position of each fact in a row. */
export const factIndex: Readonly<Record<string, number>> = Object.fromEntries(
  [...Object.keys(factTable), ...Object.keys(outcomeFacts)].map((id, i) => [id, i]),
);

export type FactRow = FactValue[];
export type Test = (row: FactRow) => boolean;

/** Lays facts into a row; facts that are not named keep the value that the row has. */
export function fillRow(row: FactRow, facts: Facts): FactRow {
  for (const id in facts) {
    const i = factIndex[id];
    const value = facts[id];
    if (i === undefined || value === undefined) throw new Error(`okänt faktum ${id}`);
    row[i] = value;
  }
  return row;
}

function compileLeaf({ fact, operator, value }: Leaf): Test {
  const i = factIndex[fact];
  if (i === undefined) throw new Error(`okänt faktum ${fact}`);
  switch (operator) {
    case 'equal':
      return (row) => row[i] === value;
    case 'notEqual':
      return (row) => row[i] !== value;
    case 'in':
    case 'notIn': {
      const wanted: ReadonlySet<unknown> = new Set(Array.isArray(value) ? value : []);
      return operator === 'in' ? (row) => wanted.has(row[i]) : (row) => !wanted.has(row[i]);
    }
    case 'contains':
    case 'doesNotContain': {
      const sought = String(value);
      const wanted = operator === 'contains';
      return (row) => {
        const list = row[i];
        return Array.isArray(list) && list.includes(sought) === wanted;
      };
    }
    default:
      return compileComparison(i, operator, Number(value));
  }
}

/** Comparisons are false for anything that is not a number: an unknown amount is neither more nor less. */
function compileComparison(i: number, operator: Leaf['operator'], limit: number): Test {
  const compare: (n: number) => boolean =
    operator === 'lessThan'
      ? (n) => n < limit
      : operator === 'lessThanInclusive'
        ? (n) => n <= limit
        : operator === 'greaterThan'
          ? (n) => n > limit
          : (n) => n >= limit;
  return (row) => {
    const n = row[i];
    return typeof n === 'number' && compare(n);
  };
}

function allOf(tests: readonly Test[]): Test {
  const [a, b, c] = tests;
  if (a && tests.length === 1) return a;
  if (a && b && tests.length === 2) return (row) => a(row) && b(row);
  if (a && b && c && tests.length === 3) return (row) => a(row) && b(row) && c(row);
  return (row) => {
    for (const test of tests) if (!test(row)) return false;
    return true;
  };
}

function anyOf(tests: readonly Test[]): Test {
  const [a, b] = tests;
  if (a && tests.length === 1) return a;
  if (a && b && tests.length === 2) return (row) => a(row) || b(row);
  return (row) => {
    for (const test of tests) if (test(row)) return true;
    return false;
  };
}

/** Compiles a condition tree. Throws on a fact that the fact table does not know. */
export function compile(condition: Condition): Test {
  if ('all' in condition) return allOf(condition.all.map(compile));
  if ('any' in condition) return anyOf(condition.any.map(compile));
  if ('not' in condition) {
    const test = compile(condition.not);
    return (row) => !test(row);
  }
  return compileLeaf(condition);
}
