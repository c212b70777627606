import fc from 'fast-check';
import t from 'tap';
import { type FactValue, factTable, neutralFacts } from '../../src/candidate/facts.ts';
import { decide } from '../../src/rule-changes/decide.ts';
import { compile, fillRow } from '../../src/rules/compile.ts';
import type { Condition, Leaf, TopCondition } from '../../src/rules/format.ts';

/** Few facts with few values, so that all their combinations can be tried. */
const domains: Readonly<Record<string, readonly FactValue[]>> = {
  'group.minors': ['all', 'some', 'none'],
  'design.provider': factTable['design.provider']?.values ?? [],
  'design.private': ['yes', 'no', 'unknown'],
  'group.ageMin': Array.from({ length: 121 }, (_, i) => i),
  'insats.treatment': [true, false],
};
const leaf: fc.Arbitrary<Leaf> = fc.oneof(
  fc.record({
    fact: fc.constant('group.minors'),
    operator: fc.constantFrom('in' as const, 'notIn' as const),
    value: fc.subarray(['all', 'some', 'none'], { minLength: 1 }),
  }),
  fc.record({
    fact: fc.constant('design.provider'),
    operator: fc.constantFrom('equal' as const, 'notEqual' as const),
    value: fc.constantFrom('own', 'lov', 'unknown'),
  }),
  fc.record({
    fact: fc.constant('design.private'),
    operator: fc.constantFrom('equal' as const, 'notEqual' as const),
    value: fc.constantFrom('yes', 'no', 'unknown'),
  }),
  fc.record({
    fact: fc.constant('group.ageMin'),
    operator: fc.constantFrom('lessThan' as const, 'greaterThanInclusive' as const, 'greaterThan' as const, 'equal' as const),
    value: fc.constantFrom(-1, 0, 17, 18, 18.5, 120, 121),
  }),
  fc.record({ fact: fc.constant('insats.treatment'), operator: fc.constant('equal' as const), value: fc.boolean() }),
);
const { tree } = fc.letrec<{ tree: TopCondition; node: Condition }>((tie) => ({
  node: fc.oneof({ maxDepth: 2 }, leaf, tie('tree')),
  tree: fc.oneof(
    fc.record({ all: fc.array(tie('node'), { minLength: 1, maxLength: 4 }) }),
    fc.record({ any: fc.array(tie('node'), { minLength: 1, maxLength: 4 }) }),
    fc.record({ not: tie('node') }),
  ),
}));

const ages = [0, 16, 17, 18, 19, 119, 120];

/** Whether the tree holds, and whether it fails, for any facts at all, by trying them. */
function tried(condition: Condition): { holds: boolean; fails: boolean } {
  const test = compile(condition);
  const seen = { holds: false, fails: false };
  for (const minors of domains['group.minors'] ?? [])
    for (const provider of domains['design.provider'] ?? [])
      for (const age of ages)
        for (const treatment of [true, false]) {
          const other = provider === 'unknown' ? 'unknown' : provider === 'own' ? 'no' : 'yes';
          const facts = { 'group.minors': minors, 'design.provider': provider, 'group.ageMin': age, 'insats.treatment': treatment };
          // `private` follows from the provider only for those who ask both.
          for (const own of JSON.stringify(condition).includes('design.provider') ? [other] : (domains['design.private'] ?? []))
            if (test(fillRow(fillRow([], neutralFacts), { ...facts, 'design.private': own }))) seen.holds = true;
            else seen.fails = true;
        }
  return seen;
}

t.test('never and always are what trying everything says, and the examples hold', async (t) => {
  const met = { never: 0, always: 0, sometimes: 0, undecided: 0 };
  fc.assert(
    fc.property(tree, (condition) => {
      const decision = decide(condition);
      met[decision.is] += 1;
      const { holds, fails } = tried(condition);
      if (decision.is !== 'sometimes') return decision.is === (holds ? 'always' : 'never') && holds !== fails;
      const at = (facts: typeof decision.holds) => compile(condition)(fillRow(fillRow([], neutralFacts), facts));
      return holds && fails && at(decision.holds) && !at(decision.fails);
    }),
    { numRuns: 150 },
  );
  t.ok(met.never > 3 && met.always > 3 && met.sometimes > 50 && met.undecided === 0, JSON.stringify(met));
});

t.test('what is too large to search is said to be undecided, never more', async (t) => {
  const flags = Object.keys(factTable).filter((id) => factTable[id]?.type === 'boolean');
  const pairs = flags.flatMap((a, i) =>
    flags.slice(i + 1).map((b) => ({
      any: [
        { fact: a, operator: 'equal' as const, value: true },
        { fact: b, operator: 'equal' as const, value: true },
      ],
    })),
  );
  t.equal(decide({ all: pairs }, 3).is, 'undecided');
  t.equal(decide({ all: pairs }).is, 'sometimes');
});
