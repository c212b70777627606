import fc from 'fast-check';
import t from 'tap';
import { loadRuleset } from '../../src/assessment/ruleset.ts';
import { applyChange, type RuleBase } from '../../src/rule-changes/apply.ts';
import { decideParts } from '../../src/rule-changes/decide.ts';
import { describe } from '../../src/rule-changes/describe.ts';
import { diffCases, diffRulesets } from '../../src/rule-changes/diff.ts';
import { parseOperations } from '../../src/rule-changes/operations.ts';
import { placedRules } from '../../src/rule-changes/places.ts';
import { isComplete, runCases } from '../../src/rules/cases.ts';
import { severities } from '../../src/rules/format.ts';
import { loadCases } from '../../src/rules/load-cases.ts';
import { checkRule } from '../../src/rules/mutation.ts';
import { loadSources } from '../../src/sources/sources.ts';

const sources = loadSources();
const base: RuleBase = { ruleset: loadRuleset(), cases: loadCases() };
const rules = placedRules(base.ruleset);
const leaf = { fact: 'design.fee', operator: 'equal', value: 'charged' };
const flag = {
  theme: 'fee',
  title: 'Avgift för barn är obesvarad',
  severity: 'medium',
  message: 'Frågan om avgift är obesvarad för barn.',
  reason: 'Barn får sällan betala avgift.',
  citations: ['sol-2025-400/32:2'],
  reviewer: ['legal'],
  remedy: 'Fråga en jurist.',
};
const question = { id: 'design-question', question: 'fee', answers: ['unknown'], ...flag };
const rule = 'fee-upkeep-only';
const [ownCase] = base.cases.filter((c) => c.rule === rule);
const caseName = ownCase?.name ?? '';

/** Applies what somebody has sent; throws where it cannot be used. */
function change(from: RuleBase, ...operations: unknown[]): RuleBase {
  const parsed = parseOperations({ operations });
  if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
  const result = applyChange(from, parsed.operations, sources);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.after;
}

t.test('no operation is no change, and what is switched off and on again is as before', async (t) => {
  t.equal(change(base).ruleset.hash, base.ruleset.hash);
  await fc.assert(
    fc.property(fc.constantFrom(...rules.filter(({ kind }) => kind !== 'pathway')), ({ rule: { name } }) => {
      const off = change(base, { type: 'switch-off', rule: name, motive: 'Prövas på nytt av en jurist.' });
      const on = change(off, { type: 'switch-on', rule: name });
      const still = placedRules(off.ruleset).some((placed) => placed.rule.name === name);
      return off.ruleset.hash !== base.ruleset.hash && on.ruleset.hash === base.ruleset.hash && still;
    }),
    { numRuns: 8 },
  );
});

