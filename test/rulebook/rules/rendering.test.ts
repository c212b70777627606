import { fileURLToPath } from 'node:url';
import { Eta } from 'eta';
import fc from 'fast-check';
import t from 'tap';
import { loadRuleset } from '../../../src/assessment/ruleset.ts';
import { type FactInfo, type Facts, factTable, neutralFacts, outcomeFacts } from '../../../src/candidate/facts.ts';
import { ruleNumber } from '../../../src/rulebook/rules/numbers.ts';
import { renderGroup } from '../../../src/rulebook/rules/rendering.ts';
import { leafSentence, listedValues } from '../../../src/rulebook/rules/sentences.ts';
import { checkLeaf } from '../../../src/rules/check.ts';
import { compile, fillRow } from '../../../src/rules/compile.ts';
import { leavesOf } from '../../../src/rules/conditions.ts';
import { type AnyRule, type Condition, type Leaf, operators, type TopCondition } from '../../../src/rules/format.ts';

const facts: Readonly<Record<string, FactInfo>> = { ...factTable, ...outcomeFacts };
const valuesOf = (info: FactInfo): (string | number | boolean)[] => [
  ...(info.type === 'boolean' ? [true, false] : info.type === 'number' ? [0, 1, 15, 65] : (info.values ?? [])),
  ...(info.special ?? []),
];
const ruleset = loadRuleset();
const rules: AnyRule[] = [...ruleset.laws, ...ruleset.themes].flatMap((file): AnyRule[] => file.rules).concat(ruleset.signals, ruleset.pathway);

/** Every leaf with one value that the check lets through, lists of a few, and every leaf that a rule has. */
function universe(): Leaf[] {
  const made = Object.entries(facts).flatMap(([fact, info]) => {
    const singles = valuesOf(info);
    const texts = singles.filter((value) => typeof value === 'string');
    const lists = [...texts.map((one) => [one]), ...texts.flatMap((one, i) => texts.slice(i + 1).map((other) => [one, other])), texts.slice(-3)];
    return operators.flatMap((operator): Leaf[] => [...singles, ...lists.filter((list) => list.length > 0)].map((value) => ({ fact, operator, value })));
  });
  const all = [...made.filter((leaf) => checkLeaf(leaf, facts).length === 0), ...rules.flatMap((rule) => leavesOf(rule.conditions).map(({ leaf }) => leaf))];
  return [...new Map(all.map((leaf) => [JSON.stringify([leaf.fact, leaf.operator, leaf.value]), leaf])).values()];
}
const leaves = universe();

const eta = new Eta({ views: fileURLToPath(new URL('../../../views', import.meta.url)), rmWhitespace: true });
const plain = (html: string): string =>
  html.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** What a heading says, by its words alone. */
function groupOf(heading: string, children: Condition[]): Condition {
  if (/inte allt detta gäller/i.test(heading)) return { not: { all: children } };
  if (/inget av detta gäller|detta gäller inte/i.test(heading)) return { not: { any: children } };
  if (/minst ett av detta gäller/i.test(heading)) return { any: children };
  if (/detta gäller/i.test(heading)) return { all: children };
  throw new Error(`"${heading}" says nothing`);
}

/** What stands on the page for a leaf: the sentence, or what leads to a list and the list. */
function shown(leaf: Leaf): string {
  const listed = listedValues(leaf);
  return listed === null ? leafSentence(leaf) : [listed.lead, ...listed.values].join('|');
}

/** Reads the page's condition back from what a person sees of it: headings, nested lists and sentences. */
function readBack(html: string, leafOf: ReadonlyMap<string, Leaf>): Condition {
  const tokens = [...html.matchAll(/<p class="condition-heading"[^>]*>([^<]*)<\/p>|<(?:span|div) data-leaf>(.*?)<\/(?:span|div)>|<\/ul>/g)];
  let at = 0;
  const group = (heading: string): Condition => {
    const children: Condition[] = [];
    for (let token = tokens[at]; token !== undefined; token = tokens[at]) {
      at += 1;
      if (token[0] === '</ul>') break;
      const text = plain((token[2] ?? '').replaceAll('<li>', '|').replaceAll(/<[^>]*>/g, ''));
      if (token[1] !== undefined) children.push(group(plain(token[1])));
      else children.push(leafOf.get(text) ?? { fact: `nothing reads "${text}"`, operator: 'equal', value: true });
    }
    return groupOf(heading, children);
  };
  at = 1;
  return group(plain(tokens[0]?.[1] ?? ''));
}

