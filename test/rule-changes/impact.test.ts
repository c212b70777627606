import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import t from 'tap';
import { ruleImpactSchema } from '../../src/api/rule-impact.ts';
import { createAssessor } from '../../src/assessment/assess.ts';
import type { Ruleset } from '../../src/assessment/ruleset.ts';
import type { Assessment, Candidate } from '../../src/assessment/types.ts';
import type { CurrentState } from '../../src/candidate/build-facts.ts';
import { loadKnowledge } from '../../src/knowledge.ts';
import { applyChange } from '../../src/rule-changes/apply.ts';
import { impactOf } from '../../src/rule-changes/impact.ts';
import { summarise } from '../../src/rule-changes/impact-groups.ts';
import type { Operation } from '../../src/rule-changes/operations.ts';
import { type Placed, placedRules, withRule } from '../../src/rule-changes/places.ts';
import { readRule } from '../../src/rule-changes/read-rule.ts';
import { leavesOf } from '../../src/rules/conditions.ts';
import { type Condition, severities } from '../../src/rules/format.ts';
import { loadCases } from '../../src/rules/load-cases.ts';
import { buildTestApp } from '../helpers/app.ts';
import { runCommand } from '../helpers/cli.ts';

const knowledge = loadKnowledge();
const assessor = createAssessor(knowledge);
const base = { ruleset: knowledge.ruleset, cases: loadCases() };
const date = '2026-01-01';
const legalBases = ['sol-2025-400', 'sou-2020-47'];
const told: CurrentState = { givenToday: 'yes', withoutDecisionToday: 'no', privateToday: 'yes', wishesOpen: 'unknown' };
const stateOf = (district: string): CurrentState | undefined => (district === 'farsta' ? told : undefined);
const districts = ['farsta', 'skarpnack', 'enskede-arsta-vantor'];

const afterOf = (operations: Operation[]) => {
  const result = applyChange(base, operations, knowledge.sources);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.after.ruleset;
};

/** What a person would compare: where the candidate stands, its flags with severity, its grounds and signals. */
const said = ({ law, flags, signals, recommendation: { pathway, stage, section } }: Assessment) =>
  JSON.stringify([
    law.verdict,
    law.grounds.map((g) => g.rule),
    flags.map((f) => `${f.rule} ${f.severity}`).sort(),
    signals.map((s) => s.rule),
    pathway,
    stage,
    section,
  ]);

const risks = placedRules(base.ruleset).flatMap((placed) => (placed.kind === 'risk' ? [placed.rule] : []));
/** Rules with limits, which cases hold in their place: they are moved without asking the cases. */
const limited = placedRules(base.ruleset).filter(
  ({ kind, rule }) => kind !== 'pathway' && leavesOf(rule.conditions).some(({ leaf }) => typeof leaf.value === 'number'),
);
const moved = (condition: Condition, by: number): Condition => {
  if ('all' in condition) return { all: condition.all.map((c) => moved(c, by)) };
  if ('any' in condition) return { any: condition.any.map((c) => moved(c, by)) };
  if ('not' in condition) return { not: moved(condition.not, by) };
  return typeof condition.value === 'number' ? { ...condition, value: condition.value + by } : condition;
};
const withLimits = (ruleset: Ruleset, name: string, by: number): Ruleset => {
  const placed = placedRules(ruleset).find(({ rule }) => rule.name === name);
  if (placed === undefined) throw new Error(name);
  const read = readRule({ ...placed, rule: { ...placed.rule, conditions: moved(placed.rule.conditions, by) } });
  if ('problem' in read) throw new Error(read.problem);
  return { ...withRule(ruleset, read), hash: 'moved' };
};
const switchable = placedRules(base.ruleset).flatMap(({ kind, rule }) => (kind === 'pathway' ? [] : [rule.name]));
const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({ type: fc.constant('set-severity' as const), rule: fc.constantFrom(...risks.map((r) => r.name)), severity: fc.constantFrom(...severities) }),
  fc.record({ type: fc.constant('switch-off' as const), rule: fc.constantFrom(...switchable), motive: fc.constant('Prövas på nytt av en jurist.') }),
  fc.record({ type: fc.constant('set-validity' as const), rule: fc.constantFrom(...switchable), validTo: fc.constantFrom('2025-12-31', '2026-01-01') }),
);
const operations = fc
  .uniqueArray(operation, { minLength: 1, maxLength: 3, selector: (op) => (op.type === 'add-rule' ? op.name : op.rule) })
  .map((ops) => ops.filter((op) => op.type !== 'set-severity' || risks.find((r) => r.name === op.rule)?.event.params.severity !== op.severity));

