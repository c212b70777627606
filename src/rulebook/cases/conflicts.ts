/**
 * Risk rules that pull a design in different directions. Three grades: no design satisfies both; the rules' own advice never satisfies
 * both although another design does; the advice of one wakes the other, whose advice then settles it.
 */
import type { DesignChange } from '../../assessment/types.ts';
import { findContradictions } from '../../candidate/contradictions.ts';
import type { Design } from '../../candidate/design.ts';
import type { FactRow } from '../../rules/compile.ts';
import type { City, CityCandidate, Rest } from './city.ts';
import { type Entry, entriesOf, patchOf, rowWith, sameFor, sharesField, waysOf } from './conflict-entries.ts';
import { designDifference } from './dead.ts';
import { type DesignSearch, findDesign, openRow, prepareSearch } from './design-search.ts';

export const conflictKinds = ['impossible', 'advice', 'follow_up'] as const;
export type ConflictKind = (typeof conflictKinds)[number];

export interface Conflict {
  kind: ConflictKind;
  /** The rule whose advice was followed, and the one that then fired. */
  rule: string;
  other: string;
  /** The advice that was followed; empty where the rules can never both be satisfied. */
  set: DesignChange;
  /** Candidates on which it happens; the first of them is the example, verified by assessing. */
  candidates: number;
  example: { insats: string; targetGroup: string; legalBasis: string };
  /** Answers, from the default design, that satisfy both rules; null where no answers do. */
  way: DesignChange | null;
}

/** Whether some advice of the one, some advice of the other, or one after the other, leaves both silent without a contradiction. */
function advised(candidate: CityCandidate, design: Design, a: Entry, b: Entry): Design | null {
  const both = waysOf(a.rule).flatMap((x) =>
    waysOf(b.rule).length === 0
      ? [x]
      : waysOf(b.rule).flatMap((y) => [
          { ...x, ...y },
          { ...y, ...x },
        ]),
  );
  for (const set of [...waysOf(a.rule), ...waysOf(b.rule), ...both]) {
    const tried: Design = { ...design, ...set };
    const row = rowWith(candidate.row, designDifference(candidate.design, tried));
    if (!a.test(row) && !b.test(row) && findContradictions(tried).length <= findContradictions(design).length) return tried;
  }
  return null;
}

function note(found: Map<string, Conflict>, conflict: Omit<Conflict, 'candidates' | 'example'>, { insats, targetGroup, legalBasis }: CityCandidate): void {
  const key = JSON.stringify([conflict.kind, conflict.rule, conflict.other, conflict.set]);
  const known = found.get(key);
  if (known) known.candidates += 1;
  else found.set(key, { ...conflict, candidates: 1, example: { insats, targetGroup, legalBasis } });
}

interface Pair {
  a: Entry;
  b: Entry;
  both: DesignSearch;
  /** Whether some design satisfies both, by what the candidate gives them. */
  answered: Map<string, boolean>;
}

function pairsOf(entries: readonly Entry[]): Pair[] {
  return entries.flatMap((a, i) =>
    entries
      .slice(i + 1)
      .filter((b) => sharesField(a.fields, b.fields))
      .map((b) => ({ a, b, both: prepareSearch({ all: [{ not: a.rule.conditions }, { not: b.rule.conditions }] }), answered: new Map() })),
  );
}

/** Pairs of rules that read a question in common, and that can each be satisfied but not both. */
async function findImpossible(city: City, entries: ReadonlyMap<string, readonly Entry[]>, rest: Rest): Promise<Conflict[]> {
  const found = new Map<string, Conflict>();
  const pairs = new Map([...entries].map(([basis, own]) => [basis, pairsOf(own)]));
  for (const candidate of city.candidates) {
    await rest();
    const row: FactRow = [...candidate.row];
    const own = entries.get(candidate.legalBasis) ?? [];
    const firing = new Set(own.filter(({ test }) => test(row)));
    const clearable = new Set(own.filter((entry) => entry.silent.goal(openRow(candidate, entry.silent.domains)) === undefined));
    for (const { a, b, both, answered } of pairs.get(candidate.legalBasis) ?? []) {
      // The default design satisfies both, or one of them is not to be satisfied at all: nothing to look for.
      if ((!firing.has(a) && !firing.has(b)) || !clearable.has(a) || !clearable.has(b)) continue;
      const key = sameFor(candidate, a, b);
      const satisfied = answered.get(key) ?? findDesign(candidate, both) !== 'none';
      answered.set(key, satisfied);
      if (!satisfied) note(found, { kind: 'impossible', rule: a.rule.name, other: b.rule.name, set: {}, way: null }, candidate);
    }
  }
  return [...found.values()];
}

