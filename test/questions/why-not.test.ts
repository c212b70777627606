import fc from 'fast-check';
import t from 'tap';
import { createAssessor } from '../../src/assessment/assess.ts';
import type { Candidate } from '../../src/assessment/types.ts';
import { loadKnowledge } from '../../src/knowledge.ts';
import { type CandidateCase, candidateHash, disagreement, runCandidateCases, sameToTheRules, selfContradiction } from '../../src/questions/candidate-cases.ts';
import { goalLeaves, pathwayGoal, verdictGoal } from '../../src/questions/goal.ts';
import { askUrl, readQuestion } from '../../src/questions/question.ts';
import { ruleStates, traceRule } from '../../src/questions/rule-trace.ts';
import { smallestChanges } from '../../src/questions/smallest-changes.ts';
import { readTarget, type Target, targetHolds, targetKey } from '../../src/questions/target.ts';
import { variablesOf } from '../../src/questions/variables.ts';
import { whyNot } from '../../src/questions/why-not.ts';
import { fillRow } from '../../src/rules/compile.ts';
import { pathways, verdicts } from '../../src/rules/format.ts';
import { parseForm } from '../../src/web/well-formed.ts';

const assessor = createAssessor(loadKnowledge());
const { catalogue, ruleset } = assessor.knowledge;
const today = '2026-11-22';
const candidateOf = (insats: string, targetGroup: string, legalBasis = 'sol-2025-400'): Candidate => ({
  ...{ insats, targetGroup, legalBasis, date: today },
  design: assessor.defaultDesign(insats, targetGroup, legalBasis).design,
});
const alarm = candidateOf('aldre-trygghetslarm', 'aldre-65-plus');
const anyPair = fc.constantFrom(...catalogue.pairs).map(({ insats, group }) => ({ insats: insats.id, group: group.id }));
const read = (href: string) => readQuestion(assessor, parseForm(href.split('?')[1]?.split('#')[0] ?? ''), '2030-01-01');

t.test('what a verdict and a way rest on is said as the assessment says it', async (t) => {
  fc.assert(
    fc.property(anyPair, fc.constantFrom(...ruleset.laws.map(({ id }) => id)), ({ insats, group }, basis) => {
      const candidate = candidateOf(insats, group, basis);
      const [at, row, answer] = [assessor.rulesAt(basis, today), fillRow([], assessor.factsOf(candidate)), assessor.assess(candidate)];
      const holds = (goal: ReturnType<typeof verdictGoal>) => smallestChanges(goal, true, row, [], { size: 0, states: 0 }).outcome === 'already';
      return (
        verdicts.every((verdict) => holds(verdictGoal(at, verdict)) === (answer.law.verdict === verdict)) &&
        [...pathways, null].every((pathway) => holds(pathwayGoal(at, pathway)) === (answer.recommendation.pathway === pathway))
      );
    }),
    { numRuns: 60 },
  );
  t.pass();
});

t.test('every offered change really flips, for rules, answers and ways', async (t) => {
  const rules = [...ruleset.themes.flatMap((theme) => theme.rules), ...ruleset.laws.flatMap((law) => law.rules), ...ruleset.signals];
  const anyTarget = fc.oneof(
    fc.constantFrom(...rules).map(({ name }): Target => ({ rule: name })),
    fc.constantFrom(...verdicts).map((verdict): Target => ({ verdict })),
    fc.constantFrom(...pathways).map((pathway): Target => ({ pathway })),
  );
  fc.assert(
    fc.property(anyPair, anyTarget, ({ insats, group }, target) => {
      const asked = candidateOf(insats, group);
      const answer = whyNot(assessor, asked, target);
      const does = (candidate: Candidate) => targetHolds(target, assessor.assess(candidate)) === answer.wanted;
      const sizes = new Set(answer.changes.map(({ facts }) => facts.length));
      return (
        targetHolds(target, assessor.assess(asked)) !== answer.wanted &&
        [...answer.changes, ...answer.within.changes].every(({ candidate }) => does(candidate)) &&
        answer.within.changes.every(({ facts }) => facts.every(({ lever }) => lever === 'design' || lever === 'district')) &&
        answer.insatser.every((id) => does({ ...answer.candidate, insats: id })) &&
        sizes.size <= 1 &&
        // The address of a change asks just that.
        answer.changes.every(({ candidate }) => {
          const again = read(askUrl(assessor, candidate));
          return 'candidate' in again && again.faults.length === 0 && does(again.candidate);
        })
      );
    }),
    { numRuns: 25 },
  );
  t.pass();
});

t.test('the kinds of answer are told apart', async (t) => {
  const design = whyNot(assessor, alarm, { pathway: 'keep_assessment' });
  t.equal(design.changes[0]?.lever, 'design', 'what a person can change comes first');
  const verdict = whyNot(assessor, alarm, { verdict: 'requires_assessment' });
  t.match(verdict.within, { outcome: 'impossible', changes: [] }, 'no design alters what the law says of an alarm');
  t.ok(verdict.changes.every(({ lever }) => lever === 'insats'));
  const help = whyNot(assessor, candidateOf('aldre-hemtjanst', 'aldre-65-plus'), { pathway: 'open' });
  t.equal(help.within.outcome, 'found', 'what the same insats needs is told, also where it is more than another insats would need');
  t.ok(help.within.changes.every(({ sets, facts }) => sets >= 1 && facts.every(({ to }) => to.length > 0)));
  const spans = help.within.changes.flatMap(({ facts }) => facts.flatMap(({ to }) => to));
  t.notOk(spans.includes('1000'), 'numbers of which any does are told as such, and not by the ends of the scale');
  const home = verdict.changes.find(({ facts }) => facts.some(({ to }) => to.includes('Familjehem')));
  t.ok(
    home?.real?.found.some(({ insats }) => insats === 'barn-och-unga-familjehem'),
    'the catalogue’s own are named',
  );
  const [old] = ruleset.laws.find(({ id }) => id === 'sou-2020-47')?.rules ?? [];
  t.same(whyNot(assessor, alarm, { rule: old?.name ?? '' }).first, { legalBasis: 'sou-2020-47' }, 'a rule of another law needs that law first');
  t.equal(readTarget(ruleset, 'regel.finns-inte'), null);
  t.same(readTarget(ruleset, targetKey({ pathway: null })), { pathway: null });
});

