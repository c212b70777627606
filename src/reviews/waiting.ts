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
  submittedByName: string | null;
  answered: number;
  checked: number;
}

/** Versions with one of these statuses, as `account` sees them, the one that has waited longest first; in one question, without their documents. */
export async function versionsWith(db: Db, statuses: readonly Status[], account: string): Promise<WaitingVersion[]> {
  const rows = await db
    .selectFrom('version_status as status')
    .innerJoin('proposal', 'proposal.id', 'status.proposal_id')
    .leftJoin('account', 'account.id', 'status.submitted_by')
    .select(['proposal.id', 'status.number as version', 'proposal.district', 'proposal.legal_basis as legalBasis', 'status.status', 'status.updated_at as at'])
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
  return rows.map((row) => ({ ...row, own: row.own === true, status: statusSchema.parse(row.status), answered: row.answered ?? 0, checked: row.checked ?? 0 }));
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
