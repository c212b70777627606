/** Which answers to the design's questions make a rule fire, or several rules fall silent, on a given candidate. */

import { designFacts } from '../../candidate/build-facts.ts';
import { findContradictions } from '../../candidate/contradictions.ts';
import { type Design, designChangeSchema, designFieldNames } from '../../candidate/design.ts';
import { type DesignFieldName, designFields, UNKNOWN } from '../../candidate/design-fields.ts';
import type { FactValue } from '../../candidate/facts.ts';
import { type FactRow, factIndex, fillRow } from '../../rules/compile.ts';
import { domainsOf, factInfo } from '../../rules/domains.ts';
import type { Condition } from '../../rules/format.ts';
import { compilePartly, type Partly, search } from '../../rules/solve.ts';
import type { CityCandidate } from './city.ts';

/** More choices than this for one candidate is given up, and said so; no rule of today comes near. */
const budget = 200_000;

const derived: ReadonlySet<string> = new Set(['design.private', 'design.contactWayCount']);

/** What a question asks, where the design's derived facts are questions in disguise. */
function answerOf(fact: string, value: FactValue): [DesignFieldName, unknown] | null {
  if (fact === 'design.private') return ['provider', value === 'yes' ? 'lou' : value === 'no' ? 'own' : UNKNOWN];
  if (fact === 'design.contactWayCount') {
    return ['contactWays', typeof value === 'number' ? Object.keys(designFields.contactWays.choices).slice(0, value) : UNKNOWN];
  }
  const field = designFieldNames.find((name) => fact === `design.${name}`);
  return field === undefined ? null : [field, value];
}

/**
 * The design with these facts and otherwise the candidate's own answers; null where it contradicts itself. Answers that nobody asked
 * for give way: where they contradict the chosen ones, they are left open.
 */
function designWith(base: Design, facts: ReadonlyMap<string, FactValue>): Design | null {
  const answers: Record<string, unknown> = {};
  // A question that is asked outright outweighs what would follow from it.
  for (const [fact, value] of [...facts].sort(([a], [b]) => Number(derived.has(b)) - Number(derived.has(a)))) {
    const answer = answerOf(fact, value);
    if (answer !== null) answers[answer[0]] = answer[1];
  }
  const change = designChangeSchema.safeParse(answers);
  if (!change.success) return null;
  const design: Design = { ...base, ...change.data };
  const unasked = findContradictions(design)
    .flatMap(({ fields }) => fields)
    .filter((field) => !(field in change.data));
  const open = designChangeSchema.parse(Object.fromEntries(unasked.map((field) => [field, UNKNOWN])));
  const result: Design = { ...design, ...open };
  if (findContradictions(result).length > 0) return null;
  // Derived facts must be what the answers give.
  const given = designFacts(result);
  return [...facts].every(([fact, value]) => !fact.startsWith('design.') || JSON.stringify(given[fact]) === JSON.stringify(value)) ? result : null;
}

export interface DesignSearch {
  /** All facts that may be chosen, with their values. */
  domains: ReadonlyMap<string, readonly FactValue[]>;
  goal: Partly;
}

export type Freedom = 'design' | 'design_and_district';

/** Prepares a search for a design in which the condition holds; with `design_and_district` what the district does today is free too. */
export function prepareSearch(condition: Condition, freedom: Freedom = 'design'): DesignSearch {
  const origins = freedom === 'design' ? ['design'] : ['design', 'district'];
  // Values that the rules take alike may still contradict other answers differently, so every answer of a list is tried.
  const domains = new Map(
    [...domainsOf([condition])]
      .filter(([fact]) => origins.includes(factInfo(fact).origin))
      .map(([fact, values]) => [fact, factInfo(fact).type === 'choice' ? [...new Set([...values, ...(factInfo(fact).values ?? [])])] : values] as const),
  );
  return { domains, goal: compilePartly(condition) };
}

/** The candidate's facts with those that may be chosen taken out. */
export function openRow(candidate: CityCandidate, domains: ReadonlyMap<string, unknown>): FactRow {
  const row: FactRow = [...candidate.row];
  for (const fact of domains.keys()) delete row[factIndex[fact] ?? -1];
  return row;
}

export interface FoundDesign {
  design: Design;
  /** District facts that had to be chosen too. */
  district: Record<string, FactValue>;
}

/** A design of the candidate in which the prepared condition holds; "gave_up" where the search grew too large. Deterministic. */
export function findDesign(candidate: CityCandidate, { domains, goal }: DesignSearch): FoundDesign | 'none' | 'gave_up' {
  let found: FoundDesign | undefined;
  const accept = (row: FactRow): boolean => {
    const chosen = new Map([...domains.keys()].map((fact) => [fact, row[factIndex[fact] ?? -1] ?? UNKNOWN]));
    const design = designWith(candidate.design, chosen);
    if (design === null) return false;
    const district = Object.fromEntries([...chosen].filter(([fact]) => factInfo(fact).origin === 'district'));
    const whole = fillRow(fillRow([...candidate.row], designFacts(design)), district);
    if (goal(whole) !== true) return false;
    found = { design, district };
    return true;
  };
  const result = search(openRow(candidate, domains), { domains: fromDefault(candidate, domains), goal, accept, budget });
  if (result.found === 'gave_up') return 'gave_up';
  return found ?? 'none';
}

/** The answer that the default design gives comes first, so that what is found lies near it. */
function fromDefault(candidate: CityCandidate, domains: ReadonlyMap<string, readonly FactValue[]>): Map<string, readonly FactValue[]> {
  return new Map(
    [...domains].map(([fact, values]) => {
      const own = candidate.row[factIndex[fact] ?? -1];
      return [fact, own === undefined || !values.includes(own) ? values : [own, ...values.filter((value) => value !== own)]];
    }),
  );
}