t.test('two different conditions never read the same', async (t) => {
  const seen = new Map<string, Leaf>();
  const same: string[] = [];
  for (const leaf of leaves) {
    const text = leafSentence(leaf);
    const other = seen.get(text);
    if (other !== undefined) same.push(`${text} ${JSON.stringify(other)} ${JSON.stringify(leaf)}`);
    seen.set(text, leaf);
  }
  t.ok(leaves.length > 2000);
  t.same(same, []);
});

t.test('a sentence says so when it holds although the answer is missing, and only then', async (t) => {
  const wrong = leaves.filter((leaf) => {
    const info = facts[leaf.fact];
    if (info?.special?.includes('unknown') !== true && info?.values?.includes('unknown') !== true) return false;
    const holds = compile(leaf)(fillRow(fillRow([], neutralFacts), { [leaf.fact]: 'unknown' }));
    return holds !== /obesvarad|saknas|okänt/.test(leafSentence(leaf));
  });
  t.same(wrong.map(leafSentence), []);
});

t.test('what the page says, read back, is the condition that decides', async (t) => {
  const leafOf = new Map(leaves.map((leaf) => [shown(leaf), leaf]));
  t.ok(
    leaves.some((leaf) => listedValues(leaf) !== null),
    'some leaf is shown as a list',
  );
  t.equal(leafOf.size, leaves.length, 'no two leaves stand on the page as the same');
  const show = (condition: TopCondition) => eta.render('rulebook/rules/condition', { node: renderGroup(condition), intro: 'Regeln slår till när' });
  const anyFacts: fc.Arbitrary<Facts> = fc.record(Object.fromEntries(Object.entries(facts).map(([id, info]) => [id, factValue(info)])));
  const leaf = fc.constantFrom(...leaves);
  const { tree } = fc.letrec<{ tree: TopCondition; node: Condition }>((tie) => ({
    tree: fc.oneof(
      fc.record({ all: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ not: tie('node') }),
    ),
    node: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('tree')),
  }));
  fc.assert(
    fc.property(tree, fc.array(anyFacts, { minLength: 3, maxLength: 3 }), (condition, worlds) => {
      const [meant, read] = [compile(condition), compile(readBack(show(condition), leafOf))];
      return worlds.every((world) => meant(fillRow([], world)) === read(fillRow([], world)));
    }),
    { numRuns: 60 },
  );
  for (const rule of rules) {
    const read = readBack(show(rule.conditions), leafOf);
    t.same(
      leavesOf(read).map(({ leaf }) => leaf),
      leavesOf(rule.conditions).map(({ leaf }) => leaf),
      rule.name,
    );
  }
});

function factValue(info: FactInfo): fc.Arbitrary<Facts[string]> {
  if (info.type !== 'list') return fc.constantFrom(...valuesOf(info));
  return fc.oneof(fc.subarray([...(info.values ?? [])]), fc.constant('unknown'));
}

t.test('every rule has a number of its own, and one that the register does not know a lasting one', async (t) => {
  const numbers = rules.map(ruleNumber);
  t.equal(new Set(numbers).size, rules.length);
  t.same(
    numbers.filter((number) => !/^[LRSV]-\d{3,}$/.test(number)),
    [],
    'add new rules last in data/rule-numbers.json',
  );
  const [first] = rules;
  if (first !== undefined) t.match(ruleNumber({ ...first, name: 'en-ny-regel' }), /^L-N[0-9A-F]{5}$/);
});
