import fc from 'fast-check';
import t from 'tap';
import { assessLine } from '../../src/api/assess-lines.ts';
import { createAssessor } from '../../src/assessment/assess.ts';
import { CandidateError } from '../../src/assessment/errors.ts';
import { parseCandidate } from '../../src/assessment/parse-candidate.ts';
import { designChangeSchema, designFieldNames, designSchema, emptyDesign } from '../../src/candidate/design.ts';
import { designFields } from '../../src/candidate/design-fields.ts';
import { loadKnowledge } from '../../src/knowledge.ts';

const assessor = createAssessor(loadKnowledge());
const today = '2026-01-01';
const good = { insats: 'aldre-trygghetslarm', targetGroup: 'aldre-65-plus', legalBasis: 'sol-2025-400', date: today };

/** Either an assessment or an error that names its field: never anything else. */
function answers(input: unknown): boolean {
  try {
    assessor.assess(parseCandidate(assessor, input, today).candidate);
    return true;
  } catch (error) {
    return error instanceof CandidateError && error.message.length > 0 && error.message.length < 5000;
  }
}

const awkward = fc.constantFrom<unknown>(
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  ' ',
  '\0',
  '\ud800',
  '9'.repeat(400),
  Number.MAX_VALUE,
  -0,
  1e308,
  2 ** 53,
  0.1,
  null,
  true,
  [],
  {},
  [[]],
);
const anything = fc.oneof(awkward, fc.jsonValue({ maxDepth: 4 }));
const names = ['insats', 'targetGroup', 'legalBasis', 'date', 'district', 'design'];

t.test('any JSON is answered with an assessment or with the field that is wrong', async (t) => {
  fc.assert(fc.property(anything, answers));
  fc.assert(fc.property(fc.dictionary(fc.oneof(fc.constantFrom(...names, '__proto__', 'constructor'), fc.string()), anything), answers));
  fc.assert(fc.property(fc.constantFrom(...names), anything, (name, value) => answers({ ...good, [name]: value })));
  fc.assert(
    fc.property(fc.dictionary(fc.oneof(fc.constantFrom(...designFieldNames, '__proto__', 'toString'), fc.string()), anything), (design) =>
      answers({ ...good, design }),
    ),
  );
  t.pass('no counterexample');
});

t.test('names that every object has are no ids and no questions', async (t) => {
  for (const name of ['__proto__', 'constructor', 'toString', 'valueOf']) {
    for (const field of ['insats', 'targetGroup', 'legalBasis', 'district']) {
      t.throws(() => parseCandidate(assessor, { ...good, [field]: name }, today), CandidateError, `${field}: ${name}`);
    }
    const line = `{"insats":"${good.insats}","targetGroup":"${good.targetGroup}","legalBasis":"${good.legalBasis}","design":{"${name}":"yes"}}`;
    t.ok('error' in (await assessLine(assessor, { number: 1, text: line }, { explain: false, today })), `design: ${name}`);
  }
});

t.test('a line nested without end is answered as any bad line', async (t) => {
  for (const text of ['['.repeat(100_000), `${'['.repeat(50_000)}${']'.repeat(50_000)}`, `{"design":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`]) {
    t.ok('error' in (await assessLine(assessor, { number: 7, text }, { explain: true, today })));
  }
});

t.test('the same contact way named twice is one contact way', async (t) => {
  const count = (contactWays: unknown) =>
    assessor.factsOf(parseCandidate(assessor, { ...good, design: { contactWays } }, today).candidate)['design.contactWayCount'];
  t.equal(count(['phone', 'phone']), count(['phone']));
});

t.test('explaining many candidates at once gives each the answer that it gets alone', async (t) => {
  const candidates = assessor.knowledge.catalogue.pairs
    .filter((_, i) => i % 60 === 0)
    .map(({ insats, group }) => ({ insats: insats.id, targetGroup: group.id, legalBasis: 'sol-2025-400', date: today, design: emptyDesign }));
  const together = await Promise.all(candidates.map((candidate) => assessor.explain(candidate)));
  for (const [i, candidate] of candidates.entries()) t.same(await assessor.explain(candidate), together[i]);
});

t.test('the schema of a design takes the answers of the table and no others', async (t) => {
  for (const name of designFieldNames) {
    const field = designFields[name];
    const right =
      field.type === 'integer' ? [field.min, field.max, 'none'] : field.type === 'list' ? [[], Object.keys(field.choices)] : Object.keys(field.choices);
    const wrong = field.type === 'integer' ? [field.min - 1, field.max + 1, 1.5, '1', []] : ['', 'toString', 1, true, null, ['toString']];
    const taken = (value: unknown) => designSchema.safeParse({ [name]: value }).success && designChangeSchema.safeParse({ [name]: value }).success;
    const refused = (value: unknown) => !designSchema.safeParse({ [name]: value }).success && !designChangeSchema.safeParse({ [name]: value }).success;
    t.same(
      [...right, 'unknown'].filter((value) => !taken(value)),
      [],
      `${name} takes its answers`,
    );
    t.same(
      wrong.filter((value) => !refused(value)),
      [],
      `${name} takes no others`,
    );
  }
  t.same(designChangeSchema.parse({ provider: 'own' }), { provider: 'own' }, 'a change names only what changes');
});
