/** Facts of the city's candidates laid out for the compiled rules; facts do not depend on the rules, so each row is made once. */
import type { Assessor } from '../assessment/assess.ts';
import { lay, patchesOf } from '../assessment/patches.ts';
import type { Candidate } from '../assessment/types.ts';
import { basisFacts, type CurrentState, districtFacts, nothingEntered } from '../candidate/build-facts.ts';
import type { Design } from '../candidate/design.ts';
import { neutralFacts } from '../candidate/facts.ts';
import type { Insats, TargetGroup } from '../catalogue/schema.ts';
import { type FactRow, fillRow } from '../rules/compile.ts';

export interface Pair {
  insats: Insats;
  group: TargetGroup;
}

export interface Rows {
  /** The row of a pair under a basis with its default design where the district does `state` today. Valid until the next call. */
  of(pair: Pair, legalBasis: string, state: CurrentState | undefined): FactRow;
  /** The row of a candidate with its own design. Valid until the next call. */
  ofCandidate(candidate: Candidate): FactRow;
}

function createRows(assessor: Assessor): Rows {
  const { knowledge } = assessor;
  const patches = patchesOf(knowledge);
  const insatsRows = new Map<Insats, FactRow>();
  const candidateRows = new WeakMap<Design, Map<string, FactRow>>();
  const designRows = new Map<string, Map<Pair, WeakMap<Design, FactRow>>>();
  const without = (insats: Insats, group: TargetGroup, legalBasis: string): FactRow => {
    let row = insatsRows.get(insats);
    if (row === undefined) {
      row = fillRow([], neutralFacts);
      lay(row, patches.insats(insats));
      insatsRows.set(insats, row);
    }
    const own = row.slice();
    lay(own, patches.group(group));
    return fillRow(own, basisFacts(legalBasis));
  };
  const withDesign = (row: FactRow, design: Design): FactRow => {
    lay(row, patches.design(design));
    return row;
  };
  return {
    of(pair, legalBasis, state = nothingEntered) {
      const { insats, group } = pair;
      const { design } = assessor.defaultDesign(insats.id, group.id, legalBasis, state);
      const ofBasis = entry(designRows, legalBasis, () => new Map<Pair, WeakMap<Design, FactRow>>());
      const ofPair = entry(ofBasis, pair, () => new WeakMap<Design, FactRow>());
      const row = entry(ofPair, design, () => withDesign(without(insats, group, legalBasis), design));
      return fillRow(row, districtFacts(state));
    },
    ofCandidate(candidate) {
      const insats = knowledge.catalogue.insatsById.get(candidate.insats);
      const group = knowledge.catalogue.groupById.get(candidate.targetGroup);
      // A proposal can hold what the catalogue no longer has: the assessor says which.
      if (!insats || !group) return fillRow([], assessor.factsOf(candidate));
      // Lines that nobody has shaped share their assumed design, and so their row.
      const ofDesign = candidateRows.get(candidate.design) ?? new Map<string, FactRow>();
      candidateRows.set(candidate.design, ofDesign);
      const key = `${insats.id}/${group.id}/${candidate.legalBasis}`;
      const row = entry(ofDesign, key, () => withDesign(without(insats, group, candidate.legalBasis), candidate.design));
      return fillRow(row, districtFacts(candidate.currentState ?? nothingEntered));
    },
  };
}

function entry<K, V>(map: { get(key: K): V | undefined; set(key: K, value: V): unknown }, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const value = make();
  map.set(key, value);
  return value;
}

const made = new WeakMap<Assessor, Rows>();

/** The rows of an assessor's knowledge, kept between questions. */
export function rowsOf(assessor: Assessor): Rows {
  const known = made.get(assessor) ?? createRows(assessor);
  made.set(assessor, known);
  return known;
}
