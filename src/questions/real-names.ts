import type { Assessor } from '../assessment/assess.ts';
import type { Candidate } from '../assessment/types.ts';
import type { FactOrigin, Facts } from '../candidate/facts.ts';
import { factTable } from '../candidate/facts.ts';
import type { OfferedChange } from './offers.ts';

/** What the catalogue has of that which a change asks for. */
export interface RealNames {
  /** Ids of insatser and groups; null on the side that need not change. */
  found: readonly { insats: string | null; group: string | null }[];
  /** Whether there may be more than those named. */
  more: boolean;
}

const named = 5;
const ofOrigin = (facts: Facts, origins: readonly FactOrigin[]): Facts =>
  Object.fromEntries(Object.entries(facts).filter(([fact]) => origins.includes(factTable[fact]?.origin ?? 'outcome')));
const same = (facts: Facts, wanted: Facts): boolean => Object.entries(wanted).every(([fact, value]) => JSON.stringify(facts[fact]) === JSON.stringify(value));

const known = new WeakMap<Assessor, Map<string, Facts>>();

/** The facts of an insats or a group of the catalogue, kept: hundreds are asked about for each change, and they never differ. */
function factsOfOne(assessor: Assessor, candidate: Candidate, part: 'insats' | 'group'): Facts {
  const kept = known.get(assessor) ?? new Map<string, Facts>();
  known.set(assessor, kept);
  const key = part === 'insats' ? `insats ${candidate.insats}` : `group ${candidate.targetGroup}`;
  const facts = kept.get(key) ?? ofOrigin(assessor.factsOf({ ...candidate, overrides: {} }), part === 'insats' ? ['insats', 'city'] : ['group']);
  kept.set(key, facts);
  return facts;
}

/**
 * Insatser and groups of the catalogue that have what the change made up, each proved by `holds` with the rest of the change in place.
 * Null where the change asks for neither.
 */
export function realNames(assessor: Assessor, before: Candidate, change: OfferedChange, holds: (candidate: Candidate) => boolean): RealNames | null {
  const made = Object.fromEntries(
    Object.entries(change.candidate.overrides ?? {}).filter(([fact, value]) => JSON.stringify(before.overrides?.[fact]) !== JSON.stringify(value)),
  );
  const wanted = { insats: ofOrigin(made, ['insats', 'city']), group: ofOrigin(made, ['group']) };
  const needs = { insats: Object.keys(wanted.insats).length > 0, group: Object.keys(wanted.group).length > 0 };
  if (!needs.insats && !needs.group) return null;
  const { insatser, groups } = assessor.knowledge.catalogue;
  const rest = (origins: readonly FactOrigin[]): Facts => ofOrigin(change.candidate.overrides ?? {}, origins);
  const kept = { ...(needs.insats ? {} : rest(['insats', 'city'])), ...(needs.group ? {} : rest(['group'])) };
  const at = (insats: string, targetGroup: string): Candidate => ({ ...change.candidate, insats, targetGroup, overrides: kept });
  const first = change.candidate;
  const fits = (candidate: Candidate, part: 'insats' | 'group') => same(factsOfOne(assessor, candidate, part), wanted[part]);
  const chosenInsatser = needs.insats ? insatser.map(({ id }) => id).filter((id) => fits(at(id, first.targetGroup), 'insats')) : [first.insats];
  const chosenGroups = needs.group ? groups.map(({ id }) => id).filter((id) => fits(at(first.insats, id), 'group')) : [first.targetGroup];
  const found: { insats: string | null; group: string | null }[] = [];
  for (const insats of chosenInsatser) {
    for (const group of chosenGroups) {
      if (!holds(at(insats, group))) continue;
      if (found.length === named) return { found, more: true };
      found.push({ insats: needs.insats ? insats : null, group: needs.group ? group : null });
    }
  }
  return { found, more: false };
}
