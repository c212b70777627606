import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readJsonFile } from '../../json-file.ts';
import { type AnyRule, kindOf } from '../../rules/format.ts';

const letters = { law: 'L', risk: 'R', signal: 'S', pathway: 'V' } as const;
const registerSchema = z.strictObject({ L: z.array(z.string()), R: z.array(z.string()), S: z.array(z.string()), V: z.array(z.string()) });

/**
 * The register `data/rule-numbers.json`: a rule's number is its place in the list of its kind. New rules are added last and a rule that is taken away
 * keeps its place, so a number never comes to mean another rule.
 */
const numbers = new Map<string, string>(
  Object.entries(registerSchema.parse(readJsonFile(new URL('../../../data/rule-numbers.json', import.meta.url), 'data/rule-numbers.json'))).flatMap(
    ([letter, names]) => names.map((name, i): [string, string] => [name, `${letter}-${String(i + 1).padStart(3, '0')}`]),
  ),
);

/**
 * The number that people cite a rule by: "R-042". A rule that the register does not know, for example one that was published as a change, gets an N and
 * a checksum of its name, which never changes either: "R-N3F2A1".
 */
export function ruleNumber(rule: AnyRule): string {
  const known = numbers.get(rule.name);
  if (known !== undefined) return known;
  const checksum = createHash('sha256').update(rule.name).digest('hex').slice(0, 5).toUpperCase();
  return `${letters[kindOf(rule)]}-N${checksum}`;
}
