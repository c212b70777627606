import fc from 'fast-check';
import t from 'tap';
import type { Draft, Line } from '../../src/drafts/draft-schema.ts';
import { opens } from '../../src/drafts/draft-schema.ts';
import { groupItems } from '../../src/reviews/groups.ts';
import { legalItems } from '../../src/reviews/legal-items.ts';
import { riskItems } from '../../src/reviews/risk-items.ts';
import { isNews } from '../../src/reviews/risk-queue.ts';
import { namedReasons } from '../../src/reviews/status-view.ts';
import { readStep } from '../../src/reviews/step-form.ts';
import { draftOf } from '../drafts/fixture.ts';

const draft = draftOf('sodermalm');
const open = draft.lines.filter((line) => opens(line.section));
const keysOf = (items: readonly { key: string }[]) => items.map(({ key }) => key);

/** The draft with one line changed. */
const withLine = (line: Line, change: Partial<Line>): Draft => ({ ...draft, lines: draft.lines.map((one) => (one === line ? { ...one, ...change } : one)) });

t.test('a manager answers every risk that is not low, on lines that open, and nothing else', async (t) => {
  const expected = open.flatMap((line) =>
    line.flags.filter(({ severity }) => severity !== 'low' && severity !== 'info').map(({ rule }) => [line.insats, line.targetGroup, rule]),
  );
  t.same(
    riskItems(draft).map(({ insats, targetGroup, rule }) => [insats, targetGroup, rule]),
    expected,
  );
  t.equal(new Set(keysOf(riskItems(draft))).size, expected.length, 'keys tell them apart');
});

t.test('risks are alike only with the same design in what clears them, and the same answer of the planner', async (t) => {
  const [first] = groupItems(riskItems(draft), (item) => item.sameAs).filter(({ items }) => items.length > 2 && items[0].clearedBy.length > 0);
  if (first === undefined) throw new Error('some risk recurs');
  const [item] = first.items;
  const line = open.find((one) => one.insats === item.insats && one.targetGroup === item.targetGroup);
  if (line === undefined) throw new Error('the line is there');
  const sameAs = (changed: Draft) => riskItems(changed).find(({ key }) => key === item.key)?.sameAs;
  const field = Object.keys(line.flags.find(({ rule }) => rule === item.rule)?.clearedBy[0]?.set ?? {})[0] ?? '';
  t.not(sameAs(withLine(line, { conditions: [...line.conditions, { field, text: 'Ett annat svar.', assumed: false }] })), item.sameAs);
  t.equal(sameAs(withLine(line, { conditions: [...line.conditions, { field: 'somethingElse', text: 'Annat.', assumed: false }] })), item.sameAs);
  const response = { rule: item.rule, title: item.title, severity: item.severity, kind: 'accepted' as const, motive: 'Känt.', who: 'Chefen', due: null };
  const shaped = {
    chosen: false,
    recommended: { pathway: line.pathway, stage: line.stage, section: 'stage2' as const },
    motive: '',
    design: [],
    cleared: [],
    raised: [],
  };
  t.not(sameAs(withLine(line, { shaped: { ...shaped, responses: [response] } })), item.sameAs);
});

t.test('a lawyer checks every line that opens or is unclear, and the villkor of each that opens', async (t) => {
  const items = legalItems(draft, { referred: [] });
  const of = (subject: string) => items.filter((item) => item.subject === subject).map(({ line }) => line);
  t.same(
    of('verdict'),
    draft.lines.filter((line) => opens(line.section) || line.verdict === 'unclear'),
  );
  t.same(of('conditions'), open);
  t.same(of('documentation'), [], 'nobody has planned an exception');
  t.ok(of('provider').length > 0 && of('provider').every((line) => line.openQuestions.includes('provider')), 'a provider that is left open has to be settled');
  t.same(of('flag'), []);
  t.equal(new Set(keysOf(items)).size, items.length);
});

