import type { Db } from '../database/types.ts';

/** An earlier look at a proposal: when, and which version stood there. Looks of older days did not say which. */
export interface Look {
  at: Date;
  number: number | null;
}

/** Looks closer together than this are one visit: whoever loads the page again, or comes back from a line, has not read it all. */
const visit = 60 * 60_000;

/** Writes that somebody looks at a version now, and tells what to compare with: the last look of the visit before; null on the very first look. */
export async function look(db: Db, account: string, { id, version }: { id: string; version: number }, at = new Date()): Promise<Look | null> {
  const last = await db.selectFrom('last_look').selectAll().where('account_id', '=', account).where('proposal_id', '=', id).executeTakeFirst();
  const sameVisit = last !== undefined && last.before_at !== null && at.getTime() - last.at.getTime() < visit;
  const before = sameVisit ? { at: last.before_at, number: last.before_number } : { at: last?.at ?? null, number: last?.number ?? null };
  const values = { at, number: version, before_at: before.at, before_number: before.number };
  await db
    .insertInto('last_look')
    .values({ account_id: account, proposal_id: id, ...values })
    .onConflict((conflict) => conflict.columns(['account_id', 'proposal_id']).doUpdateSet(values))
    .execute();
  return before.at === null ? null : { at: before.at, number: before.number };
}
