import type { Kysely } from 'kysely';
import { record } from '../audit/trail.ts';
import type { Database } from '../database/types.ts';
import type { Knowledge } from '../knowledge.ts';
import type { RuleCase } from '../rules/format.ts';
import { contentHash } from '../rules/load.ts';
import { applied, readOperations } from './read-rules.ts';
import { rulesetRepository } from './repository.ts';
import type { Reapply, RulesAndCases, VersionHead } from './types.ts';

export interface BaseFiles {
  /** The knowledge with the ruleset of the files. */
  base: Knowledge;
  /** The cases of the files. */
  cases: readonly RuleCase[];
  /** How changes are applied; without it none is. */
  reapply: Reapply | undefined;
}

const newestBase = (heads: readonly VersionHead[]): VersionHead | undefined => heads.findLast(({ kind }) => kind === 'base');

/** Which base files a version stands on: rules and cases together. */
export const baseHash = ({ base, cases }: Pick<BaseFiles, 'base' | 'cases'>): string => contentHash([base.ruleset.hash, cases]);

/**
 * Stores the rule files as a version, where they are not the newest base already, and what has been published applied anew on top of them.
 * Several servers may do it at once: it is done once. A change that does not fit is left out; `lostChanges` tells which, and they are tried
 * again with the next files.
 */
export async function establish(db: Kysely<Database>, files: BaseFiles, today: string): Promise<void> {
  const hash = baseHash(files);
  if (newestBase(await rulesetRepository(db).heads())?.base === hash) return;
  await db.transaction().execute(async (trx) => {
    const repository = rulesetRepository(trx);
    await repository.lock();
    const heads = await repository.heads();
    if (newestBase(heads)?.base === hash) return;
    const last = heads.at(-1);
    let number = (last?.number ?? 0) + 1;
    const { ruleset } = files.base;
    await repository.add({ number, kind: 'base', base: hash, rules: { ruleset, cases: files.cases }, appliesFrom: today, changes: [] });
    for (const [appliesFrom, { rules, changes }] of await rebased(files, changesToApply(heads), heads, repository, today)) {
      number += 1;
      await repository.add({ number, kind: 'rebased', base: hash, rules, appliesFrom, changes });
    }
    if (last === undefined) return;
    await record(trx, {
      action: 'ruleset.base',
      object: { type: 'ruleset', id: String(number) },
      district: null,
      before: { version: last.number, ruleset: last.hash },
      after: { version: number, base: ruleset.hash },
    });
  });
}

/** What the changes come to on the new files, by the day from which they apply: today for those in force, later for those that wait. */
async function rebased(
  files: BaseFiles,
  numbers: readonly number[],
  heads: readonly VersionHead[],
  repository: ReturnType<typeof rulesetRepository>,
  today: string,
): Promise<Map<string, { rules: RulesAndCases; changes: number[] }>> {
  const byDay = new Map<string, { rules: RulesAndCases; changes: number[] }>();
  let rules: RulesAndCases = { ruleset: files.base.ruleset, cases: files.cases };
  const changes: number[] = [];
  for (const number of numbers) {
    const read = readOperations((await repository.rules(number))?.operations);
    const result = 'faults' in read ? read : applied(files, rules, read.operations);
    if ('faults' in result) continue;
    rules = result;
    changes.push(number);
    const from = heads.find((head) => head.number === number)?.appliesFrom ?? today;
    byDay.set(from > today ? from : today, { rules, changes: [...changes] });
  }
  return byDay;
}

/**
 * The published versions whose changes have been left out, and that nobody has gone on without: until somebody publishes on rules that lack
 * them they are told of, and tried again with new files. Whoever publishes later has seen the effect on rules without them.
 */
export function lostChanges(heads: readonly VersionHead[]): number[] {
  const published = heads.filter(({ kind }) => kind === 'published').map(({ number }) => number);
  return published.filter((number) => {
    const lastWith = heads.findLast(({ changes }) => changes.includes(number))?.number ?? 0;
    return lastWith !== heads.at(-1)?.number && (published.at(-1) ?? 0) <= lastWith;
  });
}

/** The changes to apply to new files, in the order in which they were published: those in the rules, and those that were left out. */
const changesToApply = (heads: readonly VersionHead[]): number[] =>
  [...new Set([...(heads.at(-1)?.changes ?? []), ...lostChanges(heads)])].sort((a, b) => a - b);