t.test('disputed and referred risks, private providers and exceptions come to the lawyer', async (t) => {
  const line = open.find(({ flags }) => flags.length > 1);
  const [disputed, referred] = line?.flags ?? [];
  if (line === undefined || disputed === undefined || referred === undefined) throw new Error('a line has two flags');
  const changed = withLine(line, {
    conditions: [
      { field: 'provider', text: 'En upphandlad privat utförare (LOU) utför insatsen.', assumed: false },
      { field: 'exceptionReason', text: 'Skälet.', assumed: false },
    ],
    shaped: {
      ...{ chosen: false, recommended: { pathway: line.pathway, stage: line.stage, section: 'stage2' }, motive: '', design: [], cleared: [], raised: [] },
      responses: [{ rule: disputed.rule, title: disputed.title, severity: disputed.severity, kind: 'disputed', motive: 'Stämmer inte.', who: '', due: null }],
    },
  });
  const own = legalItems(changed, { referred: [{ insats: line.insats, targetGroup: line.targetGroup, rule: referred.rule, motive: 'Får vi?' }] }).filter(
    (item) => item.line.insats === line.insats && item.line.targetGroup === line.targetGroup,
  );
  t.same(
    own.map(({ subject, rule }) => [subject, rule]),
    [
      ['verdict', ''],
      ['documentation', ''],
      ['provider', ''],
      ['flag', disputed.rule],
      ['flag', referred.rule],
      ['conditions', ''],
    ],
  );
  t.equal(own.find(({ rule }) => rule === disputed.rule)?.disputed?.motive, 'Stämmer inte.');
  t.equal(own.find(({ rule }) => rule === referred.rule)?.referred?.motive, 'Får vi?');
});

t.test('every item is in exactly one group, and answering all groups answers all items', async (t) => {
  for (const items of [riskItems(draft), legalItems(draft, { referred: [] })] as const) {
    const grouped = groupItems<{ key: string; sameAs: string }>(items, (item) => item.sameAs).flatMap((group) => keysOf(group.items));
    t.same(grouped.toSorted(), keysOf(items).toSorted());
  }
  fc.assert(
    fc.property(fc.array(fc.record({ id: fc.nat(), kind: fc.nat(4) })), (items) => {
      const groups = groupItems(items, ({ kind }) => String(kind));
      t.same(new Set(groups.flatMap((group) => group.items)), new Set(items));
      return (
        groups.reduce((sum, group) => sum + group.items.length, 0) === items.length &&
        new Set(groups.map(({ sameAs }) => sameAs)).size === groups.length &&
        groups.every((group) => group.items.every(({ kind }) => String(kind) === group.sameAs))
      );
    }),
  );
});

t.test('what is new is what the last look could not have seen', async (t) => {
  const [before, look, after] = ['08', '10', '12'].map((hour) => new Date(`2026-11-22T${hour}:00:00Z`));
  if (before === undefined || look === undefined || after === undefined) throw new Error('three times');
  const news = (age: { changedVersion: number; changed: Date }, number: number | null, answer?: { account: string; at: Date }) =>
    isNews(
      {
        ages: new Map([['a', { sinceVersion: 1, since: before, ...age }]]),
        answers: new Map(
          answer === undefined ? [] : [['a', { key: 'a', kind: 'accept', motive: '', revision: 1, by: '', insats: '', targetGroup: '', rule: '', ...answer }]],
        ),
        account: 'me',
        look: { at: look, number },
      },
      { key: 'a' },
    );
  t.equal(news({ changedVersion: 2, changed: before }, 1), true, 'saved before the look, but only version 1 was seen');
  t.equal(news({ changedVersion: 1, changed: after }, 1), false);
  t.equal(news({ changedVersion: 2, changed: after }, null), true, 'an old look did not say what it saw');
  t.equal(news({ changedVersion: 1, changed: before }, 1, { account: 'other', at: after }), true);
  t.equal(news({ changedVersion: 1, changed: before }, 1, { account: 'me', at: after }), false);
});

t.test('a return may concern every line, and keeps the name of one that has been taken out', async (t) => {
  const [line, ...rest] = draft.lines;
  if (line === undefined || rest.length < 300) throw new Error('a large draft');
  const keys = draft.lines.map(({ insats, targetGroup }) => `${insats}/${targetGroup}`);
  const { values, faults } = readStep(
    { version: '1', revision: '1', ...Object.fromEntries(keys.map((key) => [`skal.${key}`, 'Sätt ett tak.'])) },
    new Set(keys),
  );
  t.equal(values.reasons.length, keys.length);
  t.same(faults, []);
  const { insats, targetGroup, name, targetGroupName } = line;
  const without = { id: 'x', draft: { ...draft, lines: rest, removed: [{ insats, targetGroup, name, targetGroupName, motive: '' }] } };
  t.match(namedReasons(without, [{ insats, targetGroup, reason: '' }])[0]?.name, name);
});
