import t from 'tap';
import { createAssessor } from '../../../src/assessment/assess.ts';
import type { Ruleset } from '../../../src/assessment/ruleset.ts';
import { loadKnowledge } from '../../../src/knowledge.ts';
import { analyseCity, type Progress } from '../../../src/rulebook/cases/analysis.ts';
import type { RiskRule, TopCondition } from '../../../src/rules/format.ts';

const all = loadKnowledge();
/** A small city: the analysis takes the same way through it as through the whole catalogue. */
const pairs = all.catalogue.pairs.filter(({ insats }) => ['trygghetslarm', 'samtalsstod', 'hvb', 'jourhem'].includes(insats.classification.kind)).slice(0, 40);
const knowledge = { ...all, catalogue: { ...all.catalogue, pairs } };
const date = '2026-11-22';

type Way = RiskRule['event']['params']['clearedBy'][number]['set'];
function rule(name: string, conditions: TopCondition, ways: Way[] = [], validTo?: string): RiskRule {
  return {
    name,
    conditions,
    ...(validTo === undefined ? {} : { validTo }),
    event: {
      type: 'flag',
      params: {
        title: `Regeln ${name}`,
        severity: 'low',
        message: 'Bara för provet.',
        reason: 'Bara för provet.',
        citations: ['sol-2025-400/11:1'],
        clearedBy: ways.map((set) => ({ set, text: 'Ändra svaret' })),
        reviewer: ['legal'],
      },
    },
  };
}
const is = (fact: string, value: string | boolean): TopCondition => ({ all: [{ fact, operator: 'equal', value }] });
const both = (...parts: TopCondition[]): TopCondition => ({ all: parts });

const larm = is('insats.kind', 'trygghetslarm');
const samtal = is('insats.kind', 'samtalsstod');
const made: RiskRule[] = [
  rule('alltid', { any: [larm, { not: larm }] }),
  rule('larm', larm),
  rule('larm-igen', { all: [{ not: { not: larm } }] }),
  rule('larm-eller-samtal', { any: [larm, samtal] }),
  rule('annan-utformning', both(samtal, is('design.fee', 'charged'), is('design.anonymity', 'allowed'), is('design.residence', 'none'))),
  rule('nulage', both(samtal, is('district.privateToday', 'yes'))),
  rule('utanfor-katalogen', both(larm, is('insats.counselling', true), is('group.prostitution', true))),
  rule('motsager-sig', both(larm, samtal)),
  rule('motsagda-svar', both(larm, is('design.anonymity', 'allowed'), is('design.documentation', 'full'))),
  rule('har-gallt', larm, [], '2026-01-01'),
  { ...rule('avstangd', both(larm, is('design.guide', 'yes')), [{ guide: 'no' }]), switchedOff: { motive: 'Bara för provet.' } },
  // No answer satisfies both: guide must be yes for the one and must not be for the other.
  rule('maste-ha-lots', both(larm, { not: is('design.guide', 'yes') }), [{ guide: 'yes' }]),
  rule('far-inte-ha-lots', both(larm, is('design.guide', 'yes')), [{ guide: 'no' }]),
  // The advice of the first wakes the second, and no advice settles both, but another answer does.
  rule('tak-i-timmar', both(samtal, { any: [is('design.ceilingKind', 'none'), is('design.ceilingKind', 'unknown')] }), [{ ceilingKind: 'hours' }]),
  rule('inte-timmar', both(samtal, is('design.ceilingKind', 'hours')), [{ ceilingKind: 'none' }]),
  // The advice of the first wakes the second, whose own advice settles it.
  rule('undantag', both(samtal, { not: is('design.documentation', 'exception') }), [{ documentation: 'exception' }]),
  rule('skal-for-undantag', both(samtal, is('design.documentation', 'exception'), { not: is('design.exceptionReason', 'violence') }), [
    { exceptionReason: 'violence' },
  ]),
];
const ruleset: Ruleset = { ...all.ruleset, themes: [{ id: 'prov', title: 'Prov', summary: 'Bara för provet.', rules: made }], signals: [], hash: 'prov' };

