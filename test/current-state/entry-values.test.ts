import fc from 'fast-check';
import t from 'tap';
import { baseText, emptyValues, printOf, readBase, readEntry, valuesOf } from '../../src/current-state/entry-values.ts';
import { factsOf } from '../../src/current-state/feed.ts';
import { answers, type State, stateSchema } from '../../src/current-state/schema.ts';
import { findPersonalNumber } from '../../src/web/personal-number.ts';

const one = <T extends string>(of: Record<T, string>) => fc.constantFrom(...(Object.keys(of) as T[]));
const comment = fc.string({ maxLength: 200 }).map((text) => text.replace(/[\r\0]/g, '').trim());
const people = fc.option(fc.tuple(fc.nat(1_000_000), fc.nat(1_000_000)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) })));
const given: fc.Arbitrary<State> = fc.record({
  insats: fc.constant('en-insats'),
  given: fc.constantFrom('yes' as const, 'local_variant' as const),
  form: one(answers.form),
  provision: one(answers.provision),
  decision: one(answers.decision),
  people,
  wish: one(answers.wish),
  comment,
});
const notGiven: fc.Arbitrary<State> = given.chain((state) =>
  fc
    .constantFrom('no' as const, 'unknown' as const)
    .map((answer) => ({ ...state, given: answer, form: 'unknown', provision: 'unknown', decision: 'unknown', people: null })),
);
const states = fc.oneof(given, notGiven).filter((state) => findPersonalNumber(state.comment) === null);

t.test('what a row shows is read back as the same answer', async () => {
  fc.assert(
    fc.property(states, (state) => {
      const read = readEntry(state.insats, valuesOf(state));
      return 'state' in read && printOf(read.state) === printOf(state) && stateSchema.safeParse(read.state).success;
    }),
  );
});

t.test('what is not given has no form, provider, decision or number, whatever the hidden fields say', async () => {
  fc.assert(
    fc.property(given, fc.constantFrom('no', 'unknown'), fc.string(), (state, answer, junk) => {
      const read = readEntry('en-insats', { ...valuesOf({ ...state, comment: '' }), given: answer, people: junk, form: junk });
      return (
        'state' in read &&
        read.state?.form === 'unknown' &&
        read.state.provision === 'unknown' &&
        read.state.decision === 'unknown' &&
        read.state.people === null
      );
    }),
  );
});

t.test('any text in any field gives an answer or a fault, never an exception', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  const values = fc.record({ given: fc.oneof(one(answers.given), text), form: text, provision: text, decision: text, people: text, wish: text, comment: text });
  fc.assert(fc.property(values, (row) => 'state' in readEntry('x', row) || 'faults' in readEntry('x', row)));
});

t.test('people: one number, a span, thousands, and what is no number', async (t) => {
  const peopleOf = (text: string) => {
    const read = readEntry('x', { ...emptyValues, given: 'yes', people: text });
    return 'state' in read ? read.state?.people : read.faults.map(({ field }) => field);
  };
  t.same(peopleOf('12'), { from: 12, to: 12 });
  t.same(peopleOf(' 10 – 15 '), { from: 10, to: 15 });
  t.same(peopleOf('1 200-1 300'), { from: 1200, to: 1300 });
  t.same(peopleOf('0'), { from: 0, to: 0 });
  t.equal(peopleOf(''), null);
  for (const bad of ['många', '15–10', '-3', '1,5', '1000001', '99999999999', '10–']) t.same(peopleOf(bad), ['people'], bad);
});

t.test('a wish or a comment without an answer is a fault beside the question', async (t) => {
  t.same(readEntry('x', emptyValues), { state: null });
  for (const over of [{ comment: 'text' }, { wish: 'yes' }]) {
    const read = readEntry('x', { ...emptyValues, ...over });
    t.same('faults' in read && read.faults.map(({ field }) => field), ['given']);
  }
});

t.test('what the page carries says which answer it showed; a forged one counts as none', async (t) => {
  fc.assert(
    fc.property(states, fc.integer({ min: 1, max: 999_999_999 }), (state, revision) => {
      const base = readBase(baseText({ ...state, revision, updatedAt: new Date() }));
      return base.revision === revision && base.print === printOf(state);
    }),
  );
  for (const bad of ['', '0.0', 'x', '-1.0', '1', '1.', '1e3.0']) t.same(readBase(bad), { revision: null, print: '0' }, bad);
});

t.test('the facts that the rules read', async (t) => {
  const state: State = {
    insats: 'x',
    given: 'local_variant',
    form: 'both',
    provision: 'both',
    decision: 'both',
    people: null,
    wish: 'not_answered',
    comment: '',
  };
  t.same(factsOf(state), { givenToday: 'yes', withoutDecisionToday: 'yes', privateToday: 'yes', wishesOpen: 'unknown' });
  t.same(factsOf({ ...state, provision: 'own', decision: 'with', wish: 'yes' }), {
    givenToday: 'yes',
    withoutDecisionToday: 'no',
    privateToday: 'no',
    wishesOpen: 'yes',
  });
  const no = { ...state, form: 'unknown', provision: 'unknown', decision: 'unknown', given: 'no' } as const;
  t.same(factsOf(no), { givenToday: 'no', withoutDecisionToday: 'no', privateToday: 'no', wishesOpen: 'unknown' });
  t.same(factsOf({ ...no, given: 'unknown' }), { givenToday: 'unknown', withoutDecisionToday: 'unknown', privateToday: 'unknown', wishesOpen: 'unknown' });
});
