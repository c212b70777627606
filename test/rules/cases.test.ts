import t from 'tap';
import { everyRule, loadRuleset } from '../../src/assessment/ruleset.ts';
import { isComplete, runCases } from '../../src/rules/cases.ts';
import type { PathwayRule, RuleCase } from '../../src/rules/format.ts';
import { loadCases } from '../../src/rules/load-cases.ts';

const rules = everyRule(loadRuleset());
const cases = loadCases();

t.test('every rule case holds, and every rule and condition is exercised from both sides', async (t) => {
  const report = runCases(rules, cases);
  t.strictSame(report.faults, []);
  t.strictSame(
    report.results.filter((r) => !r.passed).map((r) => `${r.case.rule}: ${r.case.name}`),
    [],
  );
  t.strictSame(
    report.rules.filter((r) => !(r.fires && r.doesNot)).map((r) => r.rule),
    [],
  );
  t.strictSame(
    report.leaves.filter((l) => !(l.heldDecisively && l.failedDecisively)).map((l) => `${l.rule} ${l.path}`),
    [],
  );
  t.ok(isComplete(report));
});

t.test('removing any one rule’s firing cases is noticed', async (t) => {
  const [first] = cases;
  const fewer = cases.filter((c) => c.rule !== first?.rule || !c.fires);
  t.notOk(isComplete(runCases(rules, fewer)));
});

const rule: PathwayRule = {
  name: 'prov',
  conditions: {
    all: [
      { fact: 'group.addiction', operator: 'equal', value: true },
      {
        any: [
          { fact: 'group.ageMin', operator: 'greaterThan', value: 18 },
          { fact: 'group.homeless', operator: 'equal', value: true },
        ],
      },
    ],
  },
  event: { type: 'pathway', params: { title: 'Prov av täckning', pathway: null, stage: null, section: 'stage1', text: 'Bara för provet.' } },
};
const given = (facts: RuleCase['given'], fires: boolean): RuleCase => ({ rule: 'prov', name: JSON.stringify(facts), given: facts, fires });

t.test('a condition that no case turns alone is not covered', async (t) => {
  const some = [given({ 'group.addiction': true, 'group.ageMin': 30, 'group.homeless': true }, true), given({ 'group.ageMin': 30 }, false)];
  const report = runCases([rule], some);
  t.equal(report.ruleCoverage, 1);
  t.equal(report.leafCoverage, 1 / 3, 'only addiction is turned from both sides');
});

t.test('a case that expects the wrong answer, names no rule or has an impossible value is reported', async (t) => {
  t.equal(runCases([rule], [given({}, true)]).results[0]?.passed, false);
  t.equal(runCases([rule], [{ ...given({}, true), rule: 'finns-inte' }]).faults.length, 1);
  t.equal(runCases([rule], [given({ 'group.ageMin': 'gammal' }, true)]).faults.length, 1);
  t.equal(runCases([rule], [given({ 'group.okänt': 1 }, true)]).faults.length, 1);
});
