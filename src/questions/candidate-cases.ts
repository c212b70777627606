/** Cases that a lawyer has saved: a whole candidate and the answer that the law should give. Run against the rules as they are now. */
import { z } from 'zod';
import type { Assessor } from '../assessment/assess.ts';
import { CandidateError } from '../assessment/errors.ts';
import { everyRule, rulesIn } from '../assessment/ruleset.ts';
import type { Assessment, Candidate } from '../assessment/types.ts';
import { designSchema } from '../candidate/design.ts';
import { factTable } from '../candidate/facts.ts';
import { slug } from '../catalogue/schema.ts';
import { decideVerdict } from '../law/verdict.ts';
import { isFactValue } from '../rules/check.ts';
import { isSwitchedOff, pathways, verdicts } from '../rules/format.ts';
import { contentHash } from '../rules/load.ts';
import { verdictLabels } from '../web/labels.ts';
import { pathwayText, targetHolds } from './target.ts';
import { currentStateSchema } from './variables.ts';

const factValue = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);

/** A candidate as it is kept: every answer of the design written out, so that later assumptions do not move it. */
export const caseCandidateSchema = z.strictObject({
  insats: slug,
  targetGroup: slug,
  legalBasis: slug,
  date: z.iso.date(),
  design: designSchema,
  currentState: currentStateSchema,
  overrides: z
    .record(z.string(), factValue)
    .refine(
      (facts) => Object.entries(facts).every(([fact, value]) => factTable[fact] !== undefined && isFactValue(factTable[fact], value)),
      'okänt faktum eller värde',
    ),
});

/** The answer that is expected: of the law, of the way, and of single rules. What is not named is not expected to be anything. */
export const expectedSchema = z
  .strictObject({
    verdict: z.enum(verdicts).optional(),
    pathway: z.enum(pathways).nullable().optional(),
    rules: z.record(slug, z.boolean()).default({}),
  })
  .refine(({ verdict, pathway, rules }) => verdict !== undefined || pathway !== undefined || Object.keys(rules).length > 0, 'inget svar är angivet');
export type Expected = z.infer<typeof expectedSchema>;

/** A case as it is stored; what can no longer be read is null. */
export interface CandidateCase {
  id: string;
  candidate: Candidate | null;
  expected: Expected | null;
}

export interface Difference {
  about: string;
  expected: string;
  actual: string;
}

export type CaseOutcome<C extends CandidateCase> =
  | { case: C; outcome: 'agrees' | 'disagrees'; differences: Difference[]; assessment: Assessment }
  | { case: C; outcome: 'cannot_run'; problem: string };

/** A candidate in the form in which it is kept. */
export const storedCandidate = (candidate: Candidate): z.infer<typeof caseCandidateSchema> =>
  caseCandidateSchema.parse({
    overrides: {},
    currentState: { givenToday: 'unknown', withoutDecisionToday: 'unknown', privateToday: 'unknown', wishesOpen: 'unknown' },
    ...candidate,
  });

/** The same hash means the same candidate. */
export const candidateHash = (candidate: Candidate): string => contentHash(sorted(storedCandidate(candidate)));
const sorted = (value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, item]) => [name, sorted(item)]),
      );

const firesText = (fires: boolean): string => (fires ? 'slår till' : 'slår inte till');

