import { sql } from 'kysely';
import type { Candidate } from '../../assessment/types.ts';
import { record } from '../../audit/trail.ts';
import { toJson } from '../../database/json.ts';
import type { Db } from '../../database/types.ts';
import { type CandidateCase, candidateHash, caseCandidateSchema, type Expected, expectedSchema, storedCandidate } from '../../questions/candidate-cases.ts';

/** A case as the database has it; a candidate or an expectation that cannot be read any more is null. */
export interface StoredCase extends CandidateCase {
  motive: string;
  by: string;
  createdAt: Date;
  withdrawn: { by: string; at: Date; motive: string } | null;
  revision: number;
}

/** Any number will do, as long as nothing else locks it: two cases that contradict each other are not saved at the same moment. */
const caseLock = 7_203_115;

/** Reads and writes cases; whoever changes something runs it in a transaction. */
export function caseRepository(db: Db) {
  const all = () =>
    db
      .selectFrom('candidate_case')
      .innerJoin('account', 'account.id', 'candidate_case.account_id')
      .leftJoin('account as withdrawer', 'withdrawer.id', 'candidate_case.withdrawn_by')
      .selectAll('candidate_case')
      .select(['account.name as by', 'withdrawer.name as withdrawn_name'])
      .orderBy('candidate_case.created_at', 'desc')
      .orderBy('candidate_case.id');
  const read = (row: Awaited<ReturnType<ReturnType<typeof all>['execute']>>[number]): StoredCase => ({
    id: row.id,
    candidate: caseCandidateSchema.safeParse(row.candidate).data ?? null,
    expected: expectedSchema.safeParse(row.expected).data ?? null,
    motive: row.motive,
    by: row.by,
    createdAt: row.created_at,
    withdrawn: row.withdrawn_at === null ? null : { by: row.withdrawn_name ?? '', at: row.withdrawn_at, motive: row.withdrawal ?? '' },
    revision: row.revision,
  });
  return {
    /** The newest first. */
    list: async (): Promise<StoredCase[]> => (await all().execute()).map(read),
    active: async (): Promise<StoredCase[]> => (await all().where('candidate_case.state', '=', 'active').execute()).map(read),
    /** Keeps others from saving a case until the transaction ends. */
    hold: async (): Promise<void> => void (await sql`select pg_advisory_xact_lock(${sql.lit(caseLock)})`.execute(db)),
    /** Gives the id of the new case. */
    async add({ candidate, expected, motive, account }: { candidate: Candidate; expected: Expected; motive: string; account: string }): Promise<string> {
      const hash = candidateHash(candidate);
      const { id } = await db
        .insertInto('candidate_case')
        .values({ candidate: toJson(storedCandidate(candidate)), candidate_hash: hash, expected: toJson(expected), motive, account_id: account })
        .returning('id')
        .executeTakeFirstOrThrow();
      await record(db, {
        action: 'case.create',
        object: { type: 'candidate_case', id },
        district: null,
        after: { candidate: hash, verdict: expected.verdict ?? null, rules: Object.keys(expected.rules).length },
      });
      return id;
    },
    /** Whether it was withdrawn; not where it is no longer active or has another revision. */
    async withdraw(id: string, revision: number, motive: string, account: string): Promise<boolean> {
      const { numUpdatedRows } = await db
        .updateTable('candidate_case')
        .set({ state: 'withdrawn', withdrawn_by: account, withdrawn_at: new Date(), withdrawal: motive, revision: revision + 1 })
        .where('id', '=', id)
        .where('state', '=', 'active')
        .where('revision', '=', revision)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await record(db, {
        action: 'case.withdraw',
        object: { type: 'candidate_case', id },
        district: null,
        before: { state: 'active' },
        after: { state: 'withdrawn' },
      });
      return true;
    },
  };
}
