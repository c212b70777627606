/** What the search for conflicts needs to know of each risk rule, worked out once. */
import type { DesignChange } from '../../assessment/types.ts';
import { designFacts, factsOfField } from '../../candidate/build-facts.ts';
import { designFieldNames, emptyDesign } from '../../candidate/design.ts';
import type { DesignFieldName } from '../../candidate/design-fields.ts';
import type { FactValue } from '../../candidate/facts.ts';
import { type FactRow, factIndex, type Test } from '../../rules/compile.ts';
import { leavesOf } from '../../rules/conditions.ts';
import { factInfo } from '../../rules/domains.ts';
import type { RiskRule } from '../../rules/format.ts';
import type { City, CityCandidate } from './city.ts';
import { type DesignSearch, prepareSearch } from './design-search.ts';

/** A risk rule as the search asks it. */
export interface Entry {
  rule: RiskRule;
  test: Test;
  fields: ReadonlySet<DesignFieldName>;
  /** A search for a design in which the rule does not fire, and for one in which it does. */
  silent: DesignSearch;
  fires: DesignSearch;
  /** Positions of the facts that it reads and no design changes. */
  fixed: readonly number[];
}

function fixedFacts({ conditions }: RiskRule): number[] {
  const facts = new Set(leavesOf(conditions).map(({ leaf }) => leaf.fact));
  return [...facts].filter((fact) => factInfo(fact).origin !== 'design').map((fact) => factIndex[fact] ?? -1);
}

function fieldsRead({ conditions }: RiskRule): Set<DesignFieldName> {
  const facts = new Set(leavesOf(conditions).map(({ leaf }) => leaf.fact));
  return new Set(designFieldNames.filter((name) => factsOfField(name).some((fact) => facts.has(fact))));
}

/** The rule's own advice: changes of the design that it says clear it. */
export const waysOf = ({ event }: RiskRule): DesignChange[] => event.params.clearedBy.map(({ set }) => set);

interface Patch {
  asked: ReadonlySet<DesignFieldName>;
  values: readonly { at: number; value: FactValue }[];
}

/** The questions that a change of design answers and the facts that it sets, by position; a change is translated once. */
const patches = new WeakMap<DesignChange, Patch>();
export function patchOf(set: DesignChange): Patch {
  const known = patches.get(set);
  if (known) return known;
  const facts = designFacts({ ...emptyDesign, ...set });
  const asked = new Set(designFieldNames.filter((name) => set[name] !== undefined));
  const names = [...asked].flatMap(factsOfField);
  const values = names.flatMap((fact) => {
    const [at, value] = [factIndex[fact], facts[fact]];
    return at === undefined || value === undefined ? [] : [{ at, value }];
  });
  const patch = { asked, values };
  patches.set(set, patch);
  return patch;
}

/** The row with the changes laid over it, in order. */
export function rowWith(row: readonly FactValue[], ...sets: readonly DesignChange[]): FactRow {
  const copy = [...row];
  for (const set of sets) for (const { at, value } of patchOf(set).values) copy[at] = value;
  return copy;
}

/** What the candidate gives the rules that no design changes: candidates with the same need one search. */
export function sameFor(candidate: CityCandidate, ...entries: readonly Pick<Entry, 'fixed'>[]): string {
  return entries.flatMap(({ fixed }) => fixed.map((at) => String(candidate.row[at]))).join();
}

/** The risk rules under each basis. */
export function entriesOf(city: City): Map<string, Entry[]> {
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

/** Whether two rules ask a question in common. */
export function sharesField(a: ReadonlySet<DesignFieldName>, b: ReadonlySet<DesignFieldName>): boolean {
  for (const field of a) if (b.has(field)) return true;
  return false;
}
