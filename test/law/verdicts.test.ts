import { readFileSync } from 'node:fs';
import t from 'tap';
import { z } from 'zod';
import { createAssessor } from '../../src/assessment/assess.ts';
import { CandidateError } from '../../src/assessment/errors.ts';
import { emptyDesign } from '../../src/candidate/design.ts';
import { loadKnowledge } from '../../src/knowledge.ts';
import { verdicts } from '../../src/rules/format.ts';

const caseSchema = z.array(
  z.strictObject({
    name: z.string(),
    insats: z.string(),
    targetGroup: z.string(),
    legalBasis: z.string(),
    verdict: z.enum(verdicts),
    cites: z.array(z.string()).min(1),
  }),
);
const cases = caseSchema.parse(JSON.parse(readFileSync(new URL('verdict-cases.json', import.meta.url), 'utf8')));

const knowledge = loadKnowledge();
const assessor = createAssessor(knowledge);
const date = '2026-01-01';
const bases = ['sol-2025-400', 'sou-2020-47'] as const;

t.test('the law says of real insatser what the statute and the proposal say', async (t) => {
  for (const c of cases) {
    const { design } = assessor.defaultDesign(c.insats, c.targetGroup, c.legalBasis);
    const { law } = assessor.assess({ ...c, date, design });
    t.equal(law.verdict, c.verdict, c.name);
    for (const cite of c.cites)
      t.ok(
        law.grounds.some((g) => g.citation.includes(cite)),
        `${c.name} cites ${cite}`,
      );
    t.ok(knowledge.catalogue.insatsById.get(c.insats)?.classification.targetGroups.includes(c.targetGroup), `${c.name} is a pair of the catalogue`);
  }
});

t.test('every pair has at least one ground under each basis, and no grounds that contradict each other', async (t) => {
  for (const basis of bases) {
    const faults = assessor.assessCatalogue(basis, date).filter(({ law }) => law.grounds.length === 0 || new Set(law.grounds.map((g) => g.verdict)).size > 1);
    t.strictSame(
      faults.map((a) => `${a.insats} ${a.targetGroup}`),
      [],
      basis,
    );
  }
});

t.test('an insats and a group that the catalogue does not pair still get a ground, and no contradiction', async (t) => {
  const faults = bases.flatMap((legalBasis) =>
    knowledge.catalogue.insatser.flatMap((insats) =>
      knowledge.catalogue.groups
        .map((group) => assessor.assess({ insats: insats.id, targetGroup: group.id, legalBasis, date, design: emptyDesign }).law)
        .filter(({ grounds }) => new Set(grounds.map((g) => g.verdict)).size !== 1),
    ),
  );
  t.strictSame(faults, []);
});

t.test('practical help under 69 rests on a disability, or is for a lawyer', async (t) => {
  for (const legalBasis of bases) {
    const verdict = (insats: string, targetGroup: string) => assessor.assess({ insats, targetGroup, legalBasis, date, design: emptyDesign }).law.verdict;
    t.equal(verdict('funktionshinder-fixartjanster', 'vuxna-med-funktionsnedsattning'), 'allowed');
    t.equal(verdict('funktionshinder-fixartjanster', 'vuxna-21-64'), 'unclear');
    t.equal(verdict('aldre-fixarservice-fixartjanst-fixar-malte', 'aldre-65-68'), 'unclear');
    t.equal(verdict('aldre-fixarservice-fixartjanst-fixar-malte', 'aldre-69-plus'), 'other_law');
  }
});

t.test('an unclear verdict names at least two readings with different answers, and who decides', async (t) => {
  for (const basis of bases) {
    const unclear = assessor.assessCatalogue(basis, date).filter((a) => a.law.verdict === 'unclear');
    t.ok(unclear.length > 0);
    for (const { law, insats } of unclear) {
      for (const ground of law.grounds) {
        t.ok(new Set(ground.readings?.map((r) => r.verdict)).size >= 2 && (ground.decides ?? '') !== '', insats);
      }
    }
  }
});

t.test('care of a child away from home is never allowed under the law in force', async (t) => {
  const kinds = new Set(['familjehem', 'jourhem', 'stodboende', 'hvb', 'skyddat_boende', 'sarskilt_ungdomshem', 'bostad_med_sarskilt_stod']);
  const care = assessor.assessCatalogue('sol-2025-400', date).filter((a) => {
    const kind = knowledge.catalogue.insatsById.get(a.insats)?.classification.kind ?? '';
    const group = knowledge.catalogue.groupById.get(a.targetGroup);
    return kinds.has(kind) && (group?.traits.minors !== 'none' || group?.traits.age18to20 !== 'none' || group?.traits.accompanyingChild);
  });
  t.ok(care.length > 20);
  t.strictSame([...new Set(care.map((a) => a.law.verdict))], ['requires_assessment']);
});

t.test('a basis answers only for dates when it existed, and says so', async (t) => {
  const { design } = assessor.defaultDesign('barn-och-unga-kontaktperson', 'barn-15-17', 'sol-2025-400');
  const ask = (legalBasis: string, at: string) => () =>
    assessor.assess({ insats: 'barn-och-unga-kontaktperson', targetGroup: 'barn-15-17', legalBasis, date: at, design });
  t.throws(ask('sol-2025-400', '2025-06-30'), CandidateError);
  t.throws(ask('sou-2020-47', '2020-08-25'), CandidateError);
  t.throws(ask('lss', '2026-01-01'), CandidateError);
  t.strictSame(ask('sol-2025-400', '2025-07-01')().law.notices, []);
  t.strictSame(ask('sou-2020-47', '2020-08-26')().law.notices, []);
  t.ok(ask('sou-2020-47', '2026-01-01')().law.notices.length > 0, 'the proposal says that it is no longer a proposal');
  const later = ask('sol-2025-400', '2031-01-01')();
  t.equal(later.law.verdict, 'requires_assessment', 'the latest known law answers');
  t.ok(later.law.notices.length >= 2, 'and a notice says that the law may have changed');
});