t.test('a rule that no values fulfil cannot happen', async (t) => {
  const goal = {
    all: [
      { fact: 'group.homeless', operator: 'equal' as const, value: true },
      { fact: 'group.homeless', operator: 'equal' as const, value: false },
    ],
  };
  const row = fillRow([], assessor.factsOf(alarm));
  t.equal(smallestChanges(goal, true, row, variablesOf(assessor, alarm, goalLeaves(goal)), { size: 5, states: 1000 }).outcome, 'impossible');
});

t.test('a link carries the whole question, and no more than it must', async (t) => {
  const plain = askUrl(assessor, alarm);
  t.equal(plain, '/metod/fraga?insats=aldre-trygghetslarm&datum=2026-11-22');
  const invented: Candidate = {
    ...alarm,
    legalBasis: 'sou-2020-47',
    design: { ...alarm.design, provider: 'lou', ageMin: 16, contactWays: ['phone'] },
    currentState: { givenToday: 'yes', withoutDecisionToday: 'unknown', privateToday: 'no', wishesOpen: 'unknown' },
    overrides: { 'insats.kind': 'familjehem', 'insats.feeListed': false, 'insats.violence': true, 'insats.givenCount': 'unknown' },
  };
  const again = read(askUrl(assessor, invented));
  t.match(again, { candidate: invented, madeUp: true, faults: [] });
  t.match(read(`${plain}&group.ageMin=16&group.ageMax=17`), {
    candidate: { overrides: { 'group.minors': 'all', 'group.under15': 'none', 'group.over65': 'none' } },
  });
  for (const wrong of [
    'group.ageMin=70&group.ageMax=3',
    'insats.kind=trolleri',
    'group.role=__proto__',
    'datum=2026-13-01',
    'grund=x',
    'district.givenToday=kanske',
  ])
    t.match(read(`${plain.replace('&datum=2026-11-22', '')}&${wrong}`), { faults: [{}] }, wrong);
  t.match(read('/metod/fraga?insats=borta'), { missing: { field: 'insats' } });
});

t.test('states and traces of rules', async (t) => {
  const answer = assessor.assess(alarm);
  const states = ruleStates(assessor, alarm, answer);
  const fired = states.filter((state) => state.fired).map(({ rule }) => rule);
  t.same(fired.sort(), [...answer.law.grounds, ...answer.flags, ...answer.signals, answer.recommendation].map(({ rule }) => rule).sort());
  t.ok(states.some(({ near }) => near));
  for (const { rule } of [...states.filter((state) => state.fired), ...states.filter(({ kind }) => kind === 'pathway')])
    t.equal((await traceRule(assessor, alarm, rule))?.fired, fired.includes(rule), rule);
  t.equal(await traceRule(assessor, alarm, 'finns-inte'), null);
});

t.test('cases: run, disagreement, contradiction', async (t) => {
  const one = (candidate: Candidate | null, expected: CandidateCase['expected']): CandidateCase => ({ id: 'x', candidate, expected });
  const [flag] = assessor.assess(alarm).flags;
  const rule = flag?.rule ?? '';
  const run = runCandidateCases(assessor, [
    one(alarm, { verdict: 'allowed', rules: { [rule]: true } }),
    one(alarm, { verdict: 'unclear', rules: { [rule]: false, 'finns-inte': true } }),
    one({ ...alarm, insats: 'borta' }, { verdict: 'allowed', rules: {} }),
    one(null, null),
  ]);
  t.same(
    run.map(({ outcome }) => outcome),
    ['agrees', 'disagrees', 'cannot_run', 'cannot_run'],
  );
  t.match(run[1], { differences: { length: 3 } });

  t.ok(sameToTheRules(assessor, alarm, { ...alarm, date: '2026-11-23' }), 'a day later nothing has changed');
  t.notOk(sameToTheRules(assessor, alarm, { ...alarm, design: { ...alarm.design, provider: 'lou' } }));
  t.equal(disagreement({ verdict: 'allowed', rules: {} }, { verdict: 'unclear', rules: {} }), 'verdict');
  t.same(disagreement({ rules: { a: true } }, { verdict: 'allowed', rules: { a: false } }), { rule: 'a' });
  t.equal(disagreement({ verdict: 'allowed', rules: {} }, { rules: { a: true } }), null);
  const strict = ruleset.laws.find(({ id }) => id === alarm.legalBasis)?.rules.find(({ event }) => event.params.verdict === 'requires_assessment')?.name ?? '';
  t.type(selfContradiction(assessor, alarm, { verdict: 'allowed', rules: { [strict]: true } }), 'string');
  t.equal(selfContradiction(assessor, alarm, { verdict: 'requires_assessment', rules: { [strict]: true } }), null);
  t.equal(candidateHash(alarm), candidateHash({ ...alarm, overrides: {} }), 'nothing made up is as good as no word of it');
  t.not(candidateHash(alarm), candidateHash({ ...alarm, date: '2026-11-23' }));
});
