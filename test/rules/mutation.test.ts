import fc from 'fast-check';
import t from 'tap';
import { loadRuleset } from '../../src/assessment/ruleset.ts';
import type { FactValue } from '../../src/candidate/facts.ts';
import { reportOn } from '../../src/rulebook/cases/report.ts';
import { caseRow } from '../../src/rules/cases.ts';
import { compile } from '../../src/rules/compile.ts';
import type { Condition, PathwayRule, TopCondition } from '../../src/rules/format.ts';
import { loadCases } from '../../src/rules/load-cases.ts';
import { mutationsOf } from '../../src/rules/mutate.ts';
import { checkRule, findDifference } from '../../src/rules/mutation.ts';

/** Facts of each type, with every value that the small trees could tell apart, and some that they could not. */
const values: Record<string, readonly FactValue[]> = {
  'group.addiction': [true, false],
  'group.minors': ['all', 'some', 'none'],
  'design.timeLimitMonths': ['unknown', 'none', 1, 4, 5, 6, 7, 8, 60],
  'design.contactWays': ['unknown', [], ['phone'], ['web'], ['visit'], ['phone', 'web'], ['phone', 'visit', 'web']],
};
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.constantFrom<Condition>(
    { fact: 'group.addiction', operator: 'equal', value: true },
    { fact: 'group.minors', operator: 'in', value: ['all', 'some'] },
    { fact: 'group.minors', operator: 'notEqual', value: 'none' },
    { fact: 'design.timeLimitMonths', operator: 'equal', value: 'unknown' },
    { fact: 'design.timeLimitMonths', operator: 'greaterThan', value: 5 },
    { fact: 'design.timeLimitMonths', operator: 'lessThanInclusive', value: 7 },
    { fact: 'design.contactWays', operator: 'contains', value: 'phone' },
    { fact: 'design.contactWays', operator: 'doesNotContain', value: 'web' },
  ),
);
const tree: fc.Arbitrary<TopCondition> = fc.letrec<{ node: Condition; group: TopCondition }>((tie) => ({
  node: fc.oneof({ depthSize: 'small' }, leaf, tie('group')),
  group: fc.oneof(
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie('node').map((not) => ({ not })),
  ),
})).group;

function* combinations(): Generator<Record<string, FactValue>> {
  const names = Object.keys(values);
  const total = names.reduce((product, name) => product * (values[name]?.length ?? 1), 1);
  for (let n = 0; n < total; n += 1) {
    let rest = n;
    const facts: Record<string, FactValue> = {};
    for (const name of names) {
      const list = values[name] ?? [];
      facts[name] = list[rest % list.length] ?? false;
      rest = Math.floor(rest / list.length);
    }
    yield facts;
  }
}
const rows = [...combinations()].map((facts) => caseRow(JSON.parse(JSON.stringify(facts))));

t.test('a difference is found exactly where there is one, and is one', async (t) => {
  fc.assert(
    fc.property(tree, (condition) => {
      const original = compile(condition);
      for (const { mutant } of mutationsOf(condition)) {
        const faulty = compile(mutant);
        const differs = rows.some((row) => original(row) !== faulty(row));
        const found = findDifference(condition, mutant);
        if ((found !== null) !== differs) return false;
        if (found === null) continue;
        const row = caseRow(JSON.parse(JSON.stringify(found.given)));
        if (original(row) !== found.original || faulty(row) === found.original) return false;
      }
      return true;
    }),
    { numRuns: 40 },
  );
  t.pass();
});

const rule = (conditions: TopCondition): PathwayRule => ({
  name: 'prov',
  conditions,
  event: { type: 'pathway', params: { title: 'Prov av felprovet', pathway: null, stage: null, section: 'stage1', text: 'Bara för provet.' } },
});

t.test('a fault counts as noticed only when a case answers it otherwise, and its witness as a case makes it noticed', async (t) => {
  const own = rule({ all: [{ fact: 'group.ageMin', operator: 'greaterThanInclusive', value: 65 }] });
  const given = (age: number, fires: boolean) => ({ rule: 'prov', name: `från ${age} år`, given: { 'group.ageMin': age }, fires });
  const far = checkRule(own, [given(80, true), given(20, false)]);
  t.ok(far.survivors.some(({ kind }) => kind === 'threshold'));
  const near = checkRule(own, [given(80, true), given(64, false), given(65, true)]);
  t.same(near.survivors, []);
  t.equal(near.killed, near.total);
  for (const { witness } of far.survivors) {
    const more = { rule: 'prov', name: 'vittnet', given: JSON.parse(JSON.stringify(witness.given)), fires: witness.original };
    t.ok(checkRule(own, [given(80, true), given(20, false), more]).killed > far.killed);
  }
});

t.test('a fault that changes nothing is not held against the cases', async (t) => {
  const twice = rule({
    any: [
      { fact: 'group.addiction', operator: 'equal', value: true },
      { fact: 'group.addiction', operator: 'notEqual', value: false },
    ],
  });
  const result = checkRule(twice, []);
  t.ok(result.equivalent > 0);
  t.equal(result.total, result.survivors.length);
  t.equal(checkRule(rule({ all: [{ fact: 'design.timeLimitMonths', operator: 'in', value: ['none', 'unknown'] }] }), []).equivalent, 0);
});

t.test('the cases notice what they must in every kind of rule; without the cases of one rule they do not', async (t) => {
  const ruleset = loadRuleset();
  const cases = loadCases();
  const report = reportOn(ruleset, cases);
  t.same(
    report.kinds.filter(({ score, needed }) => score < needed),
    [],
  );
  t.ok(report.ok);
  const [law] = ruleset.laws;
  const names = new Set(law?.rules.slice(0, 10).map(({ name }) => name));
  const fewer = reportOn(
    ruleset,
    cases.filter((c) => !names.has(c.rule)),
  );
  t.notOk(fewer.ok);
  t.ok(fewer.survivors.some((one) => names.has(one.rule)));
});
