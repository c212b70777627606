/**
 * The smallest sets of changes that make a goal hold, or stop holding. Breadth first: while a state does not do, some leaf must turn out otherwise, so
 * only changes that turn one of the leaves it hangs on are tried. Every smallest set is therefore found, unless the search is stopped.
 */
import type { Facts, FactValue } from '../candidate/facts.ts';
import { compile, type FactRow, factIndex, type Test } from '../rules/compile.ts';
import type { Goal } from './goal.ts';

/** Something that can be changed by itself: values, each with the facts that it sets. Every value sets the same facts. */
export interface Variable {
  id: string;
  values: readonly Facts[];
}

/** The changed variables, each with the numbers of its values that do; any of them does with any of the others'. */
export type FoundChange = ReadonlyMap<string, readonly number[]>;

export interface SmallestChanges {
  /** `already`: nothing has to change. `impossible`: everything was tried. `limit`: the search was stopped before that. */
  outcome: 'already' | 'found' | 'impossible' | 'limit';
  /** All of the same size. */
  changes: FoundChange[];
  /** Whether every set of that size is here. */
  complete: boolean;
}

export interface SearchLimits {
  /** The largest number of changed variables. */
  size: number;
  /** How many states are looked at. */
  states: number;
}

/** A variable set to one of its classes of values: values that no leaf of the goal tells apart. */
interface Step {
  variable: number;
  group: number;
}
type Patch = readonly (readonly [at: number, value: FactValue])[];
interface Group {
  values: number[];
  patch: Patch;
}
interface Node {
  holds: Test;
  /** Steps of which at least one has to be taken before the node can turn out as wanted; asked only where it does not. */
  steps(row: FactRow, wanted: boolean, isOpen: (variable: number) => boolean): readonly Step[];
}

function patchOf(facts: Facts): Patch {
  return Object.entries(facts).map(([fact, value]) => {
    const at = factIndex[fact];
    if (at === undefined) throw new Error(`okänt faktum ${fact}`);
    return [at, value] as const;
  });
}

function patched(row: FactRow, patch: Patch): FactRow {
  const copy = [...row];
  for (const [at, value] of patch) copy[at] = value;
  return copy;
}

const union = (lists: readonly (readonly Step[])[]): readonly Step[] => {
  const seen = new Map<string, Step>();
  for (const step of lists.flat()) seen.set(`${step.variable} ${step.group}`, step);
  return [...seen.values()];
};
const fewest = (lists: readonly (readonly Step[])[]): readonly Step[] => lists.reduce((least, list) => (list.length < least.length ? list : least));

/** Puts a variable's values into classes by how the goal's leaves turn out; the class of today's value is no change. */
function groupsOf(variable: Variable, tests: readonly Test[], row: FactRow): Group[] {
  const sign = (at: FactRow) => tests.map((test) => (test(at) ? '1' : '0')).join('');
  const now = sign(row);
  const groups = new Map<string, Group>();
  variable.values.forEach((facts, i) => {
    const patch = patchOf(facts);
    const signature = sign(patched(row, patch));
    if (signature === now) return;
    const known = groups.get(signature);
    if (known) known.values.push(i);
    else groups.set(signature, { values: [i], patch });
  });
  return [...groups.values()];
}

