import { type Action, permissions } from './permissions.ts';
import { type Actor, type Role, wholeCity } from './roles.ts';

/** The districts that something may be done in: all of them, or these. */
export type Reach = typeof wholeCity | readonly string[];

/** Where an actor may do something, for lists that must show nothing else. */
export function reachOf({ grants }: Actor, action: Action): Reach {
  const allowed: readonly Role[] = permissions[action];
  const own = grants.filter(({ role }) => allowed.includes(role)).map(({ district }) => district);
  return own.includes(wholeCity) ? wholeCity : [...new Set(own)];
}

/** Whose proposals an actor may see. */
export const visibleDistricts = (actor: Actor): Reach => reachOf(actor, 'proposal.read');

export const isWithin = (reach: Reach, district: string): boolean => reach === wholeCity || reach.includes(district);
