import type { Db } from '../database/types.ts';
import { statusRepository } from './status-repository.ts';
import type { Transition } from './transitions.ts';

/** Why somebody with the right role may still not take a step: they have had another part in the same version. */
export type BarredWhy = 'own' | 'managed';

export const barredWords: Readonly<Record<BarredWhy, string>> = {
  own: 'Du lämnade själv in versionen. Någon annan än den som lämnade in måste granska och besluta.',
  managed: 'Du har granskat riskerna i den här versionen som chef. Någon annan måste göra den juridiska granskningen.',
};

/** Everybody who may not take a step with a version, whatever their roles, and why. */
export async function barredFrom(
  db: Db,
  { demands }: Pick<Transition, 'demands'>,
  { id, version }: { id: string; version: number },
): Promise<ReadonlyMap<string, BarredWhy>> {
  const statuses = statusRepository(db);
  const barred = new Map<string, BarredWhy>();
  if (demands.includes('not_manager')) for (const account of await statuses.managers(id, version)) barred.set(account, 'managed');
  if (demands.includes('not_own')) for (const account of await statuses.submitters(id, version)) barred.set(account, 'own');
  return barred;
}