t.test('each operation does what it says, and the difference tells it', async (t) => {
  const given = { ...ownCase?.given, 'group.homeless': true };
  const done: readonly [unknown, string, string | RegExp][] = [
    [{ type: 'set-severity', rule, severity: 'low' }, 'severity', 'Låg risk'],
    [{ type: 'set-leaf', rule, path: 'all.2.all.2', operator: 'in', value: ['none'] }, 'conditions.all.2.all.2', /något av/],
    [{ type: 'set-texts', rule, title: 'En ny rubrik' }, 'title', 'En ny rubrik'],
    [{ type: 'set-texts', rule, message: 'En ny text om avgiften.' }, 'message', 'En ny text om avgiften.'],
    [{ type: 'set-texts', rule, clearedBy: [{ at: 0, text: 'Låt bli avgiften.' }] }, 'clearedBy.0', /Låt bli avgiften/],
    [{ type: 'set-citations', rule, replace: [{ from: 'sol-2025-400/32:2', to: 'sol-2025-400/32:1' }] }, 'citations', /32:1/],
    [{ type: 'set-reviewer', rule, reviewer: ['planner'] }, 'reviewer', 'Planerare'],
    [{ type: 'set-validity', rule, validFrom: '2026-07-01', validTo: '2027-06-30' }, 'validFrom', '2026-07-01'],
    [{ type: 'switch-off', rule, motive: 'Prövas på nytt av en jurist.' }, 'motive', 'Prövas på nytt av en jurist.'],
    [{ type: 'set-texts', rule: 'sol-familjehem', message: 'Vård i familjehem prövas alltid.' }, 'message', 'Vård i familjehem prövas alltid.'],
    [{ type: 'set-texts', rule: 'vag-oklart', title: 'En ny rubrik' }, 'title', 'En ny rubrik'],
  ];
  for (const [operation, field, to] of done) {
    const after = change(base, operation);
    const [only, ...others] = diffRulesets(base.ruleset, after.ruleset);
    t.strictSame(others, []);
    t.match(only?.fields.find((f) => f.field === field)?.to, to, JSON.stringify(operation));
    const parsed = parseOperations({ operations: [operation] });
    t.match('operations' in parsed && parsed.operations.map((op) => describe(op, base.ruleset)), [/”.+”/]);
  }
  const replaced = change(base, { type: 'replace-case', rule, name: caseName, newName: 'Ett nytt namn', given, fires: ownCase?.fires });
  t.same(
    diffCases(base.cases, replaced.cases)
      .map((c) => c.change)
      .sort(),
    ['added', 'removed'],
  );
  t.same(diffRulesets(base.ruleset, replaced.ruleset), []);
});

t.test('a new rule from each template is a sound rule of its kind', async (t) => {
  const { theme: _, severity: _s, reason: _r, reviewer: _w, remedy: _y, ...texts } = flag;
  const audience = { fact: 'group.minors', values: ['all', 'some'] };
  for (const template of [
    { ...question, audience, clearedBy: { answer: 'none', text: 'Ta inte ut någon avgift.' } },
    { id: 'insats-kind', kinds: ['hvb', 'familjehem', 'jourhem'], audience: { fact: 'group.minors', values: ['all', 'some'] }, ...flag },
    { id: 'figure', fact: 'insats.privateShare', operator: 'lessThanInclusive', limit: 0, ...flag },
    { id: 'insats-kind', kinds: ['hvb'], audience: { fact: 'group.homeless', values: [true] }, ...flag },
    { id: 'figure', fact: 'insats.privateShare', operator: 'greaterThan', limit: 40, ...flag },
    { id: 'district-today', fact: 'district.privateToday', answers: ['yes'], kinds: ['motesplats'], ...flag },
    { id: 'law-ground', legalBasis: 'sol-2025-400', kinds: ['radgivning'], verdict: 'allowed', ...texts, citations: ['sol-2025-400/11:5'] },
    { id: 'signal-figure', fact: 'city.wishDistricts', operator: 'greaterThanInclusive', limit: 5, ...texts },
  ]) {
    const after = change(base, { type: 'add-rule', name: 'en-ny-regel', template });
    t.match(diffRulesets(base.ruleset, after.ruleset), [{ rule: 'en-ny-regel', change: 'added' }], template.id);
    t.match(diffRulesets(after.ruleset, base.ruleset), [{ rule: 'en-ny-regel', change: 'removed' }]);
    const placed = placedRules(after.ruleset).filter(({ rule: { name } }) => name === 'en-ny-regel');
    const own = after.cases.filter((c) => c.rule === 'en-ny-regel');
    const proof = runCases(
      placed.map((one) => one.rule),
      own,
    );
    t.ok(isComplete(proof), `${template.id}: its cases turn every condition from both sides, as the files demand`);
    t.same(
      placed.flatMap((one) => checkRule(one.rule, own).survivors),
      [],
      `${template.id}: they would notice any fault`,
    );
  }
});

