import { applyChange } from '../../rule-changes/apply.ts';
import { describe } from '../../rule-changes/describe.ts';
import { diffCases, diffRulesets } from '../../rule-changes/diff.ts';
import type { Operation } from '../../rule-changes/operations.ts';
import { findPlaced } from '../../rule-changes/places.ts';
import { renderGroup } from '../../rulebook/rules/rendering.ts';
import type { DraftImpacts } from '../impact/draft-impact.ts';
import { impactSummary } from '../impact/summary.ts';
import type { Evaluation, RuleDrafts, Side } from '../rule-drafts.ts';

/** The operation of a form among the others of the change. */
export interface Placing {
  others: readonly Operation[];
  operations: readonly Operation[];
  /** Its place among the operations, from 0. */
  at: number;
}

export interface PreviewParts {
  drafts: Pick<RuleDrafts, 'evaluateOperations'>;
  impacts: DraftImpacts;
  /** The date that the city is asked at (ISO). */
  date: string;
}

/** The name of the rule that an operation concerns. */
export const ruleNameOf = (op: Operation): string => (op.type === 'add-rule' ? op.name : op.rule);

/** What a change comes to, where that could be worked out; `asIfSettled` where cases that are still in its way were counted as if they agreed. */
export type Shown = Pick<Evaluation, 'after' | 'warnings' | 'brokenCases'> & { asIfSettled: boolean };

/** What an operation does beside the others of the change: the rule before and after in words, and what it does to the city. Nothing is saved. */
export async function previewOf(base: Side, { others, operations, at }: Placing, evaluation: Shown, { drafts, impacts, date }: PreviewParts) {
  const op = operations[at];
  if (op === undefined || evaluation.after === null) return null;
  const name = ruleNameOf(op);
  const without = others.length === 0 ? { after: base } : await drafts.evaluateOperations(others);
  const start = without.after ?? base;
  const [was, is] = [findPlaced(start.ruleset, name), findPlaced(evaluation.after.ruleset, name)];
  const [alone, whole] = [await impacts.of(start.ruleset, evaluation.after.ruleset, date), await impacts.of(base.ruleset, evaluation.after.ruleset, date)];
  return {
    text: describe(op, start.ruleset),
    fields: diffRulesets(start.ruleset, evaluation.after.ruleset).find(({ rule }) => rule === name)?.fields ?? [],
    cases: evaluation.asIfSettled ? [] : diffCases(start.cases, evaluation.after.cases).filter(({ rule }) => rule === name),
    before: was === undefined ? null : renderGroup(was.rule.conditions),
    after: is === undefined ? null : renderGroup(is.rule.conditions),
    sameConditions: JSON.stringify(was?.rule.conditions) === JSON.stringify(is?.rule.conditions),
    title: is?.rule.event.params.title ?? name,
    warnings: evaluation.asIfSettled ? [] : evaluation.warnings.filter(({ rule }) => rule === name),
    asIfSettled: evaluation.asIfSettled,
    brokenCases: evaluation.brokenCases.length,
    alone: impactSummary(alone),
    whole: others.length === 0 ? null : impactSummary(whole),
  };
}
export type Preview = Awaited<ReturnType<typeof previewOf>>;

/**
 * Whether nothing but cases stands in the way of the operations. A rule and its cases often have to change together, and one of them comes
 * first: then it may be saved as it is, and the change cannot be submitted until they agree.
 */
export function onlyCasesInTheWay({ ruleset }: Side, operations: readonly Operation[], sources: Parameters<typeof applyChange>[2]): boolean {
  const rules = operations.filter(({ type }) => type !== 'add-case' && type !== 'replace-case' && type !== 'remove-case');
  return applyChange({ ruleset, cases: [] }, rules, sources).ok;
}
