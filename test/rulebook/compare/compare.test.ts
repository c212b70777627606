import fc from 'fast-check';
import t from 'tap';
import { type Assessor, createAssessor } from '../../../src/assessment/assess.ts';
import type { Ruleset } from '../../../src/assessment/ruleset.ts';
import { loadKnowledge } from '../../../src/knowledge.ts';
import { type Comparison, compareSides, type DesignChoice, designChoices } from '../../../src/rulebook/compare/compare.ts';
import { aspectIds, aspects, type Flip, flipsOf } from '../../../src/rulebook/compare/flips.ts';
import { reasonsOf } from '../../../src/rulebook/compare/reasons.ts';
import { ruleDifferences } from '../../../src/rulebook/compare/rule-differences.ts';
import { readSide, type Side, type WrittenSide } from '../../../src/rulebook/compare/sides.ts';
import type { RulesetVersion } from '../../../src/rulebook/compare/versions.ts';

const today = '2026-11-22';
const knowledge = loadKnowledge();
const base = createAssessor(knowledge);

/** A copy of the rules where one law rule answers otherwise, one risk rule is graded otherwise, one ends, one is gone and one is new. */
function changedRules({ laws, themes, ...rest }: Ruleset): Ruleset {
  const changed = {
    ...rest,
    laws: laws.map((law) => ({
      ...law,
      rules: law.rules.map((rule) =>
        rule.name === 'sol-tillfalligt-boende-vuxna'
          ? { ...rule, event: { ...rule.event, params: { ...rule.event.params, verdict: 'requires_assessment' as const } } }
          : rule,
      ),
    })),
    themes: themes.map((theme) => ({
      ...theme,
      rules: theme.rules.flatMap((rule) => {
        if (rule.name === graded) return [{ ...rule, event: { ...rule.event, params: { ...rule.event.params, severity: 'info' as const } } }];
        if (rule.name === ended) return [{ ...rule, validTo: '2026-06-30' }];
        if (rule.name === off) return [{ ...rule, switchedOff: { motive: 'Bara för provet.' } }];
        return rule.name === removed ? [{ ...rule, name: 'a-new-rule' }] : [rule];
      }),
    })),
  };
  return { ...changed, hash: 'c0ffee00c0ffee00' };
}
const [graded, ended, removed, off] = firedByMost(4);
/** Rules that say something of many candidates, so that a change of them is seen. */
function firedByMost(amount: number): (string | undefined)[] {
  const counts = new Map<string, number>();
  for (const { flags } of base.assessCatalogue('sol-2025-400', today)) for (const { rule } of flags) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, amount)
    .map(([rule]) => rule);
}

const changed = createAssessor({ ...knowledge, ruleset: changedRules(knowledge.ruleset) });
const assessors = [base, changed];
const all: RulesetVersion[] = assessors.map(({ knowledge: { ruleset } }, at) => ({
  number: at + 1,
  hash: ruleset.hash,
  kind: at === 0 ? 'base' : 'published',
  appliesFrom: null,
  title: at === 0 ? 'grundversionen' : 'en ändring',
}));
const [live] = all;
if (live === undefined) throw new Error('there is a first version');
const context = {
  all,
  live,
  today,
  assessorFor: async (hash: string): Promise<Assessor | undefined> => assessors.find((one) => one.knowledge.ruleset.hash === hash),
};

async function side(legalBasis: string, { date = today, version = '' }: Partial<WrittenSide> = {}): Promise<Side> {
  const read = await readSide({ legalBasis, date, version }, context);
  if (read.side === null) throw new Error(JSON.stringify(read.faults));
  return read.side;
}
const [proposal, law] = await Promise.all([side('sou-2020-47'), side('sol-2025-400')]);
const other = changed.knowledge.ruleset.hash;
const name = ({ pair: { insats, group } }: Flip): string => `${insats.id} ${group.id}`;