/** What an answer says otherwise than was expected. */
function differencesOf(assessor: Assessor, assessment: Assessment, { verdict, pathway, rules }: Expected): Difference[] {
  const { law, recommendation, legalBasis, date } = assessment;
  const known = new Map(rulesIn(assessor.rulesAt(legalBasis, date)).map((rule) => [rule.name, rule.event.params.title]));
  const ofRules = Object.entries(rules).flatMap(([rule, fires]): Difference[] => {
    const title = known.get(rule);
    if (title === undefined) {
      const off = everyRule(assessor.knowledge.ruleset).find(({ name }) => name === rule);
      if (off === undefined || !isSwitchedOff(off))
        return [{ about: `Regeln ${rule}`, expected: firesText(fires), actual: 'finns inte för den rättsliga grunden den dagen' }];
      // What is switched off does not apply: a case that says so holds.
      return fires ? [{ about: `Regeln ”${off.event.params.title}”`, expected: firesText(fires), actual: 'är avstängd' }] : [];
    }
    const actual = targetHolds({ rule }, assessment);
    return actual === fires ? [] : [{ about: `Regeln ”${title}”`, expected: firesText(fires), actual: firesText(actual) }];
  });
  return [
    ...(verdict === undefined || verdict === law.verdict
      ? []
      : [{ about: 'Lagens svar', expected: verdictLabels[verdict], actual: verdictLabels[law.verdict] }]),
    ...(pathway === undefined || pathway === recommendation.pathway
      ? []
      : [{ about: 'Vägen', expected: pathwayText(pathway), actual: pathwayText(recommendation.pathway) }]),
    ...ofRules,
  ];
}

/** Runs the cases under the assessor's rules. Pure: no clock, no database; a case that cannot be run says why and stops no other. */
export function runCandidateCases<C extends CandidateCase>(assessor: Assessor, cases: readonly C[]): CaseOutcome<C>[] {
  return cases.map((one): CaseOutcome<C> => {
    if (one.candidate === null || one.expected === null)
      return {
        case: one,
        outcome: 'cannot_run',
        problem: 'Fallet har svar eller uppgifter som inte finns längre. Dra tillbaka det, och ställ frågan på nytt.',
      };
    try {
      const assessment = assessor.assess(one.candidate);
      const differences = differencesOf(assessor, assessment, one.expected);
      return { case: one, outcome: differences.length === 0 ? 'agrees' : 'disagrees', differences, assessment };
    } catch (error) {
      if (error instanceof CandidateError) return { case: one, outcome: 'cannot_run', problem: error.message };
      throw error;
    }
  });
}

/** An expectation that cannot hold beside another of the same case; null where they go together. */
export function selfContradiction(assessor: Assessor, candidate: Candidate, { verdict, rules }: Expected): string | null {
  const { lawRules } = assessor.rulesAt(candidate.legalBasis, candidate.date);
  const own = lawRules.find(({ rule }) => rule.event.params.verdict === verdict);
  if (verdict === undefined) return null;
  const stricter = lawRules.find(({ rule }) => rules[rule.name] === true && decideVerdict([rule, ...(own === undefined ? [] : [own.rule])]) !== verdict);
  if (stricter === undefined) return null;
  const { title, verdict: other } = stricter.rule.event.params;
  return `Grunden ”${title}” ska gälla, och den ger svaret ”${verdictLabels[other]}”. Då kan lagens svar inte bli ”${verdictLabels[verdict]}”.`;
}

/** Whether the rules cannot tell two candidates apart: the same facts, under the same rules. */
export function sameToTheRules(assessor: Assessor, a: Candidate, b: Candidate): boolean {
  const rules = (candidate: Candidate) => rulesIn(assessor.rulesAt(candidate.legalBasis, candidate.date)).map(({ name }) => name);
  const print = (candidate: Candidate) => JSON.stringify([sorted(assessor.factsOf(candidate)), rules(candidate)]);
  return print(a) === print(b);
}

export type ExpectedPart = 'verdict' | 'pathway' | { rule: string };

/** The first thing of which two expectations say different things; null where both can hold. */
export function disagreement(a: Expected, b: Expected): ExpectedPart | null {
  if (a.verdict !== undefined && b.verdict !== undefined && a.verdict !== b.verdict) return 'verdict';
  if (a.pathway !== undefined && b.pathway !== undefined && a.pathway !== b.pathway) return 'pathway';
  const rule = Object.keys(a.rules).find((name) => b.rules[name] !== undefined && b.rules[name] !== a.rules[name]);
  return rule === undefined ? null : { rule };
}
