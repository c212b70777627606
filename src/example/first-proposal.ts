import type { Db } from '../database/types.ts';

/** The proposal that the example made for a district under a legal basis: the first of its kind. Later ones are people's own. */
export async function firstProposal(db: Db, district: string, legalBasis: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('proposal')
    .select('id')
    .where('district', '=', district)
    .where('legal_basis', '=', legalBasis)
    .orderBy('created_at')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}
