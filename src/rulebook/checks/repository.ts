import { z } from 'zod';
import { fingerprint, record } from '../../audit/trail.ts';
import type { Db } from '../../database/types.ts';

export const checkResults = ['unchanged', 'changed', 'unclear'] as const;
export type CheckResult = (typeof checkResults)[number];
const resultSchema = z.enum(checkResults);

/** That somebody compared a source, or a place in it ('' is the whole source), with what it says. */
export interface SourceCheck {
  source: string;
  place: string;
  at: Date;
  by: string;
  version: string;
  result: CheckResult;
  note: string;
}

/** That somebody read a rule against its sources. */
export interface RuleCheck {
  rule: string;
  at: Date;
  by: string;
  /** The wording of the rule that was read. */
  ruleHash: string;
  note: string;
}

/** A check to be stored. `id` comes with the form, so that a second press is the same check. */
interface New {
  id: string;
  account: string;
  note: string;
}
export type NewSourceCheck = New & Pick<SourceCheck, 'source' | 'place' | 'version' | 'result'>;
export type NewRuleCheck = New & Pick<RuleCheck, 'rule' | 'ruleHash'> & { ruleset: string };

/** Checks are only added, each with its row in the trail; takes the database or, to write, a transaction. */
export function checksRepository(db: Db) {
  return {
    /** Of one source, or of all, the newest first. */
    async sourceChecks(source?: string): Promise<SourceCheck[]> {
      let query = db
        .selectFrom('source_check as made')
        .innerJoin('account', 'account.id', 'made.account_id')
        .select(['made.source', 'made.place', 'made.checked_at as at', 'account.name as by', 'made.version', 'made.result', 'made.note']);
      if (source !== undefined) query = query.where('made.source', '=', source);
      const rows = await query.orderBy('made.checked_at', 'desc').orderBy('made.id').execute();
      return rows.map((row) => ({ ...row, result: resultSchema.parse(row.result) }));
    },

    /** Of one rule, the newest first. */
    async ruleChecks(rule: string): Promise<RuleCheck[]> {
      return db
        .selectFrom('rule_check as made')
        .innerJoin('account', 'account.id', 'made.account_id')
        .select(['made.rule', 'made.checked_at as at', 'account.name as by', 'made.rule_hash as ruleHash', 'made.note'])
        .where('made.rule', '=', rule)
        .orderBy('made.checked_at', 'desc')
        .orderBy('made.id')
        .execute();
    },

    async addSourceCheck({ id, account, source, place, version, result, note }: NewSourceCheck): Promise<void> {
      const added = await db
        .insertInto('source_check')
        .values({ id, source, place, account_id: account, version, result, note })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (added === undefined) return;
      const after = { place, result, version: version === '' ? null : fingerprint(version), note: note === '' ? null : fingerprint(note) };
      await record(db, { action: 'source.check', object: { type: 'source', id: source }, district: null, after });
    },

    async addRuleCheck({ id, account, rule, ruleset, ruleHash, note }: NewRuleCheck): Promise<void> {
      const added = await db
        .insertInto('rule_check')
        .values({ id, rule, ruleset, rule_hash: ruleHash, account_id: account, note })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (added === undefined) return;
      const after = { ruleset, wording: ruleHash, note: note === '' ? null : fingerprint(note) };
      await record(db, { action: 'rule.check', object: { type: 'rule', id: rule }, district: null, after });
    },
  };
}
