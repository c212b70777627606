import type { Db } from '../database/types.ts';
import { type Action, permissions } from './permissions.ts';
import { type Role, roleSchema, wholeCity } from './roles.ts';

/** Who holds one of these roles in a district, by account, with the roles that each holds of them. Accounts that are shut hold nothing. */
export async function holdersOf(db: Db, roles: readonly Role[], district: string): Promise<Map<string, Role[]>> {
  if (roles.length === 0) return new Map();
  const rows = await db
    .selectFrom('account_role as held')
    .innerJoin('account', 'account.id', 'held.account_id')
    .select(['held.account_id as account', 'held.role'])
    .distinct()
    .where('held.role', 'in', roles)
    .where('held.district', 'in', [district, wholeCity])
    .where('account.disabled_at', 'is', null)
    .orderBy('held.account_id')
    .orderBy('held.role')
    .execute();
  return new Map([...Map.groupBy(rows, ({ account }) => account)].map(([account, own]) => [account, own.map(({ role }) => roleSchema.parse(role))]));
}

/** Who may do something in a district. */
export async function thoseWhoMay(db: Db, action: Action, district: string): Promise<string[]> {
  return [...(await holdersOf(db, permissions[action], district)).keys()];
}
