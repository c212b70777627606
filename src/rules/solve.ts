/** Exact search over fact values: does any combination make this so? Three-valued evaluation cuts off what can no longer matter. */
import type { FactValue } from '../candidate/facts.ts';
import { compile, type FactRow, factIndex, type Test } from './compile.ts';
import type { Condition } from './format.ts';

/** true, false, or undefined where facts that are not chosen yet decide. */
export type Partly = (row: FactRow) => boolean | undefined;

/** Compiles a condition for a row in which some facts have no value yet. */
export function compilePartly(condition: Condition): Partly {
  if ('fact' in condition) {
    const at = factIndex[condition.fact];
    if (at === undefined) throw new Error(`okänt faktum ${condition.fact}`);
    const test: Test = compile(condition);
    return (row) => (row[at] === undefined ? undefined : test(row));
  }
  if ('not' in condition) {
    const inner = compilePartly(condition.not);
    return (row) => {
      const value = inner(row);
      return value === undefined ? undefined : !value;
    };
  }
  const settles = 'any' in condition;
  const children = ('any' in condition ? condition.any : condition.all).map(compilePartly);
  return (row) => {
    let open = false;
    for (const child of children) {
      const value = child(row);
      if (value === settles) return settles;
      if (value === undefined) open = true;
    }
    return open ? undefined : !settles;
  };
}

export interface Search {
  /** Facts to choose, each with the values to try, in the order to try them. */
  domains: ReadonlyMap<string, readonly FactValue[]>;
  /** false: cut off; true: found, if `accept` says so too; undefined: choose one more fact. */
  goal: Partly;
  /** The last word on a row in which the goal holds; without it the first is taken. */
  accept?: (row: FactRow) => boolean;
  /** How many choices to make at most; without it the search is complete. */
  budget?: number;
}

export type Found = { found: 'yes'; facts: Record<string, FactValue> } | { found: 'no' } | { found: 'gave_up' };

/**
 * The first combination of values, in the domains' order, in which the goal holds. `row` holds what is fixed; facts to choose are
 * undefined in it, and it is put back as it was. Facts that did not matter keep their domain's first value.
 */
export function search(row: FactRow, { domains, goal, accept = () => true, budget = Number.POSITIVE_INFINITY }: Search): Found {
  const places = [...domains].map(([fact, values]) => ({ fact, at: factIndex[fact] ?? -1, values }));
  let left = budget;
  const rest = (from: number): void => {
    for (const { at, values } of places.slice(from)) for (const value of values.slice(0, 1)) row[at] = value;
  };
  const clear = (from: number): void => {
    for (const { at } of places.slice(from)) delete row[at];
  };
  const choose = (depth: number): boolean => {
    const value = goal(row);
    if (value === false || left <= 0) return false;
    const place = places[depth];
    if (value === true || place === undefined) {
      if (value !== true) return false;
      // Facts that do not decide the goal may still decide whether it is accepted.
      if (place === undefined) return accept(row);
      rest(depth);
      if (accept(row)) return true;
      clear(depth);
    }
    if (place === undefined) return false;
    for (const choice of place.values) {
      left -= 1;
      row[place.at] = choice;
      if (choose(depth + 1)) return true;
      delete row[place.at];
    }
    return false;
  };
  const hit = choose(0);
  const facts: Record<string, FactValue> = {};
  for (const { fact, at } of places) {
    const value = row[at];
    if (hit && value !== undefined) facts[fact] = value;
    delete row[at];
  }
  if (hit) return { found: 'yes', facts };
  return { found: left <= 0 ? 'gave_up' : 'no' };
}
