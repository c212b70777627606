import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { readJsonFile } from '../json-file.ts';
import { rulesFolder } from './load.ts';

/** The letter of each kind of rule in the numbers that people cite rules by. */
export const kindLetters = { law: 'L', risk: 'R', signal: 'S', pathway: 'V' } as const;

/** The register's place from the repository's root. */
export const registerFile = 'data/rule-numbers.json';
const registerSchema = z.strictObject({ L: z.array(z.string()), R: z.array(z.string()), S: z.array(z.string()), V: z.array(z.string()) });
export type RuleNumbers = z.infer<typeof registerSchema>;

/** The register beside a folder of rule files: the names of each kind, in the order of their numbers. @throws StartupError where it cannot be read. */
export function loadRuleNumbers(folder = rulesFolder): RuleNumbers {
  return registerSchema.parse(readJsonFile(pathToFileURL(join(folder, '..', registerFile)), registerFile));
}
