import t from 'tap';
import { designFieldNames, designSchema, emptyDesign } from '../../src/candidate/design.ts';
import { designFields } from '../../src/candidate/design-fields.ts';
import { conditionsOf, openQuestionsOf } from '../../src/drafts/conditions.ts';

const none = new Set<never>();

t.test('an unanswered question is no villkor, only a question', async (t) => {
  t.same(conditionsOf(emptyDesign, none), []);
  t.same(openQuestionsOf(emptyDesign), designFieldNames);
});

t.test('every answer of every question has a sentence of its own', async (t) => {
  for (const field of designFieldNames) {
    const info = designFields[field];
    const answers: unknown[] =
      info.type === 'choice'
        ? Object.keys(info.choices)
        : info.type === 'list'
          ? [[], [Object.keys(info.choices)[0]], Object.keys(info.choices)]
          : [info.min, info.max, 'none'];
    const sentences = answers.map((answer) => conditionsOf(designSchema.parse({ [field]: answer }), none)[0]?.text ?? '');
    for (const sentence of sentences) t.match(sentence, /^[A-ZÅÄÖ].*\.$/s, `${field}: ${sentence}`);
    t.equal(new Set(sentences).size, sentences.length, `${field}: different answers, different sentences`);
    t.notMatch(sentences.join(), /undefined|NaN|\$\{/);
  }
});

t.test('kind and amount of a ceiling are one sentence', async (t) => {
  const conditions = conditionsOf(designSchema.parse({ ceilingKind: 'sessions', ceilingAmount: 6 }), none);
  t.equal(conditions.length, 1);
  t.match(conditions[0]?.text, /6 tillfällen/);
});

t.test('an assumed answer is marked', async (t) => {
  const [assumed, decided] = conditionsOf(designSchema.parse({ provider: 'own', fee: 'none' }), new Set(['provider'] as const));
  t.same([assumed?.assumed, decided?.assumed], [true, false]);
});
