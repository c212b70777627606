/** Start here: operations on a ruleset and its cases, applied and checked; a pure function. */
import { type Ruleset, rulesetHash } from '../assessment/ruleset.ts';
import type { RuleCase } from '../rules/format.ts';
import type { Sources } from '../sources/sources.ts';
import { findPersonalNumber } from '../web/personal-number.ts';
import { checkOutcome } from './check-outcome.ts';
import { type Edited, edit } from './edit.ts';
import type { Fault, Warning } from './faults.ts';
import type { Operation } from './operations.ts';
import { readRule } from './read-rule.ts';
import { findClashes } from './touches.ts';

/** Rules with the cases that prove them: what a change starts from, and what comes out. */
export interface RuleBase {
  ruleset: Ruleset;
  cases: readonly RuleCase[];
}

export type ChangeResult = { ok: true; after: RuleBase; warnings: Warning[] } | { ok: false; faults: Fault[] };

/** Texts that hold a personal identity number, by their field: rules are read by everyone. */
function personal(value: unknown, field: string): { field: string; found: string }[] {
  if (typeof value === 'string') {
    const found = findPersonalNumber(value);
    return found === null ? [] : [{ field, found }];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => personal(inner, field === '' ? key : `${field}.${key}`));
}

function clashFaults(operations: readonly Operation[]): Fault[] {
  return findClashes(operations).map(({ earlier, later, field }) => ({
    operation: later,
    field,
    problem: `Ändring ${earlier + 1} ändrar redan samma sak.`,
    remedy: 'Behåll en av de två ändringarna.',
  }));
}

/**
 * Applies operations in their order and checks what comes out. Nothing of the base is changed; rules that no operation touches are the
 * same objects as before. All faults are told at once, as far as one does not hide another.
 * @param sources the register that citations must stand in.
 */
export function applyChange(base: RuleBase, operations: readonly Operation[], sources: Sources): ChangeResult {
  const faults: Fault[] = [
    ...clashFaults(operations),
    ...operations.flatMap((op, operation) =>
      personal(op, '').map(({ field, found }) => ({
        operation,
        field,
        problem: `Texten innehåller ett personnummer (${found}).`,
        remedy: 'Ta bort det. Regler och fall får inte innehålla personuppgifter.',
      })),
    ),
  ];
  const { hash: _, ...rules } = base.ruleset;
  let now: Edited = { rules, cases: base.cases };
  for (const [operation, op] of operations.entries()) {
    const answer = edit(now, op, readRule);
    if ('problem' in answer) faults.push({ operation, ...answer });
    else now = answer;
  }
  const outcome = checkOutcome(base, now, operations, sources);
  faults.push(...outcome.faults.filter(({ operation }) => !faults.some((f) => f.operation === operation)));
  if (faults.length > 0) return { ok: false, faults };
  return { ok: true, after: { ruleset: { ...now.rules, hash: rulesetHash(now.rules) }, cases: now.cases }, warnings: outcome.warnings };
}
