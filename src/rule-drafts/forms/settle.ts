/** Cases that a change of a rule's conditions contradicts, and the operations that settle them. Pure. */
import type { On, Operation } from '../../rule-changes/operations.ts';
import { findPlaced, type Rules } from '../../rule-changes/places.ts';
import { caseRow, runCases } from '../../rules/cases.ts';
import { compile } from '../../rules/compile.ts';
import { leavesOf } from '../../rules/conditions.ts';
import type { AnyRule, RuleCase } from '../../rules/format.ts';
import type { Side } from '../rule-drafts.ts';
import { rulesAfter } from './context.ts';

/** A case that says otherwise than the rule would, or that stood by a limit which is moved away from it and so no longer proves what it proved. */
export interface Concerned {
  case: RuleCase;
  /** What the rule would answer. */
  actual: boolean;
  /** The case with its numbers moved as far as the rule's limits were, where the rule then answers what the case expects. */
  moved: RuleCase['given'] | null;
}
export const isContradicted = ({ case: { fires }, actual }: Concerned): boolean => fires !== actual;

/**
 * What is to happen with a case. `answer`: it expects what the rule now says. `move`: its numbers follow the limit and its answer stays.
 * `remove`: it is taken away. `keep`: it stays as it is; where it is contradicted, the conditions have to be mended.
 */
export const settlements = ['answer', 'move', 'remove', 'keep'] as const;
export type Settlement = (typeof settlements)[number];
export interface Settled {
  /** The case as it is named now. */
  case: string;
  how: Settlement;
  /** What it is to be called. */
  name: string;
}

const limitsOf = (rule: AnyRule): Map<string, Set<number>> => {
  const limits = new Map<string, Set<number>>();
  for (const { leaf } of leavesOf(rule.conditions))
    if (typeof leaf.value === 'number') limits.set(leaf.fact, (limits.get(leaf.fact) ?? new Set()).add(leaf.value));
  return limits;
};

/** How far the limit on each fact was moved; facts with none or several moved limits are left out. */
function movesOf(was: AnyRule, is: AnyRule): Map<string, number> {
  const [before, after] = [limitsOf(was), limitsOf(is)];
  return new Map(
    [...before].flatMap(([fact, old]): [string, number][] => {
      const now = after.get(fact) ?? new Set<number>();
      const [gone, come] = [[...old].filter((limit) => !now.has(limit)), [...now].filter((limit) => !old.has(limit))];
      const [[from, ...moreGone], [to, ...moreCome]] = [gone, come];
      return from === undefined || to === undefined || moreGone.length + moreCome.length > 0 ? [] : [[fact, to - from]];
    }),
  );
}

function movedGiven(rule: AnyRule, { given, fires }: RuleCase, moves: ReadonlyMap<string, number>): RuleCase['given'] | null {
  const next = Object.fromEntries(
    Object.entries(given).map(([fact, value]) => {
      const move = moves.get(fact);
      // Decimal limits must not leave binary dust behind ("0.30000000000000004").
      return [fact, move === undefined || typeof value !== 'number' ? value : Number((value + move).toFixed(6))];
    }),
  );
  return JSON.stringify(next) !== JSON.stringify(given) && compile(rule.conditions)(caseRow(next)) === fires ? next : null;
}

/**
 * The cases of a rule that operations leave in contradiction to it, and after them those that could follow a limit. A case that the change
 * writes itself stays where somebody has put it.
 */
export function concernedCases(base: Pick<Side, 'ruleset' | 'cases'>, operations: readonly Operation[], name: string): Concerned[] {
  const { rules, cases } = rulesAfter(base, operations);
  const is = findPlaced(rules, name)?.rule;
  if (is === undefined) return [];
  const was = findPlaced(base.ruleset, name)?.rule ?? is;
  const moves = movesOf(was, is);
  const own = cases.filter(({ rule }) => rule === name);
  return runCases([is], own)
    .results.map(({ case: one, actual }) => ({ case: one, actual, moved: writerAt(operations, one) === -1 ? movedGiven(is, one, moves) : null }))
    .filter((one) => isContradicted(one) || one.moved !== null)
    .sort((a, b) => Number(isContradicted(b)) - Number(isContradicted(a)));
}

