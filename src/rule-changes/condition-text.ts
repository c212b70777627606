import { factText } from '../assessment/words.ts';
import { factTable, outcomeFacts } from '../candidate/facts.ts';
import type { Condition, Leaf } from '../rules/format.ts';
import { operatorLabels } from '../web/labels.ts';

/** "Insatsens slag är HVB" */
export function leafText({ fact, operator, value }: Leaf): string {
  const label = factTable[fact]?.label ?? outcomeFacts[fact]?.label ?? fact;
  return `${label} ${operatorLabels[operator]} ${factText(fact, value)}`;
}

/** A condition tree on one line, for lists of changes. */
export function conditionText(condition: Condition): string {
  if ('all' in condition) return group(condition.all, ' och ');
  if ('any' in condition) return group(condition.any, ' eller ');
  if ('not' in condition) return `inte (${conditionText(condition.not)})`;
  return leafText(condition);
}

function group(children: readonly Condition[], word: string): string {
  return children.map((child) => ('any' in child || 'all' in child ? `(${conditionText(child)})` : conditionText(child))).join(word);
}
