import { z } from 'zod';
import type { Db } from '../database/types.ts';
import type { Proposals } from '../proposals/proposals.ts';
import type { StoredVersion } from '../proposals/repository.ts';
import { NotFoundError } from '../web/input.ts';
import { type Status, statusSchema } from './transitions.ts';

/** The version of a proposal that is under review, or was the last to be. */
export interface Reviewed {
  version: StoredVersion;
  status: Status;
  submittedBy: string | null;
}

/** @throws NotFoundError where there is no such proposal, or no version of it has been submitted. */
export async function reviewedVersion(db: Db, proposals: Proposals, id: string): Promise<Reviewed> {
  const row = z.uuid().safeParse(id).success
    ? await db
        .selectFrom('version_status')
        .select(['number', 'status', 'submitted_by'])
        .where('proposal_id', '=', id)
        .where('submitted_by', 'is not', null)
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst()
    : undefined;
  const version = row === undefined ? undefined : await proposals.find(id, row.number);
  if (row === undefined || version === undefined)
    throw new NotFoundError('Det finns inget inlämnat förslag på den adressen. Gå till listan över det som granskas.');
  return { version, status: statusSchema.parse(row.status), submittedBy: row.submitted_by };
}

/** When somebody looked at a proposal the last time, and that they look now. */
export async function look(db: Db, account: string, proposal: string): Promise<Date | null> {
  const before = await db.selectFrom('last_look').select('at').where('account_id', '=', account).where('proposal_id', '=', proposal).executeTakeFirst();
  const at = new Date();
  await db
    .insertInto('last_look')
    .values({ account_id: account, proposal_id: proposal, at })
    .onConflict((conflict) => conflict.columns(['account_id', 'proposal_id']).doUpdateSet({ at }))
    .execute();
  return before?.at ?? null;
}