/** What is sent, and the operation and field where it is refused. */
const bad: readonly [string, readonly unknown[], number | null, string, RegExp?][] = [
  ['no known operation', [{ type: 'erase-rule', rule }], 0, 'type'],
  ['a field that no operation has', [{ type: 'switch-on', rule, x: 1 }], 0, 'x'],
  ['an unknown rule', [{ type: 'set-severity', rule: 'finns-inte', severity: 'low' }], 0, 'rule'],
  ['a severity outside the list', [{ type: 'set-severity', rule, severity: 'enormous' }], 0, 'severity'],
  ['a severity of a law rule', [{ type: 'set-severity', rule: 'sol-familjehem', severity: 'low' }], 0, 'rule'],
  ['no change at all', [{ type: 'set-severity', rule, severity: 'medium' }], 0, 'severity'],
  [
    'two changes of one thing',
    [
      { type: 'set-severity', rule, severity: 'low' },
      { type: 'set-severity', rule, severity: 'high' },
    ],
    1,
    'severity',
  ],
  [
    'a leaf and the whole conditions',
    [
      { type: 'set-leaf', rule, path: 'all.0', value: 'sou-2020-47' },
      { type: 'replace-conditions', rule, conditions: { all: [leaf] } },
    ],
    1,
    'conditions',
  ],
  ['a path to nothing', [{ type: 'set-leaf', rule, path: 'all.9', value: 'x' }], 0, 'path'],
  ['a value outside the list', [{ type: 'set-leaf', rule, path: 'all.1', value: 'expensive' }], 0, 'value'],
  ['an operator without meaning', [{ type: 'set-leaf', rule, path: 'all.1', operator: 'greaterThan', value: 3 }], 0, 'operator'],
  ['an operator outside the list', [{ type: 'set-leaf', rule, path: 'all.1', operator: 'like' }], 0, 'operator'],
  ['an unknown fact', [{ type: 'replace-conditions', rule, conditions: { all: [{ ...leaf, fact: 'design.colour' }] } }], 0, 'conditions.all.0'],
  ['the prototype for a fact', [{ type: 'replace-conditions', rule, conditions: { all: [{ ...leaf, fact: '__proto__' }] } }], 0, 'conditions.all.0'],
  [
    'a circle through its own kind',
    [{ type: 'replace-conditions', rule, conditions: { all: [{ fact: 'flags.high', operator: 'greaterThan', value: 0 }] } }],
    0,
    'conditions.all.0',
    /Cirkel/,
  ],
  [
    'a circle through another kind',
    [{ type: 'replace-conditions', rule, conditions: { all: [{ fact: 'law.verdict', operator: 'equal', value: 'allowed' }] } }],
    0,
    'conditions.all.0',
    /Cirkel/,
  ],
  [
    'conditions that never hold',
    [{ type: 'replace-conditions', rule, conditions: { all: [leaf, { not: { any: [leaf, { ...leaf, value: 'none' }] } }] } }],
    0,
    'conditions',
    /aldrig/,
  ],
  [
    'numbers between which there is none',
    [
      {
        type: 'replace-conditions',
        rule,
        conditions: {
          all: [
            { fact: 'group.ageMin', operator: 'greaterThan', value: 17 },
            { fact: 'group.ageMin', operator: 'lessThan', value: 18 },
          ],
        },
      },
    ],
    0,
    'conditions',
    /aldrig/,
  ],
  [
    'facts that follow from each other',
    [
      {
        type: 'replace-conditions',
        rule,
        conditions: {
          all: [
            { fact: 'design.provider', operator: 'equal', value: 'own' },
            { fact: 'design.private', operator: 'equal', value: 'yes' },
          ],
        },
      },
    ],
    0,
    'conditions',
    /aldrig/,
  ],
  ['a condition that always holds', [{ type: 'set-leaf', rule, path: 'all.2.all.1', operator: 'in', value: ['true', 'false'] }], 0, 'operator'],
  ['one part that always holds', [{ type: 'set-leaf', rule, path: 'all.2.all.2', operator: 'in', value: ['all', 'some', 'none'] }], 0, 'value', /alltid/],
  [
    'a template for a trait that nobody has',
    [{ type: 'add-rule', name: 'en-ny-regel', template: { ...question, audience: { fact: 'constructor', values: ['x'] } } }],
    0,
    'template.audience',
  ],
  [
    'more conditions than anybody can check',
    [{ type: 'replace-conditions', rule, conditions: { all: Array.from({ length: 4000 }, () => leaf) } }],
    0,
    'conditions',
    /4001 delar/,
  ],
  [
    'conditions without bottom',
    [{ type: 'replace-conditions', rule, conditions: Array.from({ length: 20_000 }).reduce((inner) => ({ not: inner }), leaf) }],
    0,
    'conditions',
  ],
  ['other conditions for the pathway table', [{ type: 'replace-conditions', rule: 'vag-oklart', conditions: { all: [leaf] } }], 0, 'rule'],
  ['the last citation taken away', [{ type: 'set-citations', rule: 'fee-treatment', remove: ['sol-2025-400/32:2'] }], 0, 'remove.0', /sakna/],
  ['a citation that is not there', [{ type: 'set-citations', rule, remove: ['sol-2025-400/1:1'] }], 0, 'remove.0'],
  ['a citation outside the register', [{ type: 'set-citations', rule, add: ['sol-2025-400/99:9'] }], 0, 'add.0'],
  ['a source outside the register', [{ type: 'set-citations', rule, add: ['bibeln/3:16'] }], 0, 'add.0'],
  ['a citation of another form', [{ type: 'set-citations', rule, add: ['SoL 32:2'] }], 0, 'citations'],
  ['two citations of a law rule', [{ type: 'set-citations', rule: 'sol-familjehem', add: ['sol-2025-400/32:2'] }], 0, 'add.0'],
  ['an end before the beginning', [{ type: 'set-validity', rule, validFrom: '2027-01-01', validTo: '2026-01-01' }], 0, 'validTo'],
  ['a day that never comes', [{ type: 'set-validity', rule, validFrom: '2026-02-30' }], 0, 'validFrom'],
  ['a switch without a motive', [{ type: 'switch-off', rule, motive: ' ' }], 0, 'motive'],
  ['a motive too short to say anything', [{ type: 'switch-off', rule, motive: 'nej' }], 0, 'motive'],
  ['switching on what is on', [{ type: 'switch-on', rule }], 0, 'rule'],
  ['a text that is too short', [{ type: 'set-texts', rule, message: 'kort' }], 0, 'message'],
  ['a reason of a law rule', [{ type: 'set-texts', rule: 'sol-familjehem', reason: 'Ett skäl som inte finns.' }], 0, 'reason'],
  ['a personal identity number', [{ type: 'switch-off', rule, motive: 'Anna, 19121212-1212, klagade på den.' }], 0, 'motive', /personnummer/],
  ['nothing that clears a flag', [{ type: 'add-rule', name: 'ny', template: { ...question, remedy: undefined } }], 0, 'template.remedy'],
  ['a new rule without a citation', [{ type: 'add-rule', name: 'ny', template: { ...question, citations: [] } }], 0, 'template.citations'],
  ['a new rule with a name that is taken', [{ type: 'add-rule', name: rule, template: question }], 0, 'name'],
  ['a new rule with a word that every object knows', [{ type: 'add-rule', name: 'constructor', template: question }], 0, 'name', /constructor/],
  ['a new rule in no theme', [{ type: 'add-rule', name: 'ny', template: { ...question, theme: 'finns-inte' } }], 0, 'template.theme'],
  ['an answer that the question lacks', [{ type: 'add-rule', name: 'ny', template: { ...question, answers: ['maybe'] } }], 0, 'template.answers'],
  ['a rule that always flags', [{ type: 'add-rule', name: 'ny', template: { ...question, answers: ['charged', 'none', 'unknown'] } }], 0, 'template.answers'],
  ['a case of no rule', [{ type: 'add-case', rule: 'finns-inte', name: 'Ett fall', given: {}, fires: true }], 0, 'rule'],
  ['a case with the name of another', [{ type: 'add-case', rule, name: caseName, given: {}, fires: false }], 0, 'name'],
  ['a case with an unknown fact', [{ type: 'add-case', rule, name: 'Ett fall', given: { 'design.colour': 'red' }, fires: false }], 0, 'given.design.colour'],
  ['a fact that every object has', [{ type: 'add-case', rule, name: 'Ett fall', given: { constructor: null }, fires: false }], 0, 'given.constructor'],
  ['a field that every object has', [{ type: 'switch-on', rule, valueOf: 1 }], 0, 'valueOf'],
  ['a leaf below what every object has', [{ type: 'set-leaf', rule, path: 'constructor.1', value: 'none' }], 0, 'path'],
  [
    'a case with a value outside the list',
    [{ type: 'add-case', rule, name: 'Ett fall', given: { 'design.fee': 'much' }, fires: false }],
    0,
    'given.design.fee',
  ],
  [
    'a case against another',
    [{ type: 'add-case', rule, name: 'Tvärtom', given: { ...ownCase?.given, 'group.homeless': true }, fires: !ownCase?.fires }],
    0,
    'fires',
    /säger emot/,
  ],
  ['a case against the rule', [{ type: 'add-case', rule, name: 'Fel svar', given: { 'group.placed': true }, fires: true }], 0, 'fires'],
  ['a case that is not there', [{ type: 'remove-case', rule, name: 'Finns inte' }], 0, 'name'],
  ['a change that cases speak against', [{ type: 'set-leaf', rule, path: 'all.1', value: 'none' }], 0, 'value', new RegExp(caseName)],
  ['too many changes', Array.from({ length: 201 }, () => ({ type: 'switch-on', rule })), null, 'operations'],
];

