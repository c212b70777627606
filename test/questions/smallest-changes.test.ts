import fc from 'fast-check';
import t from 'tap';
import type { Goal } from '../../src/questions/goal.ts';
import { smallestChanges, type Variable } from '../../src/questions/smallest-changes.ts';
import { type FactRow, factIndex, fillRow } from '../../src/rules/compile.ts';

/** Four facts of three values each are enough to hold every shape of tree. */
const facts = ['group.role', 'insats.format', 'group.disability', 'insats.childReach'];
const values = ['a', 'b', 'c'];
const variables: readonly Variable[] = facts.map((fact) => ({ id: fact, values: values.map((value) => ({ [fact]: value })) }));

const leaf = fc
  .record({ fact: fc.constantFrom(...facts), operator: fc.constantFrom('equal' as const, 'notEqual' as const), value: fc.constantFrom(...values, 'never') })
  .map((one): Goal => one);
const count = fc.record({
  of: fc.array(leaf, { minLength: 1, maxLength: 3 }),
  operator: fc.constantFrom('greaterThan' as const, 'lessThan' as const),
  value: fc.nat(3),
});
const { tree } = fc.letrec<{ tree: Goal }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('tree'), { maxLength: 3 }).map((all): Goal => ({ all })),
    fc.array(tie('tree'), { maxLength: 3 }).map((any): Goal => ({ any })),
    tie('tree').map((not): Goal => ({ not })),
    count.map(({ of, operator, value }): Goal => ({ count: of, leaf: { fact: 'flags.high', operator, value } })),
  ),
}));

/** What a goal means, written a second time and plainly. */
function means(goal: Goal, row: FactRow): boolean {
  if ('all' in goal) return goal.all.every((one) => means(one, row));
  if ('any' in goal) return goal.any.some((one) => means(one, row));
  if ('not' in goal) return !means(goal.not, row);
  if ('count' in goal) {
    const n = goal.count.filter((one) => means(one, row)).length;
    return goal.leaf.operator === 'greaterThan' ? n > Number(goal.leaf.value) : n < Number(goal.leaf.value);
  }
  return (row[factIndex[goal.fact] ?? -1] === goal.value) === (goal.operator === 'equal');
}

/** Every row there is, with the facts in which it differs from the first. */
function everyRow(from: FactRow): { row: FactRow; differs: string[] }[] {
  const rows = facts.reduce<FactRow[]>((all, fact) => all.flatMap((row) => values.map((value) => fillRow([...row], { [fact]: value }))), [[...from]]);
  return rows.map((row) => ({ row, differs: facts.filter((fact) => row[factIndex[fact] ?? -1] !== from[factIndex[fact] ?? -1]) }));
}

t.test('what is offered flips the goal, is as small as can be, and nothing as small is left out', async (t) => {
  fc.assert(
    fc.property(tree, fc.tuple(...facts.map(() => fc.constantFrom(...values))), fc.boolean(), (goal, start, wanted) => {
      const row = fillRow([], Object.fromEntries(facts.map((fact, i) => [fact, start[i] ?? 'a'])));
      const { outcome, changes, complete } = smallestChanges(goal, wanted, row, variables, { size: 4, states: 10_000 });
      const does = everyRow(row).filter((one) => means(goal, one.row) === wanted);
      const least = Math.min(...does.map(({ differs }) => differs.length));
      if (does.length === 0) return outcome === 'impossible' && complete;
      if (least === 0) return outcome === 'already';
      const offered = changes.flatMap((change) =>
        [...change].reduce<FactRow[]>(
          (rows, [id, picked]) => rows.flatMap((one) => picked.map((i) => fillRow([...one], { [id]: values[i] ?? '' }))),
          [[...row]],
        ),
      );
      const smallest = new Set(does.filter(({ differs }) => differs.length === least).map((one) => JSON.stringify(one.row)));
      return (
        outcome === 'found' &&
        complete &&
        changes.every((change) => change.size === least) &&
        offered.every((one) => means(goal, one) === wanted) &&
        offered.length === smallest.size &&
        offered.every((one) => smallest.has(JSON.stringify(one)))
      );
    }),
    { numRuns: 400 },
  );
  t.pass();
});

t.test('a search that is stopped says so, and never that there is nothing', async (t) => {
  const row = fillRow([], Object.fromEntries(facts.map((fact) => [fact, 'a'])));
  const goal: Goal = { all: facts.map((fact) => ({ fact, operator: 'equal', value: 'b' })) };
  t.equal(smallestChanges(goal, true, row, variables, { size: 3, states: 1000 }).outcome, 'limit');
  t.equal(smallestChanges(goal, true, row, variables, { size: 4, states: 2 }).outcome, 'limit');
  t.equal(smallestChanges(goal, true, row, variables, { size: 4, states: 1000 }).changes[0]?.size, 4);
  t.equal(smallestChanges(goal, true, row, variables.slice(1), { size: 4, states: 1000 }).outcome, 'impossible');
});

t.test('what was tried in full is impossible, also where the last size that is allowed was needed to see it', async (t) => {
  const row = fillRow([], Object.fromEntries(facts.map((fact) => [fact, 'a'])));
  const never: Goal = {
    count: facts.slice(1).map((fact) => ({ fact, operator: 'equal', value: 'a' })),
    leaf: { fact: 'flags.high', operator: 'lessThan', value: 0 },
  };
  const goal: Goal = { all: [{ fact: facts[0] ?? '', operator: 'equal', value: 'b' }, never] };
  t.match(smallestChanges(goal, true, row, variables, { size: 4, states: 1000 }), { outcome: 'impossible', complete: true });
  t.match(smallestChanges(goal, true, row, variables, { size: 3, states: 1000 }), { outcome: 'limit', complete: false });
});
