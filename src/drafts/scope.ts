import type { Catalogue } from '../catalogue/load.ts';
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
/** A pair of the catalogue whether or not the catalogue lists the insats for the group; undefined where it no longer has one of them. */
export function pairOf(catalogue: Pick<Catalogue, 'insatsById' | 'groupById'>, insats: string, group: string): Pair | undefined {
  const [foundInsats, foundGroup] = [catalogue.insatsById.get(insats), catalogue.groupById.get(group)];
  return foundInsats === undefined || foundGroup === undefined ? undefined : { insats: foundInsats, group: foundGroup };
}

/** Whether the catalogue lists the insats for the group. */
export const isListed = ({ insats, group }: Pair): boolean => insats.classification.targetGroups.includes(group.id);

/** The pairs of a scope and those that people have taken in beside them, in the catalogue's order; the same list where there are none. */
export function withAdded(pairs: readonly Pair[], added: readonly Pair[], catalogue: Pick<Catalogue, 'insatser' | 'groups'>): readonly Pair[] {
  const known = new Set(pairs.map(({ insats, group }) => `${insats.id}/${group.id}`));
  const more = added.filter(({ insats, group }) => !known.has(`${insats.id}/${group.id}`));
  if (more.length === 0) return pairs;
  const insatsPlace = new Map(catalogue.insatser.map(({ id }, index) => [id, index]));
  const groupPlace = new Map(catalogue.groups.map(({ id }, index) => [id, index]));
  const place = (places: ReadonlyMap<string, number>, id: string) => places.get(id) ?? places.size;
  more.sort((a, b) => place(groupPlace, a.group.id) - place(groupPlace, b.group.id));
  // Stable: what the catalogue lists keeps its order, and what was added comes last within its insats.
  return [...pairs, ...more].sort((a, b) => place(insatsPlace, a.insats.id) - place(insatsPlace, b.insats.id));
}

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
