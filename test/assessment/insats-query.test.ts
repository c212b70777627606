import fc from 'fast-check';
import t from 'tap';
import { designForm } from '../../src/assessment/design-form.ts';
import { amountName, designParams, readDesign } from '../../src/assessment/insats-query.ts';
import { type Design, designFieldNames, emptyDesign } from '../../src/candidate/design.ts';
import { type DesignFieldName, designFields } from '../../src/candidate/design-fields.ts';
import { url } from '../../src/web/format.ts';

const defaults: Design = { ...emptyDesign, provider: 'own', timeLimitMonths: 6, contactWays: ['phone', 'visit'] };
const queryOf = (address: string): Record<string, string | string[]> => {
  const params = new URL(address, 'http://x').searchParams;
  return Object.fromEntries([...new Set(params.keys())].map((key) => [key, params.getAll(key)]).map(([key, all]) => [key, all?.length === 1 ? all[0] : all]));
};

function answerOf(field: DesignFieldName): fc.Arbitrary<unknown> {
  const info = designFields[field];
  if (info.type === 'integer') return fc.oneof(fc.integer({ min: info.min, max: info.max }), fc.constantFrom('none', 'unknown'));
  const choices = Object.keys(info.choices);
  return info.type === 'list' ? fc.oneof(fc.constant('unknown'), fc.subarray(choices, { minLength: 1 })) : fc.constantFrom(...choices, 'unknown');
}
const someDesign = fc.record(Object.fromEntries(designFieldNames.map((field) => [field, answerOf(field)])));

t.test('an address holds the answers that differ from the default, and gives the same design back', async (t) => {
  fc.assert(
    fc.property(someDesign, (answers) => {
      const design: unknown = answers;
      const { changes } = readDesign(queryOf(url('/x', designParams(design as Design))), defaults);
      const again = readDesign(queryOf(url('/x', designParams(changes))), defaults);
      return JSON.stringify(again.design) === JSON.stringify(answers) && again.problems.length === 0;
    }),
    { numRuns: 60 },
  );
  t.same(readDesign({ provider: 'own', timeLimitMonths: '6' }, defaults).changes, {});
});

t.test('what the form sends is read: a number beside its list, ticked boxes, nothing ticked', async (t) => {
  t.equal(readDesign({ timeLimitMonths: 'tal', [amountName('timeLimitMonths')]: '12' }, defaults).design.timeLimitMonths, 12);
  t.equal(readDesign({ timeLimitMonths: 'none', [amountName('timeLimitMonths')]: '12' }, defaults).design.timeLimitMonths, 'none');
  t.same(readDesign({ contactWays: ['', 'web', 'phone'] }, defaults).design.contactWays, ['phone', 'web']);
  t.equal(readDesign({ contactWays: '' }, defaults).design.contactWays, 'unknown');
});

t.test('an answer that cannot be read is a fault of its field; the default stands', async (t) => {
  for (const hostile of [
    { provider: 'nej' },
    { provider: '__proto__' },
    { timeLimitMonths: '1e9' },
    { timeLimitMonths: '-1' },
    { timeLimitMonths: 'tal' },
    { timeLimitMonths: '61' },
    { contactWays: ['phone', 'x'] },
  ]) {
    const { design, problems } = readDesign(hostile, defaults);
    t.same(
      problems.flatMap((problem) => problem.fields),
      Object.keys(hostile),
      JSON.stringify(hostile),
    );
    t.same(design, defaults);
  }
  t.same(readDesign({ okand: 'x', constructor: 'y' }, defaults), { design: defaults, changes: {}, problems: [] });
});

t.test('the form asks every question once, and marks assumed, missing and changed answers', async (t) => {
  const design: Design = { ...defaults, provider: 'lov' };
  const groups = designForm(design, defaults, new Map([['timeLimitMonths', 'Ett halvår.']]), [{ fields: ['fee'], message: 'Fel.', remedy: 'Gör så.' }]);
  const fields = groups.flatMap((group) => group.fields);
  t.same(fields.map((field) => field.name).sort(), [...designFieldNames].sort());
  const note = (name: DesignFieldName) => fields.find((field) => field.name === name)?.note;
  t.match(note('provider'), { state: 'changed' });
  t.match(note('timeLimitMonths'), { state: 'assumed', text: 'Ett halvår.' });
  t.match(note('fee'), { state: 'missing', problems: ['Fel. Gör så.'] });
  t.same(
    groups.filter((group) => group.open).map((group) => group.id),
    ['provider', 'resources'],
  );
  t.ok(fields.every((field) => field.type === 'list' || field.options.filter((option) => option.chosen).length === 1));
});
