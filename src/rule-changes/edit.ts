/** One operation on rules and cases. Only what stands in its way is said here; whether the outcome is sound is `check-outcome.ts`. */
import type { RuleCase } from '../rules/format.ts';
import { checkConditions } from './check-conditions.ts';
import { editCases } from './edit-cases.ts';
import { changedRule } from './edit-rule.ts';
import type { On, Operation } from './operations.ts';
import { findPlaced, type Placed, type Rules, withRule } from './places.ts';
import { isRefusal, type Refusal, refuse } from './refusal.ts';
import { templateCases } from './template-cases.ts';
import { ruleFromTemplate } from './templates.ts';

export interface Edited {
  rules: Rules;
  cases: readonly RuleCase[];
}

export type Answer = Edited | Refusal;
/** A rule that an operation has changed and that the format's schema has not read yet. */
export type Draft = Omit<Placed, 'rule'> & { rule: unknown };

/** Reads a drafted rule by the format's schema; given by the caller so that one place knows the schemas. */
export type ReadRule = (draft: Draft) => Placed | Refusal;

/** The rules and cases after one operation, or why it cannot be done. */
export function edit(before: Edited, op: Operation, read: ReadRule): Answer {
  if (op.type === 'add-rule') return addRule(before, op, read);
  const found = findPlaced(before.rules, op.rule);
  if (found === undefined) return refuse('rule', `Det finns ingen regel som heter "${op.rule}".`, 'Välj en regel ur regellistan.');
  if (op.type === 'add-case' || op.type === 'remove-case' || op.type === 'replace-case') return editCases(before, op);
  const next = changedRule(found, op);
  if (isRefusal(next)) return next;
  const placed = read({ kind: found.kind, place: found.place, rule: next });
  return isRefusal(placed) ? placed : { ...before, rules: withRule(before.rules, placed) };
}

function addRule(before: Edited, op: On<'add-rule'>, read: ReadRule): Answer {
  if (findPlaced(before.rules, op.name)) return refuse('name', `Det finns redan en regel som heter "${op.name}".`, 'Ge regeln ett annat namn.');
  const draft = ruleFromTemplate(op.name, op.template);
  const places = draft.kind === 'law' ? before.rules.laws : before.rules.themes;
  if (draft.kind !== 'signal' && !places.some(({ id }) => id === draft.place)) {
    const field = draft.kind === 'law' ? 'template.legalBasis' : 'template.theme';
    return refuse(field, `"${draft.place}" finns inte.`, `Välj ${places.map(({ id }) => id).join(', ')}.`);
  }
  const placed = read(draft);
  if (isRefusal(placed)) return { ...placed, field: `template.${placed.field}` };
  // Unsound conditions are told of by `checkOutcome`; no case can be made of them.
  const own = checkConditions(placed).faults.length > 0 ? [] : templateCases(placed.rule);
  return { rules: withRule(before.rules, placed), cases: [...before.cases, ...own] };
}