/** Searches from a row of facts for the smallest sets of changes after which the goal is as wanted. Pure; the work is bounded by the limits. */
export function smallestChanges(goal: Goal, wanted: boolean, row: FactRow, variables: readonly Variable[], limits: SearchLimits): SmallestChanges {
  const variableOf = new Map(variables.flatMap(({ values }, i) => Object.keys(values[0] ?? {}).map((fact) => [fact, i] as const)));
  const leafTests = new Map<number, Test[]>();
  const finish: (() => void)[] = [];
  const root = build(goal);
  const groups = variables.map((variable, i) => groupsOf(variable, leafTests.get(i) ?? [], row));
  for (const done of finish) done();

  function build(node: Goal): Node {
    if ('fact' in node) return leaf(node);
    if ('not' in node) {
      const child = build(node.not);
      return { holds: (at) => !child.holds(at), steps: (at, want, open) => child.steps(at, !want, open) };
    }
    if ('count' in node) {
      const children = node.count.map(build);
      const test = compile(node.leaf);
      const slot = factIndex[node.leaf.fact] ?? 0;
      const compare = (n: number): boolean => {
        const one: FactRow = [];
        one[slot] = n;
        return test(one);
      };
      return {
        holds: (at) => compare(children.filter((child) => child.holds(at)).length),
        steps: (at, _want, open) => union(children.map((child) => child.steps(at, !child.holds(at), open))),
      };
    }
    const isAll = 'all' in node;
    const children = (isAll ? node.all : node.any).map(build);
    return {
      holds: (at) => (isAll ? children.every((child) => child.holds(at)) : children.some((child) => child.holds(at))),
      // What every child must do is done by way of the one with the fewest steps; what one child must do, by any of them.
      steps: (at, want, open) => {
        const wrong = children.filter((child) => child.holds(at) !== want).map((child) => child.steps(at, want, open));
        return wrong.length === 0 ? [] : want === isAll ? fewest(wrong) : union(wrong);
      },
    };
  }

  function leaf(node: Extract<Goal, { fact: string }>): Node {
    const test = compile(node);
    const variable = variableOf.get(node.fact);
    if (variable === undefined) return { holds: test, steps: () => [] };
    leafTests.set(variable, [...(leafTests.get(variable) ?? []), test]);
    const turning: { true: Step[]; false: Step[] } = { true: [], false: [] };
    finish.push(() => {
      for (const [group, { patch }] of (groups[variable] ?? []).entries()) turning[test(patched(row, patch)) ? 'true' : 'false'].push({ variable, group });
    });
    return { holds: test, steps: (_at, want, open) => (open(variable) ? turning[want ? 'true' : 'false'] : []) };
  }

  if (root.holds(row) === wanted) return { outcome: 'already', changes: [], complete: true };

  const rowOf = (steps: readonly Step[]): FactRow =>
    patched(
      row,
      steps.flatMap(({ variable, group }) => groups[variable]?.[group]?.patch ?? []),
    );
  const changeOf = (steps: readonly Step[]): FoundChange =>
    new Map(steps.map(({ variable, group }) => [variables[variable]?.id ?? '', groups[variable]?.[group]?.values ?? []]));
  const keyOf = (steps: readonly Step[]) =>
    steps
      .map(({ variable, group }) => `${variable}.${group}`)
      .sort()
      .join(' ');

  const stepsFrom = (steps: readonly Step[]): readonly Step[] => {
    const changed = new Set(steps.map(({ variable }) => variable));
    return root.steps(rowOf(steps), wanted, (variable) => !changed.has(variable));
  };

  const seen = new Set<string>();
  let states = 0;
  let frontier: (readonly Step[])[] = [[]];
  for (let size = 1; size <= limits.size; size += 1) {
    const found: FoundChange[] = [];
    const next: (readonly Step[])[] = [];
    for (const steps of frontier) {
      for (const step of stepsFrom(steps)) {
        const longer = [...steps, step];
        const key = keyOf(longer);
        if (seen.has(key)) continue;
        seen.add(key);
        states += 1;
        if (states > limits.states) return { outcome: found.length > 0 ? 'found' : 'limit', changes: found, complete: false };
        if (root.holds(rowOf(longer)) === wanted) found.push(changeOf(longer));
        else next.push(longer);
      }
    }
    if (found.length > 0) return { outcome: 'found', changes: found, complete: true };
    if (next.length === 0) return { outcome: 'impossible', changes: [], complete: true };
    frontier = next;
  }
  const isOver = frontier.every((steps) => stepsFrom(steps).length === 0);
  return isOver ? { outcome: 'impossible', changes: [], complete: true } : { outcome: 'limit', changes: [], complete: false };
}
