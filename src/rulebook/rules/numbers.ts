import { createHash } from 'node:crypto';
import { type AnyRule, kindOf } from '../../rules/format.ts';
import { kindLetters, loadRuleNumbers } from '../../rules/rule-numbers.ts';

/**
 * The register `data/rule-numbers.json`: a rule's number is its place in the list of its kind. New rules are added last and a rule that is taken away
 * keeps its place, so a number never comes to mean another rule.
 */
const numbers = new Map<string, string>(
  Object.entries(loadRuleNumbers()).flatMap(([letter, names]) =>
    names.map((name, i): [string, string] => [name, `${letter}-${String(i + 1).padStart(3, '0')}`]),
  ),
);

/**
 * The number that people cite a rule by: "R-042". A rule that the register does not know, for example one that was published as a change, gets an N and
 * a checksum of its name: "R-N3F2A1". The patch of the
 * change gives it the next number, once somebody has put it into the rule files.
 */
export function ruleNumber(rule: AnyRule): string {
  const known = numbers.get(rule.name);
  if (known !== undefined) return known;
  const checksum = createHash('sha256').update(rule.name).digest('hex').slice(0, 5).toUpperCase();
  return `${kindLetters[kindOf(rule)]}-N${checksum}`;
}
