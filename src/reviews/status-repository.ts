import { sql } from 'kysely';
import type { Db } from '../database/types.ts';
import { type Status, statusSchema } from './transitions.ts';

export interface Decision {
  /** The decision's diarienummer. */
  number: string;
  /** ISO date. */
  date: string;
}

/** How far a version has come. Revision 0: nobody has taken a step with it yet. */
export interface VersionStatus {
  proposal: string;
  number: number;
  status: Status;
  submittedBy: string | null;
  decision: Decision | null;
  /** The hash of what was decided. */
  contentHash: string | null;
  /** How many things a lawyer has to check, as reckoned when the manager approved. */
  toCheck: number | null;
  revision: number;
}

/** Why a line made a version come back. */
export interface LineReason {
  insats: string;
  targetGroup: string;
  reason: string;
}

/** A step that a version has taken. */
export interface Step {
  id: number;
  number: number;
  from: Status;
  to: Status;
  account: string;
  reason: string;
  at: Date;
  lines: LineReason[];
}

export const isUnderWay = (status: Status): boolean => ['submitted', 'manager_review', 'manager_approved', 'legal_review', 'legally_checked'].includes(status);

interface Row {
  proposal_id: string;
  number: number;
  status: string;
  submitted_by: string | null;
  decision_number: string | null;
  decision_date: string | null;
  content_hash: string | null;
  to_check: number | null;
  revision: number;
}

const read = (row: Row): VersionStatus => ({
  proposal: row.proposal_id,
  number: row.number,
  status: statusSchema.parse(row.status),
  submittedBy: row.submitted_by,
  decision: row.decision_number === null || row.decision_date === null ? null : { number: row.decision_number, date: row.decision_date },
  contentHash: row.content_hash,
  toCheck: row.to_check,
  revision: row.revision,
});
const untaken = (proposal: string, number: number): VersionStatus => ({
  ...{ proposal, number, status: 'draft', submittedBy: null, decision: null, contentHash: null, toCheck: null, revision: 0 },
});
const columns = ['proposal_id', 'number', 'status', 'submitted_by', 'decision_number', 'decision_date', 'content_hash', 'to_check', 'revision'] as const;
const fromTable = (name: 'version_status') => columns.map((column) => `${name}.${column}` as const);

/** Reads and writes how far versions have come; takes the database or a transaction. */
export function statusRepository(db: Db) {
  const whoTook = (proposal: string, number: number, to: Status) =>
    db.selectFrom('version_step').select('account_id as account').where('proposal_id', '=', proposal).where('number', '=', number).where('to_status', '=', to);

  return {
    /** How far a version has come; a draft where nobody has taken a step. `hold` keeps other writers off until the transaction ends. */
    async of(proposal: string, number: number, { hold = false } = {}): Promise<VersionStatus> {
      const row = await db
        .selectFrom('version_status')
        .select(columns)
        .where('proposal_id', '=', proposal)
        .where('number', '=', number)
        .$if(hold, (query) => query.forUpdate())
        .executeTakeFirst();
      return row === undefined ? untaken(proposal, number) : read(row);
    },

    /** Every version of these proposals that has taken a step, the newest first; in one question. */
    async ofAll(proposals: readonly string[]): Promise<Map<string, VersionStatus[]>> {
      if (proposals.length === 0) return new Map();
      const rows = await db.selectFrom('version_status').select(columns).where('proposal_id', 'in', proposals).orderBy('number', 'desc').execute();
      return Map.groupBy(rows.map(read), ({ proposal }) => proposal);
    },

    /** What is adopted in a district under a legal basis; one at the most, but for while another is being adopted. */
    async adopted(district: string, legalBasis: string): Promise<VersionStatus[]> {
      const rows = await db
        .selectFrom('version_status')
        .innerJoin('proposal', 'proposal.id', 'version_status.proposal_id')
        .select(fromTable('version_status'))
        .where('version_status.status', '=', 'adopted')
        .where('proposal.district', '=', district)
        .where('proposal.legal_basis', '=', legalBasis)
        .execute();
      return rows.map(read);
    },

    /** Writes where nobody has written since `after.revision - 1`; says false, and writes nothing, where somebody has. */
    async write(after: VersionStatus): Promise<boolean> {
      const values = {
        status: after.status,
        submitted_by: after.submittedBy,
        decision_number: after.decision?.number ?? null,
        decision_date: after.decision?.date ?? null,
        content_hash: after.contentHash,
        to_check: after.toCheck,
        revision: after.revision,
        updated_at: new Date(),
      };
      const written =
        after.revision === 1
          ? await db
              .insertInto('version_status')
              .values({ proposal_id: after.proposal, number: after.number, ...values })
              .onConflict((conflict) => conflict.columns(['proposal_id', 'number']).doNothing())
              .returning('revision')
              .executeTakeFirst()
          : await db
              .updateTable('version_status')
              .set(values)
              .where('proposal_id', '=', after.proposal)
              .where('number', '=', after.number)
              .where('revision', '=', after.revision - 1)
              .returning('revision')
              .executeTakeFirst();
      return written !== undefined;
    },

    /** Everybody who has submitted a version, also before it came back: none of them approves it. */
    async submitters(proposal: string, number: number): Promise<string[]> {
      const rows = await whoTook(proposal, number, 'submitted')
        .union(
          db
            .selectFrom('version_status')
            .select(sql<string>`submitted_by`.as('account'))
            .where('proposal_id', '=', proposal)
            .where('number', '=', number)
            .where('submitted_by', 'is not', null),
        )
        .execute();
      return rows.map(({ account }) => account);
    },

    /** Everybody who has had a part in the manager's review of a version: answered a risk, or approved it. */
    async managers(proposal: string, number: number): Promise<string[]> {
      const rows = await whoTook(proposal, number, 'manager_approved')
        .union(db.selectFrom('manager_answer').select('account_id as account').where('proposal_id', '=', proposal).where('number', '=', number))
        .execute();
      return rows.map(({ account }) => account);
    },

    async addStep(proposal: string, { number, from, to, account, reason, lines }: Omit<Step, 'id' | 'at'>): Promise<void> {
      const { id } = await db
        .insertInto('version_step')
        .values({ proposal_id: proposal, number, from_status: from, to_status: to, account_id: account, reason, at: sql<Date>`clock_timestamp()` })
        .returning('id')
        .executeTakeFirstOrThrow();
      const rows = lines.map((line) => ({ step_id: id, insats: line.insats, target_group: line.targetGroup, reason: line.reason }));
      if (rows.length > 0) await db.insertInto('return_reason').values(rows).execute();
    },

    /** Every step of a proposal's versions, the first first. */
    async steps(proposal: string): Promise<Step[]> {
      const rows = await db.selectFrom('version_step').selectAll().where('proposal_id', '=', proposal).orderBy('id').execute();
      const reasons = await db
        .selectFrom('return_reason')
        .innerJoin('version_step', 'version_step.id', 'return_reason.step_id')
        .selectAll('return_reason')
        .where('version_step.proposal_id', '=', proposal)
        .orderBy('return_reason.insats')
        .orderBy('return_reason.target_group')
        .execute();
      const byStep = Map.groupBy(reasons, (row) => row.step_id);
      return rows.map((row) => ({
        id: row.id,
        number: row.number,
        from: statusSchema.parse(row.from_status),
        to: statusSchema.parse(row.to_status),
        account: row.account_id,
        reason: row.reason,
        at: row.at,
        lines: (byStep.get(row.id) ?? []).map(({ insats, target_group: targetGroup, reason }) => ({ insats, targetGroup, reason })),
      }));
    },
  };
}