t.test('what the law changed is found by name, with both citations', async (t) => {
  const comparison = compareSides(proposal, law, { design: 'egen' });
  const reasons = reasonsOf(comparison, flipsOf(comparison, 'verdict').flips, aspects.verdict.values);
  const [sou, sol] = ['sou-2020-47/s.694', 'sol-2025-400/'];
  const violence = 'vald-i-nara-relationer-skyddat-boende-for-valdsutsatta-kvinnor';
  const young = `${sol}11:5-p5`;
  // shared/law.md, "Where the two differ", and decision 0004 on korttidsboende.
  const known: [string, string, string, string[], string[]][] = [
    ['barn-och-unga-hem-for-vard-eller-boende-hvb unga-18-20', 'allowed', 'requires_assessment', [`${sou}-p4`], [young]],
    ['barn-och-unga-stodboende unga-18-20', 'allowed', 'requires_assessment', [`${sou}-p4`], [young]],
    [`${violence} valdsutsatt-18-20`, 'allowed', 'requires_assessment', [sou], [young]],
    [`${violence} valdsutsatt-barn`, 'allowed', 'requires_assessment', [sou], [young]],
    [`${violence} valdsutsatt-med-barn`, 'allowed', 'requires_assessment', [sou], [young, `${sol}22:5`]],
    [
      'aldre-bistandsbedomt-trygghetsboende-och-eller-servicehus aldre-65-plus',
      'unclear',
      'requires_assessment',
      [`${sou}-p5`],
      [`${sol}8:4-st2`, `${sol}11:5-p6`],
    ],
    ['aldre-vaxelvard-korttidsboende aldre-65-plus', 'allowed', 'unclear', [`${sou}-p5`], [`${sol}11:5-p7`, 'ivo-tillstand/sol-verksamheter']],
  ];
  for (const [pair, from, to, before, after] of known) {
    const found = reasons.filter(({ flips }) => flips.some((flip) => name(flip) === pair));
    t.match(found, [{ from, to }], pair);
    t.equal(found.length, 1);
    t.same(
      found[0]?.fromCards.flatMap(({ places }) => places.map(({ key }) => key)),
      before,
      pair,
    );
    t.same(
      found[0]?.toCards.flatMap(({ places }) => places.map(({ key }) => key)),
      after,
      pair,
    );
  }
  const flipped = new Set(reasons.flatMap(({ flips }) => flips.map(name)));
  for (const adult of ['missbruk-och-beroende-hem-for-vard-eller-boende-hvb vuxna-med-skadligt-bruk', `${violence} valdsutsatt-utan-barn`])
    t.notOk(flipped.has(adult), `${adult} may be opened under both`);
  t.notOk(
    reasons.some(({ to }) => to === 'allowed'),
    'the law in force opens nothing that the proposal did not',
  );
  t.ok(reasons.every(({ toCards }) => toCards.every(({ places }) => places.length > 0)));
});

/** What assessing one by one says of every pair. */
function oneByOne({ assessor, legalBasis, date }: Side, design: (insats: string, group: string) => Side) {
  return knowledge.catalogue.pairs.map(({ insats, group }) => {
    const own = design(insats.id, group.id);
    const assumed = own.assessor.defaultDesign(insats.id, group.id, own.legalBasis).design;
    const { law: answer, flags, recommendation } = assessor.assess({ insats: insats.id, targetGroup: group.id, legalBasis, date, design: assumed });
    return {
      verdict: answer.verdict,
      pathway: recommendation.pathway ?? 'none',
      stage: String(recommendation.stage ?? 'none'),
      flags: new Map(flags.map(({ rule, severity }) => [rule, severity as string])),
    };
  });
}

t.test('every flip is what assessing both sides one by one says, and none is left out', async (t) => {
  const later = await side('sol-2025-400', { version: other });
  const compared: [Side, Side, DesignChoice][] = [
    [proposal, law, 'egen'],
    [proposal, law, 'till'],
    [law, later, 'egen'],
  ];
  for (const [from, to, design] of compared) {
    const comparison = compareSides(from, to, { design });
    const before = oneByOne(from, () => (design === 'till' ? to : from));
    const after = oneByOne(to, () => to);
    const pairs = knowledge.catalogue.pairs.map(({ insats, group }) => `${insats.id} ${group.id}`);
    for (const aspect of ['verdict', 'pathway', 'stage'] as const) {
      const expected = pairs.flatMap((pair, at) =>
        before[at]?.[aspect] === after[at]?.[aspect] ? [] : [`${pair} ${before[at]?.[aspect]} ${after[at]?.[aspect]}`],
      );
      t.same(
        flipsOf(comparison, aspect).flips.map((flip) => `${name(flip)} ${flip.from} ${flip.to}`),
        expected,
        `${aspect} ${design}`,
      );
    }
    const flags = pairs.flatMap((pair, at) => {
      const [one, two] = [before[at]?.flags ?? new Map<string, string>(), after[at]?.flags ?? new Map<string, string>()];
      return [...new Set([...one.keys(), ...two.keys()])]
        .filter((rule) => one.get(rule) !== two.get(rule))
        .map((rule) => `${pair} ${rule} ${one.get(rule) ?? 'none'} ${two.get(rule) ?? 'none'}`);
    });
    const found = flipsOf(comparison, 'flags').flips.map((flip) => `${name(flip)} ${[...flip.fromRules, ...flip.toRules][0]} ${flip.from} ${flip.to}`);
    t.same(found.sort(), flags.sort(), `flags ${design}`);
  }
});

