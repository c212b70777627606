import fc from 'fast-check';
import t from 'tap';
import { everyRule, loadRuleset } from '../../src/assessment/ruleset.ts';
import { type FactInfo, factTable, neutralFacts, outcomeFacts } from '../../src/candidate/facts.ts';
import { compile, fillRow } from '../../src/rules/compile.ts';
import { createEngine, firedByEngine, traceRules } from '../../src/rules/engine.ts';
import type { Condition, Leaf, TopCondition } from '../../src/rules/format.ts';
import { operators } from '../../src/rules/format.ts';

const facts: Record<string, FactInfo> = { ...factTable, ...outcomeFacts };

function valuesOf(info: FactInfo): fc.Arbitrary<string | number | boolean | string[]> {
  const special = (info.special ?? []).map((s) => fc.constant(s));
  if (info.type === 'boolean') return fc.boolean();
  if (info.type === 'number') return fc.oneof(fc.integer({ min: 0, max: 130 }), fc.integer({ min: 20200101, max: 20301231 }), ...special);
  if (info.type === 'list') return fc.oneof(fc.subarray([...(info.values ?? [])]), ...special);
  return fc.constantFrom(...(info.values ?? []));
}

const anyFacts = fc.record(Object.fromEntries(Object.entries(facts).map(([id, info]) => [id, valuesOf(info)])));

t.test('the compiled rules and json-rules-engine fire the same rules on any facts', async (t) => {
  const rules = everyRule(loadRuleset());
  const compiled = rules.map((rule) => ({ name: rule.name, test: compile(rule.conditions) }));
  const engine = createEngine(rules);
  let fired = 0;
  await fc.assert(
    fc.asyncProperty(anyFacts, async (given) => {
      const row = fillRow([], given);
      const expected = await firedByEngine(engine, given);
      const actual = new Set(compiled.filter((r) => r.test(row)).map((r) => r.name));
      fired += actual.size;
      return actual.size === expected.size && [...actual].every((name) => expected.has(name));
    }),
    { numRuns: 150 },
  );
  t.ok(fired > 150, 'random facts do fire rules');
});

const leaf: fc.Arbitrary<Leaf> = fc.constantFrom(...Object.entries(facts)).chain(([fact, info]) =>
  fc.constantFrom(...operators).chain((operator) => {
    const list = operator === 'in' || operator === 'notIn';
    const comparison = operator.startsWith('less') || operator.startsWith('greater');
    const one = comparison ? fc.integer({ min: 0, max: 130 }) : valuesOf(info).filter((v) => !Array.isArray(v));
    const value = list ? fc.array(fc.constantFrom('unknown', 'none', ...(info.values ?? ['x'])), { minLength: 1, maxLength: 3 }) : one;
    return fc.record({ fact: fc.constant(fact), operator: fc.constant(operator), value });
  }),
);
const { tree } = fc.letrec<{ tree: TopCondition; node: Condition }>((tie) => ({
  node: fc.oneof({ maxDepth: 3 }, leaf, tie('tree')),
  tree: fc.oneof(
    fc.record({ all: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('node') }),
  ),
}));

t.test('they also agree on any condition tree, and the trace says the same', async (t) => {
  await fc.assert(
    fc.asyncProperty(tree, anyFacts, async (conditions, given) => {
      const expected = compile(conditions)(fillRow(fillRow([], neutralFacts), given));
      const rule = {
        name: 'x',
        conditions,
        event: { type: 'pathway' as const, params: { title: 'xxxxx', pathway: null, stage: null, section: 'stage1' as const, text: 'xxxxxxxxxx' } },
      };
      const [outcome] = await traceRules([rule], given);
      return outcome?.fired === expected && outcome.conditions.result === expected;
    }),
    { numRuns: 300 },
  );
  t.pass('no counterexample');
});