t.test('the impact is what assessing everything anew says', async (t) => {
  const pairs = knowledge.catalogue.pairs.filter((_, i) => i % 23 === 0);
  let met = 0;
  fc.assert(
    fc.property(operations, fc.constantFrom(...limited), fc.integer({ min: -20, max: 20 }), (ops, { rule }, by) => {
      const after = withLimits(afterOf(ops), rule.name, by);
      const anew = createAssessor({ ...knowledge, ruleset: after });
      const candidates = pairs.flatMap(({ insats, group }) =>
        legalBases.flatMap((legalBasis) =>
          districts.slice(0, 2).map((district) => {
            const state = stateOf(district);
            const { design } = assessor.defaultDesign(insats.id, group.id, legalBasis, state);
            const candidate: Candidate = { insats: insats.id, targetGroup: group.id, legalBasis, date, design, ...(state ? { currentState: state } : {}) };
            return { district, candidate };
          }),
        ),
      );
      const lines = candidates.map((c) => ({ ...c, proposal: 'p', version: 1 }));
      const impact = impactOf(assessor, { before: base.ruleset, after, date, legalBases, districts, stateOf, lines });
      const key = (c: { legalBasis: string; insats: string; targetGroup: string }, district: string) =>
        `${c.legalBasis} ${c.insats} ${c.targetGroup} ${district}`;
      const city = new Map(impact.rows.flatMap((row) => row.districts.map((district) => [key(row, district), row] as const)));
      const inLines = new Map(impact.lines.map((line) => [key(line, line.district), line]));
      return candidates.every(({ district, candidate }) => {
        const [was, is] = [assessor.assess(candidate), anew.assess(candidate)];
        const row = city.get(key(candidate, district));
        const line = inLines.get(key(candidate, district));
        if (said(was) !== said(is)) met += 1;
        if ((said(was) !== said(is)) !== (row !== undefined) || (row === undefined) !== (line === undefined)) return false;
        if (row === undefined) return true;
        const [one, other] = [was, is].map(({ law, recommendation: r }) => ({ verdict: law.verdict, pathway: r.pathway, stage: r.stage, section: r.section }));
        return JSON.stringify([row.before, row.after]) === JSON.stringify([one, other]) && JSON.stringify(line?.effects) === JSON.stringify(row.effects);
      });
    }),
    {
      numRuns: 12,
      examples: limited
        .slice(0, 1)
        .map((one): [Operation[], Placed, number] => [[{ type: 'set-severity', rule: 'equality-no-guideline', severity: 'high' }], one, 5]),
    },
  );
  t.ok(met > 20, `random changes do change answers: ${met}`);
});

t.test('the counts are those of the rows', async (t) => {
  const impact = impactOf(assessor, {
    before: base.ruleset,
    after: afterOf([{ type: 'switch-off', rule: 'sol-familjehem', motive: 'Prövas på nytt av en jurist.' }]),
    date,
    legalBases,
    districts,
  });
  const summary = summarise(impact);
  t.equal(summary.asked, knowledge.catalogue.pairs.length * 2 * 3);
  t.ok(summary.counts.verdict > 0);
  t.equal(
    summary.changed,
    impact.rows.reduce((sum, row) => sum + row.districts.length, 0),
  );
  for (const groups of [summary.byDistrict, summary.byArea, summary.byBasis])
    t.equal(
      groups.reduce((sum, g) => sum + g.candidates, 0),
      summary.changed,
    );
  t.same(
    summary.byBasis.map((g) => g.key),
    ['sol-2025-400'],
    'the other basis is as before',
  );
  t.same(impactOf(assessor, { before: base.ruleset, after: base.ruleset, date, legalBases, districts }).rows, []);
});

/** A flag that some insats has with its default design. */
const often = assessor.assessCatalogue('sol-2025-400', date).flatMap(({ flags }) => flags.filter(({ severity }) => severity === 'medium'))[0]?.rule ?? '';
const good = { operations: [{ type: 'set-severity', rule: often, severity: 'blocking' }] };

t.test('the command and the API tell the same impact, and refuse at the field', async (t) => {
  const { app } = await buildTestApp(t);
  const folder = t.testdir({
    'good.json': JSON.stringify(good),
    'bad.json': JSON.stringify({ operations: [{ ...good.operations[0], severity: 'x' }] }),
    'half.json': '{',
  });
  const asked = (name: string, ...flags: string[]) => runCommand(['rules', 'impact', join(folder, name), ...flags]);
  const byCommand = await asked('good.json', '--date', date, '--basis', 'sol-2025-400', '--json');
  t.equal(byCommand.code, 0, byCommand.err);
  const post = (payload: unknown) =>
    app.inject({ method: 'POST', url: '/api/v1/rules/impact', headers: { 'content-type': 'application/json' }, payload: JSON.stringify(payload) });
  const byApi = await post({ ...good, date, legalBasis: 'sol-2025-400' });
  t.equal(byApi.statusCode, 200, byApi.body);
  const answer = ruleImpactSchema.parse(byApi.json());
  t.ok(answer.summary.counts.severity > 0 && answer.before !== answer.after);
  t.match(JSON.parse(byCommand.out), { after: answer.after, summary: answer.summary });
  const told = await asked('good.json', '--date', date);
  t.match(told.out, /Hindrar/);
  for (const [name, says] of [
    ['bad.json', /ändring 1, severity/],
    ['half.json', /JSON/],
    ['none.json', /läsa/],
  ] as const) {
    const refused = await asked(name);
    t.equal(refused.code, 2, name);
    t.match(refused.err, says);
  }
  t.equal((await asked('good.json', '--date', '1999-01-01')).code, 2);
  for (const [payload, field] of [
    [{ operations: [{ ...good.operations[0], severity: 'x' }] }, 'operations.0.severity'],
    [{ operations: [{ ...good.operations[0], rule: 'finns-inte' }] }, 'operations.0.rule'],
    [{ ...good, date: '2026-02-30' }, 'date'],
    [{ ...good, legalBasis: 'lss' }, 'legalBasis'],
    [{ ...good, date: '2024-01-01', legalBasis: 'sol-2025-400' }, 'date'],
    [{}, 'operations'],
  ] as const) {
    const response = await post(payload);
    t.equal(response.statusCode, 422, JSON.stringify(payload));
    t.equal(response.json().errors[0]?.field, field, response.body);
  }
  t.equal((await post({ operations: [{ type: 'switch-off', rule: 'x', motive: 'x'.repeat(300_000) }] })).statusCode, 413);
  writeFileSync(join(folder, 'large.json'), ' '.repeat(1024 * 1024 + 1));
  t.equal((await asked('large.json')).code, 2);
});