const transposed = (design: DesignChoice): DesignChoice => (design === 'fran' ? 'till' : design === 'till' ? 'fran' : design);
const turned = <T extends { from: string; to: string }>({ from, to, ...rest }: T) => ({ ...rest, from: to, to: from });
const counted = (comparison: Comparison, aspect: (typeof aspectIds)[number]) =>
  flipsOf(comparison, aspect).crossings.map(({ from, to, count }) => ({ from, to, count }));
const sorted = (items: readonly object[]): string[] => items.map((item) => JSON.stringify(item, Object.keys(item).sort())).sort();

t.test('the other way round is the same table turned; a side beside itself differs in nothing', async () => {
  const dates = ['2025-07-01', '2026-06-30', today, '2027-08-01'];
  const arbitrary = fc.record({
    legalBasis: fc.constantFrom('sou-2020-47', 'sol-2025-400'),
    date: fc.constantFrom(...dates),
    version: fc.constantFrom('', other),
  });
  await fc.assert(
    fc.asyncProperty(arbitrary, arbitrary, fc.constantFrom(...designChoices), async (one, two, design) => {
      const [from, to] = await Promise.all([side(one.legalBasis, one), side(two.legalBasis, two)]);
      const [there, back] = [compareSides(from, to, { design }), compareSides(to, from, { design: transposed(design) })];
      for (const aspect of aspectIds) {
        t.same(sorted(counted(back, aspect)), sorted(counted(there, aspect).map(turned)));
        t.same(flipsOf(back, aspect).flips.length, flipsOf(there, aspect).flips.length);
        t.same(flipsOf(compareSides(from, from, { design }), aspect).flips, []);
      }
    }),
    { numRuns: 6 },
  );
});

t.test('versions and dates: which rules differ and why, and what it does', async (t) => {
  const later = await side('sol-2025-400', { version: other });
  const earlier = await side('sol-2025-400', { date: '2026-06-30', version: other });
  const told = (from: Side, to: Side) =>
    ruleDifferences({ from, to })
      .map(({ name: rule, kind, cause }) => `${rule} ${kind} ${cause}`)
      .sort();
  t.same(
    told(law, later),
    [
      `${ended} only_from date`,
      `${off} only_from switched_off`,
      `${removed} only_from version`,
      'a-new-rule only_to version',
      'sol-tillfalligt-boende-vuxna changed version',
      `${graded} changed version`,
    ].sort(),
  );
  t.same(told(earlier, later), [`${ended} only_from date`]);
  t.same(told(law, law), []);
  t.ok(
    told(proposal, law).every((line) => line.endsWith('basis')),
    'between the bases only the rules of law differ',
  );

  const verdicts = flipsOf(compareSides(law, later, { design: 'egen' }), 'verdict').flips;
  t.ok(verdicts.length > 0);
  t.ok(verdicts.every(({ fromRules, to }) => fromRules.includes('sol-tillfalligt-boende-vuxna') && to === 'requires_assessment'));
  const flags = flipsOf(compareSides(earlier, later, { design: 'egen' }), 'flags').flips;
  t.ok(flags.length > 0 && flags.every(({ fromRules, to }) => fromRules[0] === ended && to === 'none'));
});
t.test('a side that cannot be read says which field, and what to do', async (t) => {
  const wrong: [Partial<WrittenSide> & { legalBasis?: string }, string][] = [
    [{ legalBasis: 'sol-1956' }, 'legalBasis'],
    [{ legalBasis: '__proto__' }, 'legalBasis'],
    [{ date: '2025-06-30' }, 'date'],
    [{ date: '2026-02-30' }, 'date'],
    [{ date: 'i morgon' }, 'date'],
    [{ date: '2101-01-01' }, 'date'],
    [{ version: '0000000000000000' }, 'version'],
  ];
  for (const [written, field] of wrong) {
    const { side: none, faults } = await readSide({ legalBasis: 'sol-2025-400', date: '', version: '', ...written }, context);
    t.equal(none, null);
    t.same(
      faults.map((fault) => fault.field),
      [field],
      JSON.stringify(written),
    );
  }
  const broken = await readSide({ legalBasis: 'sol-2025-400', date: '', version: other }, { ...context, assessorFor: async () => undefined });
  t.same(
    broken.faults.map(({ field }) => field),
    ['version'],
    'a version that cannot be used is refused, the others still answer',
  );
  t.ok(law.notices.length > 0, 'beyond what is known of the law it is told');
  t.same((await side('sol-2025-400', { date: '2026-04-13' })).notices, []);
});
