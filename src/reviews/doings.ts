import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../database/types.ts';

/** How often somebody has looked at a proposal, or changed something in its working copy. */
export interface Doings {
  kind: 'view' | 'change';
  account: string | null;
  times: number;
  last: Date;
}

const rowSchema = z.object({ kind: z.enum(['view', 'change']), account: z.string().nullable(), times: z.coerce.number(), last: z.coerce.date() });

/** Views of a proposal and changes of its parts, by person, the latest first. The trail names a part by the proposal's id and a slash before its own. */
export async function doingsOf(db: Db, proposal: string): Promise<Doings[]> {
  const kind = sql`case when action = 'proposal.view' then 'view' else 'change' end`;
  const { rows } = await sql<unknown>`
    select ${kind} as kind, account_id as account, count(*) as times, max(at) as last
    from audit_event
    where (object_type = 'proposal' and object_id = ${proposal} and action = 'proposal.view')
      or (object_type in ('line', 'text', 'scenario') and object_id like ${`${proposal}/%`})
    group by 1, 2
    order by 4 desc`.execute(db);
  return z.array(rowSchema).parse(rows);
}
