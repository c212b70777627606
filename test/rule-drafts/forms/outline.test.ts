import fc from 'fast-check';
import t from 'tap';
import { loadRuleset } from '../../../src/assessment/ruleset.ts';
import { factTable } from '../../../src/candidate/facts.ts';
import { readOutline, writeOutline } from '../../../src/rule-drafts/forms/outline.ts';
import { checkLeaf } from '../../../src/rules/check.ts';
import { type Condition, type Leaf, operators, type TopCondition } from '../../../src/rules/format.ts';

const { laws, themes, signals } = loadRuleset();
const rules = [...laws.flatMap((law) => law.rules), ...themes.flatMap((theme) => theme.rules), ...signals];

const leaves = Object.entries(factTable).flatMap(([fact, info]) => {
  const singles = info.type === 'boolean' ? [true, false] : [...(info.type === 'number' ? [0, 15, 2.5] : []), ...(info.values ?? []), ...(info.special ?? [])];
  const texts = singles.filter((value) => typeof value === 'string');
  return operators
    .flatMap((operator): Leaf[] => [...singles, texts.slice(0, 1), texts.slice(0, 3)].map((value) => ({ fact, operator, value })))
    .filter((leaf) => (!Array.isArray(leaf.value) || leaf.value.length > 0) && checkLeaf(leaf, factTable).length === 0);
});

const conditionsIn = (text: string): unknown => {
  const read = readOutline(text);
  return 'faults' in read ? read.faults : read.conditions;
};

t.test('what is written is read back as the same conditions', async (t) => {
  for (const { name, conditions } of rules) t.same(conditionsIn(writeOutline(conditions)), conditions, name);
  for (const leaf of leaves) t.same(conditionsIn(writeOutline({ all: [leaf] })), { all: [leaf] }, JSON.stringify(leaf));
  const { condition } = fc.letrec<{ condition: Condition; top: TopCondition }>((tie) => ({
    condition: fc.oneof({ depthSize: 'small' }, fc.constantFrom(...leaves), tie('top')),
    top: fc.oneof(
      fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie('condition') }),
    ),
  }));
  const top = fc.array(condition, { minLength: 1, maxLength: 3 }).map((all): TopCondition => ({ all }));
  fc.assert(
    fc.property(top, (conditions) => t.same(conditionsIn(writeOutline(conditions)), conditions) !== false),
    { numRuns: 30 },
  );
});

t.test('a line that cannot be read is told of by its number', async (t) => {
  const lines = (text: string) => {
    const read = readOutline(text);
    return 'faults' in read ? read.faults.map(({ line }) => line) : [];
  };
  for (const [what, text, at] of [
    ['nothing', '', [1]],
    ['a fact that is not there', 'allt detta gäller:\n  Månens fas är full', [2]],
    ['no comparison', 'allt detta gäller:\n  Barn följer med ibland', [2]],
    ['a value that the fact cannot have', 'allt detta gäller:\n\n  Barn följer med är kanske\n  Insatsens slag är något av HVB; Moped', [3, 4]],
    ['no value', 'allt detta gäller:\n  Barn följer med är', [2]],
    ['an empty group', 'allt detta gäller:\n  Barn följer med är ja\n  minst ett av detta gäller:', [3]],
    ['two under not', 'detta gäller inte:\n  Barn följer med är ja\n  Hemlöshet är ja', [1]],
    ['no group at the top', 'Barn följer med är ja', [1]],
    ['two tops', 'allt detta gäller:\n  Barn följer med är ja\nHemlöshet är ja', [3]],
    ['something under a condition', 'allt detta gäller:\n  Barn följer med är ja\n    Hemlöshet är ja', [2]],
    ['far too many lines', `allt detta gäller:${'\n  Barn följer med är ja'.repeat(4000)}`, [101]],
    ['crooked lines', 'allt detta gäller:\n    Barn följer med är ja\n  Hemlöshet är ja', [3]],
  ] as const)
    t.same(lines(text), at, what);
});

t.test('the line of each part is known, and the writing need not be pedantic', async (t) => {
  const read = readOutline('ALLT detta gäller:\n\n\t- barn följer med är JA\n\tminst ett av detta gäller :\n\t\tMålgruppens lägsta ålder är minst 15,5\n');
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  t.same(read.conditions, {
    all: [
      { fact: 'group.accompanyingChild', operator: 'equal', value: true },
      { any: [{ fact: 'group.ageMin', operator: 'greaterThanInclusive', value: 15.5 }] },
    ],
  });
  t.equal(read.lineOf.get('all.1.any.0'), 5);
  const round = readOutline('allt detta gäller:\n  Lagens svar är allowed');
  t.match(
    'conditions' in round && round.conditions,
    { all: [{ fact: 'law.verdict', value: 'allowed' }] },
    'what only other rules decide is read, so that the circle can be told of',
  );
});

// A pattern that steps back through the spaces would take minutes.
t.test('a line of a hundred thousand spaces is read at once', async (t) => {
  for (const text of [`a${' '.repeat(100_000)}b`, `${' '.repeat(100_000)}:x`]) t.ok('faults' in readOutline(text));
});
