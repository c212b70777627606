import { districtsAt } from '../districts/districts.ts';
import { type Pair, scopeOf } from '../drafts/scope.ts';
import type { Knowledge } from '../knowledge.ts';

/** Says of each district and unit at the date whether it takes a stand on a pair of the knowledge's catalogue: the candidates that drafts are made of. */
export function cityScope({ catalogue, districts, unitScopes }: Knowledge, date: string): (district: string, pair: Pair) => boolean {
  const scopes = new Map(districtsAt(districts, date).map((district) => [district.id, new Set(scopeOf(district, catalogue.pairs, unitScopes).pairs)]));
  return (district, pair) => scopes.get(district)?.has(pair) ?? false;
}