/** Finds designs of candidates in which a rule fires. What was found for one candidate is tried first on the next of its like. */
function createFiringDesigns() {
  const tried = new Map<string, DesignChange | null>();
  const asItIs: DesignChange = {};
  return (candidate: CityCandidate, entry: Entry, row: FactRow): DesignChange | null => {
    const { rule, test, fires } = entry;
    if (test(row)) return asItIs;
    const key = `${rule.name} ${sameFor(candidate, entry)}`;
    const known = tried.get(key);
    if (known === null) return null;
    if (known !== undefined) {
      const contradictions = findContradictions({ ...candidate.design, ...known });
      if (contradictions.length === 0 && test(rowWith(candidate.row, known))) return known;
    }
    const found = fires.goal(openRow(candidate, fires.domains)) === false ? 'none' : findDesign(candidate, fires);
    const change = typeof found === 'string' ? null : designDifference(candidate.design, found.design);
    tried.set(key, change);
    return change;
  };
}

/** How two rules can be reconciled from a design in which they are at odds. */
function reconcile(candidate: CityCandidate, design: Design, a: Entry, b: Entry): { kind: ConflictKind; way: DesignChange | null } {
  const byAdvice = advised(candidate, design, a, b);
  if (byAdvice !== null) return { kind: 'follow_up', way: designDifference(candidate.design, byAdvice) };
  const found = findDesign(candidate, prepareSearch({ all: [{ not: a.rule.conditions }, { not: b.rule.conditions }] }));
  return typeof found === 'string' ? { kind: 'impossible', way: null } : { kind: 'advice', way: designDifference(candidate.design, found.design) };
}

/** Follows each rule's advice on each candidate where the rule can fire, and looks for others that the answer wakes. */
async function findWoken(city: City, entries: ReadonlyMap<string, readonly Entry[]>, rest: Rest): Promise<Conflict[]> {
  const found = new Map<string, Conflict>();
  const settled = new Map<string, ReturnType<typeof reconcile>>();
  const firingDesign = createFiringDesigns();
  const readers = new Map<string, Map<DesignChange, Entry[]>>([...entries.keys()].map((basis) => [basis, new Map()]));
  /** Rules that read a question which the change answers. */
  const readersOf = (basis: string, set: DesignChange): Entry[] => {
    const known = readers.get(basis)?.get(set);
    if (known) return known;
    const found = (entries.get(basis) ?? []).filter(({ fields }) => sharesField(fields, patchOf(set).asked));
    readers.get(basis)?.set(set, found);
    return found;
  };
  for (const candidate of city.candidates) {
    const all = entries.get(candidate.legalBasis) ?? [];
    const row: FactRow = [...candidate.row];
    await rest();
    for (const a of all) {
      const ways = waysOf(a.rule);
      const change = ways.length === 0 ? null : firingDesign(candidate, a, row);
      if (change === null) continue;
      const before = rowWith(row, change);
      for (const set of ways) {
        const after = rowWith(before, set);
        for (const b of readersOf(candidate.legalBasis, set)) {
          if (b === a || b.test(before) || !b.test(after)) continue;
          const key = `${JSON.stringify([a.rule.name, b.rule.name, set])} ${sameFor(candidate, a, b)}`;
          const how = settled.get(key) ?? reconcile(candidate, { ...candidate.design, ...change, ...set }, a, b);
          settled.set(key, how);
          note(found, { ...how, rule: a.rule.name, other: b.rule.name, set }, candidate);
        }
      }
    }
  }
  return [...found.values()];
}

const severity: readonly ConflictKind[] = conflictKinds;

/**
 * Every pair of risk rules that demands opposite answers, on the catalogue's candidates: the grave ones first. Each is found by
 * evaluating the rules on the whole facts of a candidate and its design, so an example can be assessed and shows the same.
 */
export async function findConflicts(city: City, rest: Rest = async () => undefined): Promise<Conflict[]> {
  const entries = entriesOf(city);
  const impossible = await findImpossible(city, entries, rest);
  const woken = await findWoken(city, entries, rest);
  const known = new Set(impossible.map(({ rule, other }) => [rule, other].sort().join(' ')));
  const all = [...impossible, ...woken.filter(({ kind, rule, other }) => kind !== 'impossible' || !known.has([rule, other].sort().join(' ')))];
  return all.sort((a, b) => severity.indexOf(a.kind) - severity.indexOf(b.kind) || b.candidates - a.candidates);
}
