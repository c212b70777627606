import { accountRepository } from '../accounts/repository.ts';
import type { Db } from '../database/types.ts';

/** The names of accounts, by id; whoever has been taken away with made-up data has none. */
export async function namesOf(db: Db, ids: readonly string[]): Promise<(id: string | null) => string> {
  const wanted = new Set(ids);
  const accounts = wanted.size === 0 ? [] : await accountRepository(db).all();
  const names = new Map(accounts.filter(({ id }) => wanted.has(id)).map(({ id, name }) => [id, name]));
  return (id) => (id === null ? 'Den som sitter vid datorn' : (names.get(id) ?? 'Ett konto som inte finns längre'));
}
