import { type Assessor, createAssessor } from '../assessment/assess.ts';
import type { Db } from '../database/types.ts';
import type { Knowledge } from '../knowledge.ts';
import type { RuleFault } from '../rules/errors.ts';
import type { RuleCase } from '../rules/format.ts';
import { baseHash } from './establish.ts';
import { readCases, readStored } from './read-rules.ts';
import { rulesetRepository } from './repository.ts';
import type { VersionHead } from './types.ts';

/** Rules that can be assessed by. */
export interface Rules {
  hash: string;
  knowledge: Knowledge;
  assessor: Assessor;
}

/** How many rulesets beside that of the files are kept in memory; with what has been assessed by one it is some megabytes. */
const keptRulesets = 6;

/** Stored rulesets by hash, read and checked when they are first asked for. `measured` is laid around each assessor, `cases` are those of the files. */
export function createStore(db: Db, { base, cases }: { base: Knowledge; cases: readonly RuleCase[] }, measured: (assessor: Assessor) => Assessor) {
  const rulesOf = (knowledge: Knowledge): Rules => ({ hash: knowledge.ruleset.hash, knowledge, assessor: measured(createAssessor(knowledge)) });
  const ofFiles = rulesOf(base);
  const kept = new Map<string, Rules>();

  return {
    /** The rules of the files and their cases: there whatever happens to the database. */
    ofFiles: { ...ofFiles, cases },

    /** The cases of a version. They are its own: two versions with the same rules can have different ones. */
    async cases({ number, kind, base: files }: VersionHead): Promise<{ cases: readonly RuleCase[] } | { faults: readonly RuleFault[] }> {
      if (kind === 'base' && files === baseHash({ base, cases })) return { cases };
      return readCases((await rulesetRepository(db).rules(number))?.cases);
    },

    /** The rules of a version that is known to have this hash, or what is wrong with them. */
    async read({ number, hash }: { number: number; hash: string }): Promise<Rules | { faults: readonly RuleFault[] }> {
      if (hash === ofFiles.hash) return ofFiles;
      let rules = kept.get(hash);
      if (rules === undefined) {
        const read = readStored(base, (await rulesetRepository(db).rules(number))?.content, hash);
        if ('faults' in read) return read;
        rules = rulesOf(read.knowledge);
      }
      kept.delete(hash);
      kept.set(hash, rules);
      const [oldest] = kept.keys();
      if (kept.size > keptRulesets && oldest !== undefined) kept.delete(oldest);
      return rules;
    },
  };
}