t.test('a made-up ruleset with known gaps, overlaps, silent rules and conflicts', async (t) => {
  const seen: Progress[] = [];
  const found = await analyseCity(knowledge, ruleset, date, { onProgress: (progress) => seen.push(progress) });
  t.equal(found.candidates, pairs.length * 2);
  t.ok(seen.every(({ done, total }, i) => done <= total && done >= (seen[i - 1]?.done ?? 0)));

  const kindOf = new Map(pairs.map(({ insats }) => [insats.id, insats.classification.kind]));
  t.same([...new Set(found.gaps.map(({ insats }) => kindOf.get(insats)))].sort(), ['hvb', 'jourhem']);
  t.same([...new Set(found.gaps.flatMap(({ only }) => only))], ['alltid'], 'a rule that fires everywhere hides no gap');
  t.same(found.overlaps.always, ['alltid']);

  const same = found.overlaps.same.map(({ rules }) => rules.filter((name) => made.some((one) => one.name === name))).filter((rules) => rules.length > 0);
  t.ok(same.some((rules) => rules.includes('larm') && rules.includes('larm-igen')));
  t.ok(found.overlaps.within.some(({ inner, outer }) => inner === 'larm' && outer === 'larm-eller-samtal'));
  t.notOk(found.overlaps.within.some(({ inner }) => inner === 'larm-eller-samtal'));

  const silent = new Map(found.silent.map((one) => [one.rule, one]));
  for (const [name, reach] of [
    ['annan-utformning', 'other_design'],
    ['nulage', 'current_state'],
    ['utanfor-katalogen', 'no_candidate'],
    ['motsager-sig', 'impossible'],
    ['motsagda-svar', 'no_candidate'],
    ['har-gallt', 'not_valid'],
    ['larm', undefined],
    ['avstangd', undefined],
  ] as const)
    t.equal(silent.get(name)?.reach, reach, name);

  const example = silent.get('annan-utformning')?.example;
  const assessor = createAssessor({ ...knowledge, ruleset });
  if (!example) throw new Error('an example is shown');
  const { insats, targetGroup, legalBasis, set } = example;
  const design = { ...assessor.defaultDesign(insats, targetGroup, legalBasis).design, ...set };
  t.ok(assessor.assess({ insats, targetGroup, legalBasis, date, design }).flags.some(({ rule: name }) => name === 'annan-utformning'));

  const conflicts = found.conflicts.map(({ kind, rule: one, other }) => `${kind} ${one} ${other}`);
  t.ok(conflicts.includes('impossible maste-ha-lots far-inte-ha-lots'));
  t.ok(conflicts.some((text) => text.startsWith('advice tak-i-timmar inte-timmar')));
  t.ok(conflicts.includes('follow_up undantag skal-for-undantag'));
  t.notOk(conflicts.some((text) => text.includes(' larm ')));
  t.notMatch(JSON.stringify(found), 'avstangd', 'what is switched off is no gap, conflict, overlap or silent rule');
  const advice = found.conflicts.find(({ kind, rule: one }) => kind === 'advice' && one === 'tak-i-timmar');
  if (!advice?.way) throw new Error('the answers that satisfy both are shown');
  const at = { ...advice.example, date };
  const settled = { ...assessor.defaultDesign(at.insats, at.targetGroup, at.legalBasis).design, ...advice.way };
  t.notOk(assessor.assess({ ...at, design: settled }).flags.some(({ rule: name }) => name === advice.rule || name === advice.other));
});

t.test('it stops when it is told to', async (t) => {
  await t.rejects(analyseCity(all, all.ruleset, date, { signal: AbortSignal.abort(new Error('stop')) }), { message: 'stop' });
});
