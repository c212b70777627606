import type { Db } from '../database/types.ts';
import type { Knowledge } from '../knowledge.ts';
import type { RuleCase } from '../rules/format.ts';
import { loadCases } from '../rules/load-cases.ts';
import { rulesetRepository } from './repository.ts';
import { createStore, type Rules } from './store.ts';
import type { RulesetFault, VersionHead } from './types.ts';

/** The rules in force with the cases that prove them: their version, or null where no stored version can be used and the files speak. */
export interface RulesInForce extends Rules {
  version: VersionHead | null;
  cases: readonly RuleCase[];
}

/** The newest version that applies on a day (ISO) and can be used; a broken one is told of and passed over. */
export async function choose(
  heads: readonly VersionHead[],
  date: string,
  store: ReturnType<typeof createStore>,
): Promise<{ chosen: RulesInForce; broken: RulesetFault[] }> {
  const broken: RulesetFault[] = [];
  for (const version of heads.filter(({ appliesFrom }) => appliesFrom <= date).toReversed()) {
    const rules = await store.read(version);
    const proof = await store.cases(version);
    if (!('faults' in rules) && !('faults' in proof)) return { chosen: { ...rules, cases: proof.cases, version }, broken };
    broken.push({ version: version.number, kind: 'unreadable', faults: [rules, proof].flatMap((read) => ('faults' in read ? read.faults : [])) });
  }
  return { chosen: { ...store.ofFiles, version: null }, broken };
}

/**
 * The knowledge by which a server on this database would answer on a day, for one that only reads: with what has been published, else as the
 * files say. `version` is null where the files speak.
 */
export async function knowledgeInForce(db: Db, base: Knowledge, date: string): Promise<{ knowledge: Knowledge; version: VersionHead | null }> {
  const { chosen } = await choose(
    await rulesetRepository(db).heads(),
    date,
    createStore(db, { base, cases: loadCases() }, (assessor) => assessor),
  );
  const { version } = chosen;
  // A base that a server has stored may be from before the files were changed.
  return version === null || version.changes.length === 0 ? { knowledge: base, version: null } : { knowledge: chosen.knowledge, version };
}
