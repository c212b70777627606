import type { Insats, TargetGroup } from '../catalogue/schema.ts';
import type { Include, UnitScope } from '../districts/unit-scopes.ts';

/** An insats with one of the target groups that it is for. */
export interface Pair {
  insats: Insats;
  group: TargetGroup;
}

export interface Scope {
  text: string;
  citations: readonly string[];
  pairs: readonly Pair[];
  leftOut: number;
}

function holds(include: Include, { insats, group }: Pair): boolean {
  const { otherLaw, honour } = insats.classification;
  return (
    (include.areas?.includes(insats.area) ?? true) &&
    (include.sections?.includes(insats.section) ?? true) &&
    (include.targetGroups?.includes(group.id) ?? true) &&
    (include.honour === undefined || honour) &&
    (include.otherLaws === undefined || (otherLaw !== null && include.otherLaws.includes(otherLaw)))
  );
}

/** The insatser of some pairs, each once, in their order. */
export const insatserOf = (pairs: readonly Pair[]): Insats[] => [...new Set(pairs.map(({ insats }) => insats))];

/** The pairs that a district or a unit has to take a stand on: the whole catalogue for a stadsdel, the field of work for a unit. */
export function scopeOf(district: { id: string; kind: 'district' | 'city_unit' }, pairs: readonly Pair[], units: readonly UnitScope[]): Scope {
  if (district.kind === 'district') {
    return {
      text: 'Utkastet tar med hela katalogen: varje insats för varje målgrupp som den vänder sig till.',
      citations: ['skr-2022-bilaga-3/1'],
      pairs,
      leftOut: 0,
    };
  }
  const scope = units.find((unit) => unit.unit === district.id);
  if (scope === undefined) throw new Error(`Enheten ${district.id} saknas i data/city-unit-scopes.json. Lägg till vilka insatser den arbetar med.`);
  const inside = pairs.filter((pair) => scope.includes.some((include) => holds(include, pair)));
  return { text: scope.text, citations: scope.citations, pairs: inside, leftOut: pairs.length - inside.length };
}
