/** The full trace of one candidate, by json-rules-engine: every rule, fired or not, each condition with the fact's value. */
import { Engine, type RuleProperties } from 'json-rules-engine';
import { z } from 'zod';
import { type Facts, factTable, outcomeFacts } from '../candidate/facts.ts';
import { type AnyRule, operators } from './format.ts';
import type { TraceNode } from './trace.ts';

const factValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
const leafResult = z.object({ fact: z.string(), operator: z.enum(operators), value: factValue, factResult: factValue, result: z.boolean() });
type EngineCondition = z.infer<typeof leafResult> | { all: EngineCondition[] } | { any: EngineCondition[] } | { not: EngineCondition };
const engineCondition: z.ZodType<EngineCondition> = z.lazy(() =>
  z.union([leafResult, z.object({ all: z.array(engineCondition) }), z.object({ any: z.array(engineCondition) }), z.object({ not: engineCondition })]),
);
const engineResult = z.object({ name: z.string(), result: z.boolean() });

export interface RuleOutcome {
  name: string;
  fired: boolean;
  conditions: TraceNode;
}

function labelOf(fact: string): string {
  return factTable[fact]?.label ?? outcomeFacts[fact]?.label ?? fact;
}

function toTrace(node: EngineCondition): TraceNode {
  if ('fact' in node) {
    const { fact, operator, value, factResult, result } = node;
    return { type: 'leaf', fact, label: labelOf(fact), operator, expected: value, actual: factResult, result };
  }
  if ('not' in node) {
    const child = toTrace(node.not);
    return { type: 'not', result: !child.result, children: [child] };
  }
  const type = 'all' in node ? 'all' : 'any';
  const children = ('all' in node ? node.all : node.any).map(toTrace);
  return { type, result: type === 'all' ? children.every((c) => c.result) : children.some((c) => c.result), children };
}

function ruleProperties({ name, conditions, event }: AnyRule): RuleProperties {
  return { name, conditions, event: { type: event.type } };
}

/** An engine with these rules. One run at a time: a shared engine that finishes stops its other runs. */
export function createEngine(rules: readonly AnyRule[]): Engine {
  return new Engine(rules.map(ruleProperties));
}

/** Names of the rules that fire, in the rules' order. */
export async function firedByEngine(engine: Engine, facts: Facts): Promise<Set<string>> {
  const { results } = await engine.run({ ...facts });
  return new Set(results.map((r) => r.name));
}

/**
 * Runs the rules on the facts and returns every rule's outcome in the rules' order.
 * No condition has a priority, so nothing is short-circuited and each leaf carries a result.
 */
export async function traceRules(rules: readonly AnyRule[], facts: Facts): Promise<RuleOutcome[]> {
  const { results, failureResults } = await createEngine(rules).run({ ...facts });
  const byName = new Map(
    [...results, ...failureResults].map((r) => {
      const { name, result } = engineResult.parse({ name: r.name, result: r.result });
      const conditions = toTrace(engineCondition.parse(r.toJSON<false>(false).conditions));
      if (conditions.result !== result) throw new Error(`${name}: spåret stämmer inte med regelns utfall`);
      return [name, { name, fired: result, conditions }] as const;
    }),
  );
  return rules.map((rule) => {
    const outcome = byName.get(rule.name);
    if (!outcome) throw new Error(`${rule.name}: regeln gav inget utfall`);
    return outcome;
  });
}
