import fc from 'fast-check';
import t from 'tap';
import { createAssessor } from '../../src/assessment/assess.ts';
import { assessCity } from '../../src/assessment/bulk.ts';
import { CandidateError } from '../../src/assessment/errors.ts';
import type { Candidate } from '../../src/assessment/types.ts';
import { type CurrentState, nothingEntered } from '../../src/candidate/build-facts.ts';
import { type Design, designFieldNames, designSchema, emptyDesign } from '../../src/candidate/design.ts';
import { designFields } from '../../src/candidate/design-fields.ts';
import { loadKnowledge } from '../../src/knowledge.ts';

const knowledge = loadKnowledge();
const assessor = createAssessor(knowledge);
const bases = knowledge.ruleset.laws.map((l) => l.id);
const date = '2026-01-01';

function answer(name: (typeof designFieldNames)[number]): fc.Arbitrary<unknown> {
  const field = designFields[name];
  if (field.type === 'choice') return fc.constantFrom('unknown', ...Object.keys(field.choices));
  if (field.type === 'list') return fc.oneof(fc.constant('unknown'), fc.subarray(Object.keys(field.choices)));
  return fc.oneof(fc.constantFrom('unknown', 'none'), fc.integer({ min: field.min, max: field.max }));
}
const anyDesign: fc.Arbitrary<Design> = fc.record(Object.fromEntries(designFieldNames.map((name) => [name, answer(name)]))).map((d) => designSchema.parse(d));
const anyCandidate: fc.Arbitrary<Candidate> = fc
  .record({ pair: fc.constantFrom(...knowledge.catalogue.pairs), legalBasis: fc.constantFrom(...bases), design: anyDesign })
  .map(({ pair, legalBasis, design }) => ({ insats: pair.insats.id, targetGroup: pair.group.id, legalBasis, date, design }));

t.test('assessing is a pure function: the same candidate gives the same answer', async (t) => {
  fc.assert(fc.property(anyCandidate, (c) => JSON.stringify(assessor.assess(c)) === JSON.stringify(createAssessor(knowledge).assess(c))));
  t.pass('no counterexample');
});

t.test('the design never changes what the law says', async (t) => {
  fc.assert(fc.property(anyCandidate, (c) => assessor.assess(c).law.verdict === assessor.assess({ ...c, design: emptyDesign }).law.verdict));
  t.pass('no counterexample');
});

t.test('every answer cites: grounds, flags and signals have readable citations that the register knows', async (t) => {
  fc.assert(
    fc.property(anyCandidate, (c) => {
      const { law, flags, signals } = assessor.assess(c);
      const cited = [...law.grounds.map((g) => [g.citation]), ...flags.map((f) => f.citations), ...signals.map((s) => s.citations)];
      return law.grounds.length > 0 && cited.every((list) => list.length > 0 && list.every((text) => text.length > 3));
    }),
  );
  t.pass('no counterexample');
});

t.test('each flag that says what clears it is cleared by each of those changes', async (t) => {
  let checked = 0;
  fc.assert(
    fc.property(anyCandidate, (c) => {
      for (const flag of assessor.assess(c).flags) {
        for (const { set } of flag.clearedBy) {
          checked += 1;
          const after = assessor.assess({ ...c, design: { ...c.design, ...set } });
          if (after.flags.some((f) => f.rule === flag.rule)) return false;
        }
      }
      return true;
    }),
  );
  t.ok(checked > 100, 'there was something to check');
});

t.test('an unanswered question is named as missing, never read as yes or no', async (t) => {
  const c: Candidate = { insats: 'barn-och-unga-skilda-varldar', targetGroup: 'barn-12-14', legalBasis: 'sol-2025-400', date, design: emptyDesign };
  const { flags } = assessor.assess(c);
  const routine = flags.find((f) => f.missing.includes('reportRoutine'));
  t.ok(routine, 'the routine for orosanmälan is missing');
  t.match(routine?.message, /Saknas i utformningen/);
  const answered = assessor.assess({ ...c, design: { ...emptyDesign, reportRoutine: 'no' } });
  t.notOk(answered.flags.find((f) => f.rule === routine?.rule)?.missing.includes('reportRoutine'), 'a no is a no');
  t.notOk(
    assessor.assess({ ...c, design: { ...emptyDesign, reportRoutine: 'yes' } }).flags.some((f) => f.rule === routine?.rule),
    'a yes clears it',
  );
});

