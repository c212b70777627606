import type { Facts } from '../src/candidate/facts.ts';
import type { AnyRule, Condition, Leaf } from '../src/rules/format.ts';

/**
 * The floor: each rule written out as the plain JavaScript expression that a person would write by hand, so that no
 * evaluator can be much faster. Written at run time from the rule files, so that it never falls behind them.
 */

const comparison: Partial<Record<Leaf['operator'], string>> = { lessThan: '<', lessThanInclusive: '<=', greaterThan: '>', greaterThanInclusive: '>=' };

function leafExpression({ fact, operator, value }: Leaf): string {
  const f = `f[${JSON.stringify(fact)}]`;
  const sign = comparison[operator];
  if (sign) return `(typeof ${f} === 'number' && ${f} ${sign} ${JSON.stringify(value)})`;
  const one = (v: unknown) => `${f} === ${JSON.stringify(v)}`;
  if (operator === 'equal') return `(${one(value)})`;
  if (operator === 'notEqual') return `(${f} !== ${JSON.stringify(value)})`;
  if (operator === 'in') return `(${(Array.isArray(value) ? value : []).map(one).join(' || ')})`;
  if (operator === 'notIn') return `!(${(Array.isArray(value) ? value : []).map(one).join(' || ')})`;
  const has = `${f}.includes(${JSON.stringify(value)})`;
  return `(Array.isArray(${f}) && ${operator === 'contains' ? has : `!${has}`})`;
}

function expression(condition: Condition): string {
  if ('all' in condition) return `(${condition.all.map(expression).join(' && ')})`;
  if ('any' in condition) return `(${condition.any.map(expression).join(' || ')})`;
  if ('not' in condition) return `!${expression(condition.not)}`;
  return leafExpression(condition);
}

/** One function that returns the names of all rules that fire. */
export function writeFloor(rules: readonly AnyRule[]): (facts: Facts) => string[] {
  const body = rules.map((r) => `if ${expression({ all: [r.conditions] })} fired.push(${JSON.stringify(r.name)});`).join('\n');
  return new Function('f', `const fired = [];\n${body}\nreturn fired;`) as (facts: Facts) => string[];
}
