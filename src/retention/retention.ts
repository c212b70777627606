import { type Kysely, sql } from 'kysely';
import { record } from '../audit/trail.ts';
import type { Database, Db } from '../database/types.ts';

/** How long things are kept, in months; null is for ever. */
export interface RetentionLimits {
  draftMonths: number | null;
  trailMonths: number | null;
}

export interface OldDraft {
  id: string;
  title: string;
  district: string;
  touchedAt: Date;
}

/** What is old enough to go. Proposals that were ever submitted are never among the drafts. */
export interface RetentionPlan {
  drafts: OldDraft[];
  /** The oldest rows of the trail, up to and with `last`; null where none are old enough. */
  trail: { rows: number; last: number } | null;
  /** Logins that have run out. */
  sessions: number;
  /** Notices that are so old, read or not: they tell who did what, and are kept no longer than the trail that tells the same. */
  notices: number;
}

/** The same day some months earlier, or the last day of that month where it has no such day. */
export function monthsBefore(now: Date, months: number): Date {
  const earlier = new Date(now);
  earlier.setUTCMonth(earlier.getUTCMonth() - months);
  if (earlier.getUTCDate() !== now.getUTCDate()) earlier.setUTCDate(0);
  return earlier;
}

const cutoff = (now: Date, months: number | null): Date | null => (months === null ? null : monthsBefore(now, months));

/** What would go now. Nothing is changed. */
export async function planRetention(db: Db, limits: RetentionLimits, now = new Date()): Promise<RetentionPlan> {
  const [draftsBefore, trailBefore] = [cutoff(now, limits.draftMonths), cutoff(now, limits.trailMonths)];
  const drafts =
    draftsBefore === null
      ? []
      : await db
          .selectFrom('proposal')
          .select(['id', 'title', 'district', sql<Date>`proposal_touched_at(id)`.as('touchedAt')])
          .where(sql<boolean>`not proposal_was_submitted(id)`)
          .where(sql<boolean>`proposal_touched_at(id) < ${draftsBefore}`)
          .orderBy('district')
          .orderBy('id')
          .execute();
  const { n: sessions } = await db
    .selectFrom('session')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('expires_at', '<', now)
    .executeTakeFirstOrThrow();
  const notices = trailBefore === null ? 0 : await countNotices(db, trailBefore);
  return { drafts, trail: trailBefore === null ? null : await oldTrail(db, trailBefore), sessions, notices };
}

async function countNotices(db: Db, before: Date): Promise<number> {
  const { n } = await db
    .selectFrom('notice')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('at', '<', before)
    .executeTakeFirstOrThrow();
  return n;
}

/** Rows go from the beginning up to the first that is young enough, so that the rest is still one chain. */
async function oldTrail(db: Db, before: Date): Promise<RetentionPlan['trail']> {
  const young = await db
    .selectFrom('audit_event')
    .select(({ fn }) => fn.min<number | null>('seq').as('seq'))
    .where('at', '>=', before)
    .executeTakeFirst();
  let old = db.selectFrom('audit_event').select(({ fn }) => [fn.countAll<number>().as('rows'), fn.max<number | null>('seq').as('last')]);
  if (young?.seq != null) old = old.where('seq', '<', young.seq);
  const { rows, last } = await old.executeTakeFirstOrThrow();
  return last === null ? null : { rows, last };
}

/** Removes what is old enough, all of it or nothing, and says so in the trail. The database itself refuses to let anything else go. */
export function applyRetention(db: Kysely<Database>, limits: RetentionLimits, now = new Date()): Promise<RetentionPlan> {
  return db.transaction().execute(async (trx) => {
    // Held first, so that nobody opens a draft again between the choice and the removal.
    await trx.selectFrom('proposal').select('id').orderBy('id').forUpdate().execute();
    const plan = await planRetention(trx, limits, now);
    await trx
      .insertInto('retention_run')
      .values({ drafts_before: cutoff(now, limits.draftMonths), trail_before: cutoff(now, limits.trailMonths) })
      .execute();
    const ids = plan.drafts.map(({ id }) => id);
    if (ids.length > 0) await removeProposals(trx, ids);
    await trx.deleteFrom('session').where('expires_at', '<', now).execute();
    const noticesBefore = cutoff(now, limits.trailMonths);
    if (noticesBefore !== null) await trx.deleteFrom('notice').where('at', '<', noticesBefore).execute();
    if (plan.trail !== null) await removeTrail(trx, plan.trail.last);
    for (const { id, district, touchedAt } of plan.drafts)
      await record(trx, { action: 'proposal.weed', object: { type: 'proposal', id }, district, before: { touchedAt: touchedAt.toISOString() } });
    await record(trx, {
      action: 'retention.run',
      object: { type: 'retention', id: 'retention' },
      district: null,
      after: {
        ...limits,
        drafts: ids.length,
        sessions: plan.sessions,
        notices: plan.notices,
        trailRows: plan.trail?.rows ?? 0,
        trailLast: plan.trail?.last ?? null,
      },
    });
    return plan;
  });
}

async function removeTrail(trx: Db, last: number): Promise<void> {
  const { seq, hash } = await trx.selectFrom('audit_event').select(['seq', 'hash']).where('seq', '=', last).executeTakeFirstOrThrow();
  await trx
    .insertInto('audit_start')
    .values({ seq, hash })
    .onConflict((conflict) => conflict.column('only_one').doUpdateSet({ seq, hash, at: sql<Date>`now()` }))
    .execute();
  await trx.deleteFrom('audit_event').where('seq', '<=', seq).execute();
}

/**
 * Every table that points at proposals, each before those that it points at. Read from the database itself, so that a table that a later
 * migration adds is never forgotten. Versions go as early as may be, while the database still sees how far they came.
 */
async function removeProposals(trx: Db, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ name: string; column: string; pointsAt: string[] }>`
    select own.relname::text as name, attribute.attname::text as column,
      (select coalesce(array_agg(other.relname::text), '{}') from pg_constraint more join pg_class other on other.oid = more.confrelid
        where more.conrelid = own.oid and more.contype = 'f' and other.oid <> own.oid) as "pointsAt"
    from pg_constraint link
    join pg_class own on own.oid = link.conrelid
    join pg_attribute attribute on attribute.attrelid = own.oid and attribute.attnum = link.conkey[1]
    where link.contype = 'f' and link.confrelid = 'proposal'::regclass
    order by own.relname <> 'proposal_version', own.relname`.execute(trx);
  const left = new Map(rows.map((row) => [row.name, row]));
  while (left.size > 0) {
    const next = [...left.values()].find(({ name }) => [...left.values()].every((other) => !other.pointsAt.includes(name)));
    if (next === undefined) throw new Error(`the tables ${[...left.keys()].join(', ')} point at each other in a ring`);
    await sql`delete from ${sql.table(next.name)} where ${sql.ref(next.column)} in (${sql.join(ids)})`.execute(trx);
    left.delete(next.name);
  }
  await trx.deleteFrom('proposal').where('id', 'in', ids).execute();
}
