import { z } from 'zod';
import { parseRuleset, type Ruleset } from '../assessment/ruleset.ts';
import { type Knowledge, withRuleset } from '../knowledge.ts';
import { type RuleFault, RuleFilesError } from '../rules/errors.ts';
import { caseSchema, type RuleCase } from '../rules/format.ts';
import { formFaults, swedish } from '../rules/load.ts';
import { type Operations, operationsSchema, type Reapply, type RulesAndCases } from './types.ts';

const place = (problem: string, remedy: string): RuleFault => ({ file: 'regelverket', place: 'hela', problem, remedy });

/** Does something that may find rules at fault, and gives the faults instead of throwing them. */
function orFaults<T>(work: () => T): T | { faults: readonly RuleFault[] } {
  try {
    return work();
  } catch (error) {
    if (error instanceof RuleFilesError) return { faults: error.faults };
    throw error;
  }
}

/** The knowledge with a ruleset that was stored under a hash, checked as the files are. */
export function readStored(base: Knowledge, content: unknown, hash: string): { knowledge: Knowledge } | { faults: readonly RuleFault[] } {
  return orFaults(() => {
    const ruleset = parseRuleset(content);
    return ruleset.hash === hash
      ? { knowledge: withRuleset(base, ruleset) }
      : { faults: [place('Reglerna stämmer inte med sitt kännetecken.', 'Läs in en säkerhetskopia, eller publicera ändringen på nytt.')] };
  });
}

/** Cases that were stored with rules. */
export function readCases(cases: unknown): { cases: RuleCase[] } | { faults: readonly RuleFault[] } {
  const read = z.array(caseSchema).safeParse(cases, swedish);
  return read.success ? { cases: read.data } : { faults: formFaults('fallen', read.error, cases) };
}

/** Operations that were stored with a version. */
export function readOperations(operations: unknown): { operations: Operations } | { faults: readonly RuleFault[] } {
  const read = operationsSchema.safeParse(operations, swedish);
  return read.success ? { operations: read.data } : { faults: formFaults('ändringen', read.error, operations) };
}

/** Applies a change and checks what comes out as if it had been read from files: what is stored is what any server can read back. */
export function applied(
  { base, reapply }: { base: Knowledge; reapply: Reapply | undefined },
  on: RulesAndCases,
  operations: Operations,
): RulesAndCases | { faults: readonly RuleFault[] } {
  if (reapply === undefined)
    return { faults: [place('Programmet kan inte tillämpa ändringar av regler.', 'Starta det Insatsplan som ändringen publicerades i.')] };
  return orFaults(() => {
    const result = reapply(on.ruleset, operations, on.cases);
    if ('faults' in result) return result;
    const { hash: _hash, ...content }: Ruleset = result.ruleset;
    const ruleset = parseRuleset(JSON.parse(JSON.stringify(content)));
    withRuleset(base, ruleset);
    return { ruleset, cases: result.cases ?? on.cases };
  });
}
