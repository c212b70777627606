/** The cases that come with a rule from a template: what the form was filled in with makes it fire, and each thing that differs does not. */
import { factText } from '../assessment/words.ts';
import type { FactValue } from '../candidate/facts.ts';
import { caseRow } from '../rules/cases.ts';
import { compile } from '../rules/compile.ts';
import { leavesOf } from '../rules/conditions.ts';
import { domainOf, factInfo } from '../rules/domains.ts';
import type { AnyRule, RuleCase } from '../rules/format.ts';

type Given = RuleCase['given'];

/** A fact's value as files hold it. */
const plain = (value: FactValue): Given[string] => (typeof value === 'object' ? [...value] : value);

/** "Slår inte till: Insatsens slag = HVB, Hemlöshet = ja" */
function caseName(given: Given, fires: boolean): string {
  const facts = Object.entries(given).map(([fact, value]) => `${factInfo(fact).label.replace(/\?$/, '')} = ${factText(fact, value)}`);
  return `${fires ? 'Slår till' : 'Slår inte till'}: ${facts.join(', ')}`;
}

/**
 * Cases of a rule whose conditions all have to hold, as those from templates are: one for each value of each fact that the rule tells apart,
 * with everything else such that the rule fires. They turn every condition from both sides.
 */
export function templateCases(rule: AnyRule): RuleCase[] {
  const tried = leavesOf(rule.conditions).map(({ leaf }) => {
    const test = compile(leaf);
    const values = domainOf(leaf.fact, [leaf]).map((value) => ({ value: plain(value), holds: test(caseRow({ [leaf.fact]: plain(value) })) }));
    return { fact: leaf.fact, values, first: values.find(({ holds }) => holds)?.value };
  });
  const fires: Given = Object.fromEntries(tried.flatMap(({ fact, first }) => (first === undefined ? [] : [[fact, first]])));
  const one = (given: Given, holds: boolean): RuleCase => ({ rule: rule.name, name: caseName(given, holds), given, fires: holds });
  return [
    one(fires, true),
    ...tried.flatMap(({ fact, values, first }) => values.flatMap(({ value, holds }) => (value === first ? [] : [one({ ...fires, [fact]: value }, holds)]))),
  ];
}
