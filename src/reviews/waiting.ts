import { sql } from 'kysely';
import type { Db } from '../database/types.ts';
import { answeredSeverities } from './risk-items.ts';
import { type Status, statusSchema } from './transitions.ts';

/** A version that somebody is to review, and how far they have come. */
export interface WaitingVersion {
  id: string;
  version: number;
  district: string;
  legalBasis: string;
  status: Status;
  /** Since when it has had its status. */
  at: Date;
  /** Whether the one who asks has submitted it, now or before it came back. */
  own: boolean;
  /** Whether the one who asks has had a part in the manager's review of it, and so leaves the legal one to somebody else. */
  managed: boolean;
  submittedByName: string | null;
  answered: number;
  checked: number;
  /** How many things there are to check; null before the manager has approved. */
  toCheck: number | null;
}

/** Versions with one of these statuses, as `account` sees them, the one that has waited longest first; in one question, without their documents. */
export async function versionsWith(db: Db, statuses: readonly Status[], account: string): Promise<WaitingVersion[]> {
  const rows = await db
    .selectFrom('version_status as status')
    .innerJoin('proposal', 'proposal.id', 'status.proposal_id')
    .leftJoin('account', 'account.id', 'status.submitted_by')
    .select([
      'proposal.id',
      'status.number as version',
      'proposal.district',
      'proposal.legal_basis as legalBasis',
      'status.status',
      'status.updated_at as at',
      'status.to_check as toCheck',
    ])
    .select('account.name as submittedByName')
    .select(({ or, eb, exists, selectFrom }) =>
      or([
        eb('status.submitted_by', '=', account),
        exists(
          selectFrom('version_step as step')
            .select('step.id')
            .whereRef('step.proposal_id', '=', 'status.proposal_id')
            .whereRef('step.number', '=', 'status.number')
            .where('step.to_status', '=', 'submitted')
            .where('step.account_id', '=', account),
        ),
      ]).as('own'),
    )
    .select(({ exists, or, selectFrom }) =>
      or([
        exists(
          selectFrom('manager_answer as mine')
            .select('mine.rule')
            .whereRef('mine.proposal_id', '=', 'status.proposal_id')
            .whereRef('mine.number', '=', 'status.number')
            .where('mine.account_id', '=', account),
        ),
        exists(
          selectFrom('version_step as approval')
            .select('approval.id')
            .whereRef('approval.proposal_id', '=', 'status.proposal_id')
            .whereRef('approval.number', '=', 'status.number')
            .where('approval.to_status', '=', 'manager_approved')
            .where('approval.account_id', '=', account),
        ),
      ]).as('managed'),
    )
    .select(({ selectFrom }) => [
      selectFrom('manager_answer as answer')
        .whereRef('answer.proposal_id', '=', 'status.proposal_id')
        .whereRef('answer.number', '=', 'status.number')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .as('answered'),
      selectFrom('legal_check as own')
        .whereRef('own.proposal_id', '=', 'status.proposal_id')
        .whereRef('own.number', '=', 'status.number')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .as('checked'),
    ])
    .where('status.status', 'in', statuses)
    .orderBy('status.updated_at')
    .execute();
  return rows.map((row) => ({
    ...row,
    own: row.own === true,
    managed: row.managed === true,
    status: statusSchema.parse(row.status),
    answered: row.answered ?? 0,
    checked: row.checked ?? 0,
  }));
}

/** How many risks each of these versions asks its manager about, by proposal. Counted by the database, so that no document is read. */
export async function riskCounts(db: Db, versions: readonly Pick<WaitingVersion, 'id' | 'version'>[]): Promise<ReadonlyMap<string, number>> {
  if (versions.length === 0) return new Map();
  const keys = versions.map(({ id, version }) => sql`(${id}::uuid, ${version}::int)`);
  const { rows } = await sql<{ id: string; risks: number }>`
    select version.proposal_id as id, count(*)::int as risks
    from proposal_version version, json_array_elements(version.document -> 'lines') line, json_array_elements(line -> 'flags') flag
    where (version.proposal_id, version.number) in (${sql.join(keys)})
      and line ->> 'section' in ('stage1', 'stage2', 'stage3')
      and flag ->> 'severity' in (${sql.join(answeredSeverities)})
    group by version.proposal_id`.execute(db);
  return new Map(rows.map(({ id, risks }) => [id, risks]));
}
