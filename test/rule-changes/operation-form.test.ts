import t from 'tap';
import { loadRuleset } from '../../src/assessment/ruleset.ts';
import { formOf, operationFromForm } from '../../src/rule-changes/operation-form.ts';
import { parseOperations } from '../../src/rule-changes/operations.ts';

const rules = loadRuleset();
const rule = 'fee-upkeep-only';
const texts = { title: 'En ny rubrik', message: 'En ny text om avgiften.', citations: ['sol-2025-400/32:2'] };
const flag = { theme: 'fee', ...texts, severity: 'low', reason: 'Ett skäl för regeln.', reviewer: ['legal', 'planner'] };

t.test('a form sent back as it was shown is the same operation', async (t) => {
  for (const operation of [
    { type: 'set-severity', rule, severity: 'low' },
    { type: 'set-leaf', rule, path: 'all.2.all.2', operator: 'in', value: ['none'] },
    { type: 'set-leaf', rule, path: 'all.2.all.1', value: false },
    { type: 'set-leaf', rule, path: 'all.2.all.0', value: ['hvb', 'jourhem'] },
    { type: 'set-texts', rule, title: 'En ny rubrik', remedy: null, clearedBy: [{ at: 0, text: 'Låt bli avgiften.' }] },
    { type: 'set-citations', rule, add: ['sol-2025-400/11:5'], remove: [], replace: [{ from: 'sol-2025-400/32:2', to: 'sol-2025-400/32:1' }] },
    { type: 'set-reviewer', rule, reviewer: ['legal', 'planner'] },
    { type: 'set-validity', rule, validFrom: '2026-07-01', validTo: null },
    { type: 'switch-off', rule, motive: 'Prövas på nytt av en jurist.' },
    { type: 'switch-on', rule },
    { type: 'replace-conditions', rule, conditions: { not: { fact: 'design.fee', operator: 'equal', value: 'none' } } },
    { type: 'add-case', rule, name: 'Ett nytt fall', given: { 'group.ageMin': 18, 'design.contactWays': ['phone'], 'insats.treatment': true }, fires: false },
    { type: 'remove-case', rule, name: 'Ett fall' },
    { type: 'replace-case', rule, name: 'Ett fall', newName: 'Ett annat', given: { 'design.contactWays': 'unknown' }, fires: true },
    {
      type: 'add-rule',
      name: 'ny',
      template: {
        id: 'design-question',
        question: 'fee',
        answers: ['unknown', 'charged'],
        audience: { fact: 'group.homeless', values: [true] },
        clearedBy: { answer: 'none', text: 'Låt bli avgiften.' },
        ...flag,
      },
    },
    {
      type: 'add-rule',
      name: 'ny',
      template: { id: 'signal-figure', fact: 'city.wishDistricts', operator: 'greaterThan', limit: 5, kinds: ['hvb'], ...texts },
    },
  ]) {
    const parsed = parseOperations({ operations: [operation] });
    if ('faults' in parsed) throw new Error(JSON.stringify(parsed.faults));
    const [one] = parsed.operations;
    if (one === undefined) throw new Error('no operation');
    t.same(operationFromForm(formOf(one), rules), operation, operation.type);
  }
});

t.test('what is typed badly reaches the parser as it was typed', async (t) => {
  t.same(operationFromForm({ type: 'set-leaf', rule: 'finns-inte', path: 'all.0', value: 'x' }, rules), {
    type: 'set-leaf',
    rule: 'finns-inte',
    path: 'all.0',
    value: 'x',
  });
  t.same(operationFromForm({ type: 'constructor' }, rules), { type: 'constructor' });
  t.same(operationFromForm({ type: 'replace-conditions', rule, conditions: '{' }, rules), { type: 'replace-conditions', rule, conditions: '{' });
  for (const fields of [{}, { type: 'add-case', rule }, { type: 'add-rule' }, { type: 'set-severity', rule, severity: '' }])
    t.ok('faults' in parseOperations({ operations: [operationFromForm(fields, rules)] }), JSON.stringify(fields));
});
