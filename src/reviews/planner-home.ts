import type { Db } from '../database/types.ts';
import { byReason } from './return-reasons.ts';
import { type Status, statusSchema } from './transitions.ts';

/** How far the newest version that has been submitted has come, by proposal. */
export async function newestStatuses(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, { version: number; status: Status; at: Date }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('version_status')
    .select(['proposal_id as id', 'number as version', 'status', 'updated_at as at'])
    .where('proposal_id', 'in', ids)
    .orderBy('number')
    .execute();
  return new Map(rows.map(({ id, status, ...rest }) => [id, { ...rest, status: statusSchema.parse(status) }]));
}

/** Why a version came back: for the whole, and at its lines. */
export interface Returned {
  by: string;
  /** Whether a lawyer returned it; otherwise a manager. */
  legal: boolean;
  at: Date;
  reason: string;
  /** Lines that came back for the same reason stand together. */
  lines: { reason: string; lines: { name: string; href: string }[] }[];
}

/** The last return of each of these versions, by proposal; in one question. */
export async function lastReturns(db: Db, versions: readonly { id: string; version: number }[]): Promise<ReadonlyMap<string, Returned>> {
  if (versions.length === 0) return new Map();
  const rows = await db
    .selectFrom('version_step as step')
    .innerJoin('account', 'account.id', 'step.account_id')
    .leftJoin('return_reason as own', 'own.step_id', 'step.id')
    .leftJoin('insats', 'insats.id', 'own.insats')
    .leftJoin('target_group', 'target_group.id', 'own.target_group')
    .select(['step.id as step', 'step.proposal_id as id', 'step.number', 'step.at', 'step.reason', 'step.from_status as from', 'account.name as by'])
    .select(['own.insats', 'own.target_group as targetGroup', 'own.reason as lineReason', 'insats.name', 'target_group.name as group'])
    .where('step.to_status', '=', 'returned')
    .where(({ eb, or }) => or(versions.map(({ id, version }) => eb.and([eb('step.proposal_id', '=', id), eb('step.number', '=', version)]))))
    .orderBy('step.id')
    .orderBy('insats.position')
    .execute();
  const found = new Map<string, Omit<Returned, 'lines'> & { step: number; lines: { name: string; href: string; reason: string }[] }>();
  for (const { id, step, by, at, reason, from, insats, targetGroup, lineReason, name, group } of rows) {
    const before = found.get(id);
    const own = before?.step === step ? before : { step, by, at, reason, legal: from === 'legal_review', lines: [] };
    if (insats !== null && targetGroup !== null)
      own.lines.push({
        name: `${name ?? insats} – ${(group ?? targetGroup).toLowerCase()}`,
        href: `/forslag/${id}/rader/${insats}/${targetGroup}`,
        reason: lineReason ?? '',
      });
    found.set(id, own);
  }
  return new Map([...found].map(([id, { step: _step, lines, ...own }]) => [id, { ...own, lines: byReason(lines) }]));
}

/** A flag that somebody has promised to look into before a day. */
export interface Deadline {
  id: string;
  district: string;
  insats: string;
  targetGroup: string;
  name: string;
  group: string;
  rule: string;
  who: string;
  due: string;
}

/** What these proposals' planners have promised to look into, the soonest first; lines that are removed promise nothing. Asks for `limit` at the most. */
export async function deadlines(db: Db, ids: readonly string[], limit: number): Promise<Deadline[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('flag_response as response')
    .innerJoin('proposal', 'proposal.id', 'response.proposal_id')
    .leftJoin('working_line as line', (join) =>
      join
        .onRef('line.proposal_id', '=', 'response.proposal_id')
        .onRef('line.insats', '=', 'response.insats')
        .onRef('line.target_group', '=', 'response.target_group'),
    )
    .leftJoin('insats', 'insats.id', 'response.insats')
    .leftJoin('target_group', 'target_group.id', 'response.target_group')
    .select(['response.proposal_id as id', 'proposal.district', 'response.insats', 'response.target_group as targetGroup', 'response.rule', 'response.who'])
    .select(['response.due_date as due', 'insats.name', 'target_group.name as group'])
    .where('response.proposal_id', 'in', ids)
    .where('response.kind', '=', 'investigate')
    .where('line.removed_at', 'is', null)
    .orderBy('response.due_date')
    .orderBy('response.insats')
    .limit(limit)
    .execute();
  return rows.flatMap(({ due, name, group, ...rest }) => (due === null ? [] : [{ ...rest, due, name: name ?? rest.insats, group: group ?? rest.targetGroup }]));
}