t.test('the trace has every rule, agrees with the answer, and the smallest change is verified', async (t) => {
  const { length } = [
    ...assessor.rulesAt('sol-2025-400', date).lawRules,
    ...assessor.rulesAt('sol-2025-400', date).risks,
    ...assessor.rulesAt('sol-2025-400', date).signals,
    ...assessor.rulesAt('sol-2025-400', date).pathway,
  ];
  for (const [insats, targetGroup] of [
    ['missbruk-och-beroende-motiverande-samtal-mi', 'vuxna-med-skadligt-bruk'],
    ['barn-och-unga-trappanmodellen', 'valdsutsatt-barn'],
  ] as const) {
    const c: Candidate = { insats, targetGroup, legalBasis: 'sol-2025-400', date, design: emptyDesign };
    const { trace, flags, law } = await assessor.explain(c);
    t.equal(trace.length, length, 'every rule is in the trace');
    t.strictSame(new Set(trace.filter((r) => r.fired && r.kind === 'risk').map((r) => r.rule)), new Set(flags.map((f) => f.rule)));
    t.strictSame(new Set(trace.filter((r) => r.fired && r.kind === 'law').map((r) => r.rule)), new Set(law.grounds.map((g) => g.rule)));
    let found = 0;
    for (const { rule, fired, smallestChange } of trace) {
      if (!fired || !smallestChange) continue;
      found += 1;
      const after = assessor.assess({ ...c, design: { ...c.design, ...smallestChange.set } });
      t.notOk(
        after.flags.some((f) => f.rule === rule),
        `${rule} is cleared`,
      );
      const single = Object.keys(smallestChange.set).length;
      t.ok(single >= 1 && single <= 3, 'by few changes');
    }
    t.ok(found > 5, 'there were flags to clear');
  }
});

t.test('the bulk evaluator gives each district the answer that one candidate at a time gives', async (t) => {
  const told = fc.constantFrom<CurrentState['givenToday']>('yes', 'no', 'unknown');
  const states = fc.record<CurrentState>({ givenToday: told, withoutDecisionToday: told, privateToday: told, wishesOpen: told });
  const designs = new Set<string>();
  fc.assert(
    fc.property(states, states, (one, other) => {
      const entered = new Map<string, CurrentState>([
        ['farsta', one],
        ['sodermalm', other],
      ]);
      const stateOf = (district: string) => entered.get(district);
      let seen = 0;
      const count = assessCity(assessor, { districts: ['jarva', ...entered.keys(), 'farsta'], legalBases: bases, date, stateOf }, (answer) => {
        seen += 1;
        const state = stateOf(answer.district);
        // The design that the district's draft would have.
        const { design } = assessor.defaultDesign(answer.insats, answer.targetGroup, answer.legalBasis, state);
        designs.add(JSON.stringify(design.provider));
        const alone = assessor.assess({ ...answer, date, design, ...(state ? { currentState: state } : {}) });
        const fired = [...alone.law.grounds, ...alone.flags, ...alone.signals].map((x) => x.rule).sort();
        const same =
          alone.law.verdict === answer.verdict && alone.recommendation.rule === answer.pathway.name && fired.join() === [...answer.fired].sort().join();
        if (!same) throw new Error(`${answer.district}: ${answer.insats}, ${answer.targetGroup}, ${answer.legalBasis}`);
      });
      t.equal(count, knowledge.catalogue.pairs.length * bases.length * 4);
      t.equal(seen, count);
    }),
    {
      numRuns: 3,
      examples: [
        [
          { ...nothingEntered, privateToday: 'yes' },
          { ...nothingEntered, givenToday: 'no' },
        ],
      ],
    },
  );
  t.ok(designs.size > 1, 'what a district does today makes another design');
});

t.test('what a district does today counts for that district', async (t) => {
  const c: Candidate = {
    insats: 'funktionshinder-boendestod',
    targetGroup: 'vuxna-med-funktionsnedsattning',
    legalBasis: 'sol-2025-400',
    date,
    design: emptyDesign,
  };
  const before = assessor.assess(c).signals.length;
  const after = assessor.assess({ ...c, currentState: { givenToday: 'yes', withoutDecisionToday: 'yes', privateToday: 'unknown', wishesOpen: 'yes' } }).signals
    .length;
  t.ok(after > before, 'a district’s own practice and wish are signals');
});

t.test('unknown ids are refused with the field', async (t) => {
  const c: Candidate = { insats: 'x', targetGroup: 'barn-0-11', legalBasis: 'sol-2025-400', date, design: emptyDesign };
  t.throws(() => assessor.assess(c), CandidateError);
  t.throws(() => assessor.assess({ ...c, insats: 'aldre-hemtjanst', targetGroup: '__proto__' }), CandidateError);
});
