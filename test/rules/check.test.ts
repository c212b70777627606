import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { loadRuleset } from '../../src/assessment/ruleset.ts';
import { factTable } from '../../src/candidate/facts.ts';
import { checkFactsAreRead, checkLeaf, checkRules } from '../../src/rules/check.ts';
import { RuleFilesError } from '../../src/rules/errors.ts';
import { type Leaf, riskFileSchema } from '../../src/rules/format.ts';
import { loadRuleFiles } from '../../src/rules/load.ts';

t.test('a leaf must name a known fact, an operator with meaning and a value of the closed list', async (t) => {
  const faults = (leaf: Leaf) => checkLeaf(leaf, factTable).length;
  t.equal(faults({ fact: 'insats.kind', operator: 'in', value: ['hvb', 'jourhem'] }), 0);
  t.equal(faults({ fact: 'design.ageMin', operator: 'equal', value: 'unknown' }), 0);
  t.equal(faults({ fact: 'design.contactWays', operator: 'contains', value: 'phone' }), 0);
  t.equal(faults({ fact: 'insats.kindd', operator: 'equal', value: 'hvb' }), 1, 'unknown fact');
  t.equal(faults({ fact: 'insats.kind', operator: 'equal', value: 'hbv' }), 1, 'value outside the list');
  t.equal(faults({ fact: 'insats.kind', operator: 'in', value: ['hvb', 'hbv', 'x'] }), 2, 'values outside the list');
  t.equal(faults({ fact: 'insats.kind', operator: 'in', value: 'hvb' }), 1, 'in wants a list');
  t.equal(faults({ fact: 'insats.kind', operator: 'greaterThan', value: 3 }), 1, 'comparison of words');
  t.equal(faults({ fact: 'group.ageMin', operator: 'greaterThan', value: '18' }), 1, 'a number in quotes');
  t.equal(faults({ fact: 'group.minors', operator: 'contains', value: 'all' }), 1, 'contains on a single value');
  t.equal(faults({ fact: 'insats.treatment', operator: 'equal', value: 'yes' }), 1, 'a boolean is no yes');
});

t.test('a fact that no rule reads is a fault', async (t) => {
  t.ok(checkFactsAreRead([]).length > 50);
});

t.test('a rule name that occurs twice is a fault', async (t) => {
  const rule = {
    name: 'a',
    conditions: { all: [{ fact: 'insats.treatment', operator: 'equal' as const, value: true }] },
    event: { type: 'signal' as const, params: { title: 'xxxxx', message: 'xxxxxxxxxx', citations: ['a/b'] } },
  };
  t.equal(checkRules('x.json', [rule, rule]).length, 1);
});

t.test('broken rule files are refused with file, place and remedy', async (t) => {
  const dir = t.testdir();
  const read = (content: string) => {
    const folder = join(dir, 'risk');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'x.json'), content);
    try {
      return loadRuleFiles(folder, riskFileSchema).length;
    } catch (error) {
      if (!(error instanceof RuleFilesError)) throw error;
      t.match(error.message, /rules\/risk\/x\.json/);
      return error.faults;
    }
  };
  t.type(read('{'), Array, 'not JSON');
  t.type(read('{"id":"x","title":"Tema x","summary":"En sammanfattning","rules":[]}'), Array, 'no rules');
  t.type(
    read(
      '{"id":"x","title":"Tema x","summary":"En sammanfattning","rules":[{"name":"x","conditions":{"all":[{"fact":"insats.kind","operator":"ekual","value":"hvb"}]},"event":{}}]}',
    ),
    Array,
    'unknown operator',
  );
  t.type(
    read(
      '{"id":"x","title":"Tema x","summary":"En sammanfattning","rules":[{"name":"x","conditions":{"fact":"insats.kind","operator":"equal","value":"hvb"},"event":{}}]}',
    ),
    Array,
    'no group at the top',
  );
});

t.test('the rule files of the repository are sound', async (t) => {
  const { hash, themes } = loadRuleset();
  t.match(hash, /^[0-9a-f]{16}$/);
  t.equal(themes.length, 17);
  t.ok(themes.flatMap((theme) => theme.rules).length >= 45);
  t.equal(loadRuleset().hash, hash, 'the hash depends on the files only');
});
