/** Facts by position, laid into rows: to look up their names for every candidate would cost more than the rules do. */
import { designFacts, groupFacts, insatsFacts } from '../candidate/build-facts.ts';
import type { Design } from '../candidate/design.ts';
import type { Facts, FactValue } from '../candidate/facts.ts';
import type { Insats, TargetGroup } from '../catalogue/schema.ts';
import type { Knowledge } from '../knowledge.ts';
import { type FactRow, factIndex } from '../rules/compile.ts';

export type Patch = readonly { at: number; value: FactValue }[];

/** @throws Error for a fact that no rule can ask about, or one without a value. */
export function patchOf(facts: Facts): Patch {
  return Object.entries(facts).map(([id, value]) => {
    const at = factIndex[id];
    if (at === undefined || value === undefined) throw new Error(`okänt faktum ${id}`);
    return { at, value };
  });
}

export function lay(row: FactRow, patch: Patch): void {
  for (const { at, value } of patch) row[at] = value;
}

/** Insatser, groups and designs are never changed once they are made, so each is translated once. */
function once<K extends object>(make: (key: K) => Facts): (key: K) => Patch {
  const made = new WeakMap<K, Patch>();
  return (key) => {
    let patch = made.get(key);
    if (patch === undefined) {
      patch = patchOf(make(key));
      made.set(key, patch);
    }
    return patch;
  };
}

function createPatches({ support }: Pick<Knowledge, 'support'>) {
  return {
    group: once((group: TargetGroup) => groupFacts(group)),
    insats: once((insats: Insats) => insatsFacts(insats, support.forInsats(insats.id), support.forArea(insats.area))),
    design: once((design: Design) => designFacts(design)),
  };
}
type Patches = ReturnType<typeof createPatches>;

const made = new WeakMap<Knowledge['support'], Patches>();

/** The patches of what is known of the insatser. No rule decides them, so rulesets share them. */
export function patchesOf(knowledge: Pick<Knowledge, 'support'>): Patches {
  const known = made.get(knowledge.support) ?? createPatches(knowledge);
  made.set(knowledge.support, known);
  return known;
}
