/**
 * Risk rules that pull a design in different directions. Three grades: no design satisfies both; the rules' own advice never satisfies
 * both although another design does; the advice of one wakes the other, whose advice then settles it.
 */
import type { DesignChange } from '../../assessment/types.ts';
import type { Design } from '../../candidate/design.ts';
import { designFieldNames } from '../../candidate/design.ts';
import type { DesignFieldName } from '../../candidate/design-fields.ts';
import { designFacts } from '../../candidate/build-facts.ts';
import { findContradictions } from '../../candidate/contradictions.ts';
import type { FactRow, Test } from '../../rules/compile.ts';
import { factIndex, fillRow } from '../../rules/compile.ts';
import { factInfo } from '../../rules/domains.ts';
import { leavesOf } from '../../rules/conditions.ts';
import type { RiskRule } from '../../rules/format.ts';
import { type City, type CityCandidate, type Rest } from './city.ts';
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

interface Entry {
  rule: RiskRule;
  test: Test;
  fields: ReadonlySet<DesignFieldName>;
  /** A search for a design in which the rule does not fire, and for one in which it does. */
  silent: DesignSearch;
  fires: DesignSearch;
  /** Positions of the facts that it reads and no design changes. */
  fixed: readonly number[];
}

const derivedFrom: Readonly<Record<string, DesignFieldName>> = { 'design.private': 'provider', 'design.contactWayCount': 'contactWays' };

function fixedFacts({ conditions }: RiskRule): number[] {
  const facts = new Set(leavesOf(conditions).map(({ leaf }) => leaf.fact));
  return [...facts].filter((fact) => factInfo(fact).origin !== 'design').map((fact) => factIndex[fact] ?? -1);
}

function fieldsRead({ conditions }: RiskRule): Set<DesignFieldName> {
  const facts = leavesOf(conditions).map(({ leaf }) => leaf.fact);
  return new Set(facts.flatMap((fact) => derivedFrom[fact] ?? designFieldNames.find((name) => fact === `design.${name}`) ?? []));
}

const changed = (set: DesignChange): DesignFieldName[] => designFieldNames.filter((name) => set[name] !== undefined);
const waysOf = ({ event }: RiskRule): DesignChange[] => event.params.clearedBy.map(({ set }) => set);

function rowWith(candidate: CityCandidate, design: Design): FactRow {
  return fillRow([...candidate.row], designFacts(design));
}

/** Whether some advice of the one, some advice of the other, or one after the other, leaves both silent without a contradiction. */
function advised(candidate: CityCandidate, design: Design, a: Entry, b: Entry): Design | null {
  const both = waysOf(a.rule).flatMap((x) => (waysOf(b.rule).length === 0 ? [x] : waysOf(b.rule).flatMap((y) => [{ ...x, ...y }, { ...y, ...x }])));
  for (const set of [...waysOf(a.rule), ...waysOf(b.rule), ...both]) {
    const tried: Design = { ...design, ...set };
    const row = rowWith(candidate, tried);
    if (!a.test(row) && !b.test(row) && findContradictions(tried).length <= findContradictions(design).length) return tried;
  }
  return null;
}

/** What the candidate gives the rules that no design changes: candidates with the same need one search. */
function sameFor(candidate: CityCandidate, ...entries: readonly Pick<Entry, 'fixed'>[]): string {
  return entries.flatMap(({ fixed }) => fixed.map((at) => String(candidate.row[at]))).join();
}

function entriesOf(city: City): Map<string, Entry[]> {
  return new Map(
    [...city.rules].map(([basis, { risks }]) => [
      basis,
      risks.map(({ rule, test }) => ({
        rule,
        test,
        fields: fieldsRead(rule),
        silent: prepareSearch({ not: rule.conditions }),
        fires: prepareSearch(rule.conditions),
        fixed: fixedFacts(rule),
      })),
    ]),
  );
}

function note(found: Map<string, Conflict>, conflict: Omit<Conflict, 'candidates' | 'example'>, { insats, targetGroup, legalBasis }: CityCandidate): void {
  const key = JSON.stringify([conflict.kind, conflict.rule, conflict.other, conflict.set]);
  const known = found.get(key);
  if (known) known.candidates += 1;
  else found.set(key, { ...conflict, candidates: 1, example: { insats, targetGroup, legalBasis } });
}

/** Pairs of rules that read a question in common, each asked on every candidate where both depend on the design. */
async function findImpossible(city: City, entries: ReadonlyMap<string, readonly Entry[]>, rest: Rest): Promise<Conflict[]> {
  const found = new Map<string, Conflict>();
  const searches = new Map<string, DesignSearch>();
  const answered = new Map<string, boolean>();
  for (const candidate of city.candidates) {
    await rest();
    const depending = (entries.get(candidate.legalBasis) ?? []).filter(({ silent }) => silent.goal(openRow(candidate, silent.domains)) === undefined);
    for (const [i, a] of depending.entries()) {
      for (const b of depending.slice(i + 1)) {
        if (a.fields.isDisjointFrom(b.fields)) continue;
        const pair = `${a.rule.name} ${b.rule.name}`;
        const prepared = searches.get(pair) ?? prepareSearch({ all: [{ not: a.rule.conditions }, { not: b.rule.conditions }] });
        searches.set(pair, prepared);
        const key = `${pair} ${sameFor(candidate, a, b)}`;
        if (!answered.has(key)) answered.set(key, findDesign(candidate, prepared) !== 'none');
        if (answered.get(key) === true) continue;
        note(found, { kind: 'impossible', rule: a.rule.name, other: b.rule.name, set: {}, way: null }, candidate);
      }
    }
  }
  return [...found.values()];
}

/** Finds designs of candidates in which a rule fires. What was found for one candidate is tried first on the next of its like. */
function createFiringDesigns() {
  const tried = new Map<string, DesignChange | null>();
  return (candidate: CityCandidate, { rule, test, fires, ...entry }: Entry): Design | null => {
    if (test([...candidate.row])) return candidate.design;
    const key = `${rule.name} ${sameFor(candidate, entry)}`;
    const known = tried.get(key);
    if (known === null) return null;
    if (known !== undefined) {
      const design: Design = { ...candidate.design, ...known };
      if (findContradictions(design).length === 0 && test(rowWith(candidate, design))) return design;
    }
    const found = fires.goal(openRow(candidate, fires.domains)) === false ? 'none' : findDesign(candidate, fires);
    const design = typeof found === 'string' ? null : found.design;
    tried.set(key, design === null ? null : designDifference(candidate.design, design));
    return design;
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
  for (const candidate of city.candidates) {
    const all = entries.get(candidate.legalBasis) ?? [];
    for (const a of all) {
      await rest();
      const ways = waysOf(a.rule);
      const design = ways.length === 0 ? null : firingDesign(candidate, a);
      if (design === null) continue;
      const before = rowWith(candidate, design);
      for (const set of ways) {
        const after = rowWith(candidate, { ...design, ...set });
        const asked = changed(set);
        for (const b of all) {
          if (b === a || !asked.some((field) => b.fields.has(field)) || b.test(before) || !b.test(after)) continue;
          const key = `${JSON.stringify([a.rule.name, b.rule.name, set])} ${sameFor(candidate, a, b)}`;
          const how = settled.get(key) ?? reconcile(candidate, { ...design, ...set }, a, b);
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
