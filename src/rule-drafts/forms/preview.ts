import { applyChange } from '../../rule-changes/apply.ts';
import { describe } from '../../rule-changes/describe.ts';
import { diffCases, diffRulesets } from '../../rule-changes/diff.ts';
import type { Operation } from '../../rule-changes/operations.ts';
import { findPlaced } from '../../rule-changes/places.ts';
import { renderGroup } from '../../rulebook/rules/rendering.ts';
import { runCases } from '../../rules/cases.ts';
import type { DraftImpacts } from '../impact/draft-impact.ts';
import { impactSummary } from '../impact/summary.ts';
import type { Evaluation, RuleDrafts, Side } from '../rule-drafts.ts';
import { rulesAfter } from './context.ts';

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

/** What an operation does beside the others of the change: the rule before and after in words, and what it does to the city. Nothing is saved. */
export async function previewOf(base: Side, { others, operations, at }: Placing, evaluation: Evaluation, { drafts, impacts, date }: PreviewParts) {
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
    cases: diffCases(start.cases, evaluation.after.cases).filter(({ rule }) => rule === name),
    before: was === undefined ? null : renderGroup(was.rule.conditions),
    after: is === undefined ? null : renderGroup(is.rule.conditions),
    sameConditions: JSON.stringify(was?.rule.conditions) === JSON.stringify(is?.rule.conditions),
    title: is?.rule.event.params.title ?? name,
    warnings: evaluation.warnings.filter(({ rule }) => rule === name),
    brokenCases: evaluation.brokenCases.length,
    alone: impactSummary(alone),
    whole: others.length === 0 ? null : impactSummary(whole),
  };
}
export type Preview = Awaited<ReturnType<typeof previewOf>>;

/** Cases of the rule that say otherwise than it would: they have to be replaced in the same change. */
export function casesInTheWay(base: Side, { operations, at }: Placing) {
  const op = operations[at];
  const { rules, cases } = rulesAfter(base, operations);
  const placed = op && findPlaced(rules, ruleNameOf(op));
  if (placed === undefined) return [];
  const { name } = placed.rule;
  return runCases(
    [placed.rule],
    cases.filter(({ rule }) => rule === name),
  )
    .results.filter(({ passed }) => !passed)
    .map(({ case: own, actual }) => ({ rule: name, name: own.name, fires: actual }));
}

/**
 * Whether nothing but cases stands in the way of the operations. A rule and its cases often have to change together, and one of them comes
 * first: then it may be saved as it is, and the change cannot be submitted until they agree.
 */
export function onlyCasesInTheWay({ ruleset }: Side, operations: readonly Operation[], sources: Parameters<typeof applyChange>[2]): boolean {
  const rules = operations.filter(({ type }) => type !== 'add-case' && type !== 'replace-case' && type !== 'remove-case');
  return applyChange({ ruleset, cases: [] }, rules, sources).ok;
}