/** The cases of a rule that operations leave in contradiction to it, in their order. */
export const contradictedCases = (base: Pick<Side, 'ruleset' | 'cases'>, operations: readonly Operation[], rule: string): Concerned[] =>
  concernedCases(base, operations, rule).filter(isContradicted);

type CaseOperation = On<'add-case'> | On<'replace-case'>;

/** The operation that a case is written by in the same change, by its place; -1 where the case stands in the rules already. */
const writerAt = (operations: readonly Operation[], { rule, name }: RuleCase): number =>
  operations.findIndex((op) => (op.type === 'add-case' || op.type === 'replace-case') && op.rule === rule && nameAfter(op) === name);
const nameAfter = (op: CaseOperation): string => (op.type === 'add-case' ? op.name : (op.newName ?? op.name));

function rewritten(op: Operation | undefined, old: RuleCase, next: RuleCase, reason: string): Operation {
  if (op?.type === 'add-case') return { type: 'add-case', ...next };
  const name = op?.type === 'replace-case' ? op.name : old.name;
  const { rule, given, fires } = next;
  return { type: 'replace-case', rule, name, ...(next.name === name ? {} : { newName: next.name }), given, fires, reason };
}

/**
 * The operations with each case settled as somebody has said, all for one reason. A case that the change writes itself is written over where it
 * stands; others get an operation last. `at` tells the place of each case's operation, by the case's name.
 */
export function settle(
  operations: readonly Operation[],
  concerned: readonly Concerned[],
  answers: readonly Settled[],
  reason: string,
): { operations: Operation[]; at: Map<string, number> } {
  const next: (Operation | null)[] = [...operations];
  const placed: { name: string; op: Operation }[] = [];
  for (const { case: old, actual, moved } of concerned) {
    const answer = answers.find((one) => one.case === old.name);
    if (answer === undefined || answer.how === 'keep') continue;
    const at = writerAt(operations, old);
    const writer = operations[at];
    const { rule } = old;
    const to: RuleCase =
      answer.how === 'move'
        ? { rule, name: answer.name, given: moved ?? old.given, fires: old.fires }
        : { rule, name: answer.name, given: old.given, fires: actual };
    const removed: Operation | null =
      writer?.type === 'add-case' ? null : { type: 'remove-case', rule, name: writer?.type === 'replace-case' ? writer.name : old.name, reason };
    const op = answer.how === 'remove' ? removed : rewritten(writer, old, to, reason);
    if (at === -1 && op !== null) next.push(op);
    else next[at] = op;
    if (op !== null) placed.push({ name: old.name, op });
  }
  const all = next.filter((op) => op !== null);
  return { operations: all, at: new Map(placed.map(({ name, op }) => [name, all.indexOf(op)])) };
}

/** The operations as if every case that they contradict expected what the rule then says: what the change does to the city does not wait for its cases. */
export function asIfSettled(base: Pick<Side, 'ruleset' | 'cases'>, operations: readonly Operation[], rules: readonly string[]): Operation[] {
  return rules.reduce<Operation[]>(
    (now, rule) => {
      const contradicted = contradictedCases(base, now, rule);
      const answers = contradicted.map(({ case: { name } }): Settled => ({ case: name, how: 'answer', name }));
      return settle(now, contradicted, answers, '–').operations;
    },
    [...operations],
  );
}

/** The rules of operations, each once. */
export const rulesOf = (operations: readonly Operation[]): string[] => [...new Set(operations.map((op) => (op.type === 'add-rule' ? op.name : op.rule)))];

/** The title of a rule as the operations leave it. */
export const titleAfter = (rules: Rules, rule: string): string => findPlaced(rules, rule)?.rule.event.params.title ?? rule;
