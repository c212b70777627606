/**
 * A whole city at once: every district × pair × legal basis. What a district has not touched is the same everywhere, so each
 * rule that reads nothing about the district is asked once per pair and only the others once per district.
 */
import type { CurrentState } from '../candidate/build-facts.ts';
import { basisFacts, districtFacts, nothingEntered } from '../candidate/build-facts.ts';
import type { Design } from '../candidate/design.ts';
import { factTable, neutralFacts } from '../candidate/facts.ts';
import { decideVerdict } from '../law/verdict.ts';
import { type FactRow, fillRow } from '../rules/compile.ts';
import { leavesOf } from '../rules/conditions.ts';
import type { AnyRule, PathwayRule, Verdict } from '../rules/format.ts';
import type { Assessor } from './assess.ts';
import { choosePathway, countFlag, countSignal, emptyOutcome, type Outcome } from './outcome.ts';
import { lay, patchesOf, patchOf } from './patches.ts';
import type { Compiled, RulesAt } from './ruleset.ts';

/** One candidate's answer: only what a city-wide count needs. */
export interface BulkAnswer {
  district: string;
  insats: string;
  targetGroup: string;
  legalBasis: string;
  verdict: Verdict;
  pathway: PathwayRule;
  /** Names of fired law, risk and signal rules. */
  fired: readonly string[];
}

export interface BulkInput {
  districts: readonly string[];
  legalBases: readonly string[];
  /** ISO date. */
  date: string;
  /** What a district has entered about an insats; where it says nothing, everything is unknown. */
  stateOf?: (district: string, insats: string) => CurrentState | undefined;
  /** The design of a pair, the same in every district; where it is left out the default one, which follows what the district has told, as in a draft. */
  designOf?: (insats: string, targetGroup: string, legalBasis: string) => Design;
}

/** Whether the rule reads what a district has told. */
export function readsDistrict(rule: AnyRule): boolean {
  return leavesOf(rule.conditions).some(({ leaf }) => factTable[leaf.fact]?.origin === 'district');
}

function split<R extends AnyRule>(rules: readonly Compiled<R>[]): { fixed: Compiled<R>[]; local: Compiled<R>[] } {
  return { fixed: rules.filter((r) => !readsDistrict(r.rule)), local: rules.filter((r) => readsDistrict(r.rule)) };
}

interface Plan {
  at: RulesAt;
  risks: ReturnType<typeof split<RulesAt['risks'][number]['rule']>>;
  signals: ReturnType<typeof split<RulesAt['signals'][number]['rule']>>;
}

interface Tally {
  outcome: Outcome;
  /** Names of the rules that have fired. */
  fired: string[];
}

/** Asks the fixed or the local rules and counts what fires. */
function count({ outcome, fired }: Tally, { risks, signals }: Plan, part: 'fixed' | 'local', row: FactRow): Tally {
  for (const { rule, test } of risks[part]) {
    if (!test(row)) continue;
    countFlag(outcome, rule);
    fired.push(rule.name);
  }
  for (const { rule, test } of signals[part]) {
    if (!test(row)) continue;
    countSignal(outcome, rule);
    fired.push(rule.name);
  }
  return { outcome, fired };
}

/** What is the same for a pair in every district. */
function fixedPart(plan: Plan, row: FactRow): Tally {
  const grounds = plan.at.lawRules.filter((r) => r.test(row)).map((r) => r.rule);
  return count({ outcome: emptyOutcome(decideVerdict(grounds)), fired: grounds.map((g) => g.name) }, plan, 'fixed', row);
}

/** The same with what a district has told, or not told. */
function withLocalPart(plan: Plan, row: FactRow, fixed: Tally): Tally {
  return count({ outcome: { ...fixed.outcome }, fired: [...fixed.fired] }, plan, 'local', row);
}

/**
 * Assesses every candidate, with the design that a draft would assume unless told otherwise, and hands each answer to `visit`; nothing is kept,
 * so memory does not grow with the number of districts.
 * @returns the number of candidates.
 */
export function assessCity(assessor: Assessor, { districts, legalBases, date, stateOf, designOf }: BulkInput, visit: (answer: BulkAnswer) => void): number {
  const { knowledge } = assessor;
  const design = (insats: string, group: string, basis: string, state?: CurrentState): Design =>
    designOf?.(insats, group, basis) ?? assessor.defaultDesign(insats, group, basis, state).design;
  const nowhere = patchOf(districtFacts(nothingEntered));
  const patches = patchesOf(knowledge);
  let candidates = 0;
  for (const legalBasis of legalBases) {
    const at = assessor.rulesAt(legalBasis, date);
    const plan: Plan = { at, risks: split(at.risks), signals: split(at.signals) };
    const row = fillRow(fillRow([], neutralFacts), basisFacts(legalBasis));
    for (const { insats, group } of knowledge.catalogue.pairs) {
      lay(row, patches.insats(insats));
      lay(row, patches.group(group));
      const assumed = design(insats.id, group.id, legalBasis);
      let current = assumed;
      lay(row, patches.design(assumed));
      lay(row, nowhere);
      const fixed = new Map([[assumed, fixedPart(plan, row)]]);
      /** The fixed part with a design, which is then in the row. Few districts have told what makes another one. */
      const fixedWith = (wanted: Design): Tally => {
        if (wanted !== current) lay(row, patches.design(wanted));
        current = wanted;
        const part = fixed.get(wanted) ?? fixedPart(plan, row);
        fixed.set(wanted, part);
        return part;
      };
      const unknown = withLocalPart(plan, row, fixedWith(assumed));
      const unknownPathway = choosePathway(at.pathway, unknown.outcome, row);
      for (const district of districts) {
        const state = stateOf?.(district, insats.id);
        const part = state && fixedWith(design(insats.id, group.id, legalBasis, state));
        const own = state && part ? withLocalPart(plan, fillRow(row, districtFacts(state)), part) : unknown;
        const pathway = state ? choosePathway(at.pathway, own.outcome, row) : unknownPathway;
        visit({ district, insats: insats.id, targetGroup: group.id, legalBasis, verdict: own.outcome.verdict, pathway, fired: own.fired });
        candidates += 1;
      }
    }
  }
  return candidates;
}