t.test('what cannot be used is refused at its field, with a remedy', async (t) => {
  for (const [what, operations, operation, field, says = /\S/] of bad) {
    const parsed = parseOperations({ operations });
    const result = 'faults' in parsed ? parsed : applyChange(base, parsed.operations, sources);
    const faults = 'faults' in result ? result.faults : [];
    const own = faults.find((f) => f.operation === operation && f.field === field);
    t.match(own, { problem: says, remedy: /\S/ }, `${what}: ${JSON.stringify(faults)}`);
    t.type(own?.remedy, 'string', what);
  }
});

t.test('every rule of the files can hold and can fail, in each of its parts', async (t) => {
  t.same(
    rules.flatMap(({ rule: { name, conditions } }) => decideParts(conditions).map((part) => ({ name, ...part }))),
    [],
  );
});

t.test('a case is missed when its condition is left without one', async (t) => {
  const parsed = parseOperations({
    operations: base.cases.filter((c) => c.rule === rule && !c.fires).map((c) => ({ type: 'remove-case', rule, name: c.name })),
  });
  const result = 'operations' in parsed ? applyChange(base, parsed.operations, sources) : null;
  t.ok(result?.ok && result.warnings.length > 0 && result.warnings.every((w) => w.rule === rule));
});

t.test('random severities apply and are told', async () => {
  const risks = rules.flatMap((placed) => (placed.kind === 'risk' ? [placed.rule] : []));
  await fc.assert(
    fc.property(
      fc.uniqueArray(fc.constantFrom(...risks), { minLength: 1, maxLength: 5, selector: (r) => r.name }),
      fc.constantFrom(...severities),
      (some, severity) => {
        const operations = some.filter((r) => r.event.params.severity !== severity).map((r) => ({ type: 'set-severity', rule: r.name, severity }));
        const after = change(base, ...operations);
        return (
          diffRulesets(base.ruleset, after.ruleset).length === operations.length && (after.ruleset.hash === base.ruleset.hash) === (operations.length === 0)
        );
      },
    ),
    { numRuns: 15 },
  );
});
