import { type Assessor, createAssessor } from '../assessment/assess.ts';
import { withRuleset } from '../knowledge.ts';
import { type CandidateCase, type CaseOutcome, runCandidateCases } from '../questions/candidate-cases.ts';
import { applyChange, type RuleBase } from '../rule-changes/apply.ts';
import type { Fault, Warning } from '../rule-changes/faults.ts';
import type { Operation } from '../rule-changes/operations.ts';
import { validityFaults } from '../rule-changes/validity.ts';
import type { Rulesets } from '../rulesets/rulesets.ts';
import type { RuleDraft } from './draft.ts';

export interface RuleDraftsOptions<C extends CandidateCase> {
  rulesets: Rulesets;
  /** The cases that lawyers have saved and not withdrawn. */
  cases: () => Promise<readonly C[]>;
}

/** Rules with the assessor that answers by them. */
export interface Side extends RuleBase {
  assessor: Assessor;
}

/** What a change comes to on the newest version of the rules: the one that it would be published on, whether or not its day has come. */
export interface Evaluation<C extends CandidateCase = CandidateCase> {
  /** The number of the newest version. */
  base: number;
  /** The version that the change is laid on: the newest that can be read. */
  on: number;
  /** That version; null where none can be read. */
  before: Side | null;
  /** The rules as they would be; null where there are faults. */
  after: Side | null;
  /** Why it cannot be used; those of the whole change have no operation. */
  faults: readonly Fault[];
  warnings: readonly Warning[];
  /** Lawyers' cases that agree now and would not after the change. */
  brokenCases: readonly CaseOutcome<C>[];
  /** Those that would agree after it and do not now. */
  mendedCases: readonly CaseOutcome<C>[];
}

/** Evaluations that are kept: those that are worked on at once. Each holds a ruleset, of which most is shared with its base. */
const kept = 12;

/** Holds changes against the newest rules. */
export function createRuleDrafts<C extends CandidateCase>({ rulesets, cases }: RuleDraftsOptions<C>) {
  const evaluations = new Map<string, Evaluation<C>>();
  let newest: { number: number; on: number; side: Side } | null = null;

  async function newestSide(number: number): Promise<typeof newest> {
    if (newest?.number === number) return newest;
    const { readable } = await rulesets.newest();
    const assessor = readable && (await rulesets.assessorFor(readable.head.hash));
    if (readable === undefined || assessor === undefined) return null;
    newest = { number, on: readable.head.number, side: { ruleset: readable.ruleset, cases: readable.cases, assessor } };
    return newest;
  }

  function compute(
    base: number,
    { on, side: before }: NonNullable<typeof newest>,
    draft: Pick<RuleDraft, 'operations' | 'unreadable'>,
    saved: readonly C[],
  ): Evaluation<C> {
    const passed = on === base ? [] : [passedOver(base, on)];
    const none = { base, on, before, after: null, warnings: passed, brokenCases: [], mendedCases: [] };
    if (draft.unreadable) return { ...none, faults: [unreadableFault] };
    const { knowledge } = before.assessor;
    const result = applyChange(before, draft.operations, knowledge.sources);
    const days = validityFaults(before.ruleset, draft.operations);
    if (!result.ok)
      return { ...none, faults: [...result.faults, ...days.filter(({ operation }) => !result.faults.some((one) => one.operation === operation))] };
    if (days.length > 0) return { ...none, faults: days };
    const after: Side = { ...result.after, assessor: createAssessor(withRuleset(knowledge, result.after.ruleset)) };
    const was = new Map(runCandidateCases(before.assessor, saved).map((one) => [one.case.id, one.outcome]));
    const is = runCandidateCases(after.assessor, saved);
    return {
      ...{ base, on, before, after, faults: [], warnings: [...passed, ...result.warnings] },
      brokenCases: is.filter(({ case: { id }, outcome }) => outcome !== 'agrees' && was.get(id) === 'agrees'),
      mendedCases: is.filter(({ case: { id }, outcome }) => outcome === 'agrees' && was.get(id) !== 'agrees'),
    };
  }

  /** What operations come to on the newest version, saved or not. */
  async function evaluateOperations(operations: readonly Operation[]): Promise<Evaluation<C>> {
    return evaluate({ operations, unreadable: false });
  }

  /** What a change comes to on the newest version; kept for as long as neither it, the version nor the lawyers' cases change. */
  async function evaluate(draft: Pick<RuleDraft, 'operations' | 'unreadable'>): Promise<Evaluation<C>> {
    const base = rulesets.versions().at(-1)?.number ?? 0;
    const laidOn = await newestSide(base);
    if (laidOn === null)
      return { ...{ base, on: base, before: null, after: null, warnings: [], brokenCases: [], mendedCases: [] }, faults: [unreadableBase(base)] };
    const saved = await cases();
    const key = JSON.stringify([base, draft.unreadable, draft.operations, saved.map(({ id }) => id)]);
    const evaluation = evaluations.get(key) ?? compute(base, laidOn, draft, saved);
    evaluations.delete(key);
    evaluations.set(key, evaluation);
    const [oldest] = evaluations.keys();
    if (evaluations.size > kept && oldest !== undefined) evaluations.delete(oldest);
    return evaluation;
  }

  return { evaluate, evaluateOperations };
}
export type RuleDrafts<C extends CandidateCase = CandidateCase> = ReturnType<typeof createRuleDrafts<C>>;

const unreadableFault: Fault = {
  operation: null,
  field: 'operations',
  problem: 'Ändringen skrevs i en annan version av Insatsplan och går inte att läsa.',
  remedy: 'Dra tillbaka den, och skriv den på nytt.',
};
const unreadableBase = (number: number): Fault => ({
  operation: null,
  field: 'operations',
  problem: `Varken version ${number} av reglerna eller någon tidigare går att läsa.`,
  remedy: 'Se vad som är fel under Versioner. Tills det är rättat kan ingen ändring prövas eller publiceras.',
});
/** Said to the author and to the checker: what they leave behind. */
const passedOver = (number: number, on: number): Warning => ({
  rule: '',
  problem: `Version ${number} av reglerna går inte att läsa, så ändringen läggs på version ${on}.`,
  remedy: `Det som version ${number} ändrade följer inte med. Lägg till det här om det fortfarande behövs.`,
});
