import type { Assessor } from '../../assessment/assess.ts';
import { type CaseOutcome, type Expected, runCandidateCases } from '../../questions/candidate-cases.ts';
import { askUrl } from '../../questions/question.ts';
import { pathwayText } from '../../questions/target.ts';
import { url } from '../../web/format.ts';
import { verdictLabels } from '../../web/labels.ts';
import { ruleRefs } from '../themes.ts';
import type { StoredCase } from './case-repository.ts';

export const casesPath = '/metod/fraga/fall';

/** The list where a case stands, at the case. */
export const caseHref = (id: string): string => url(casesPath, { fall: id }, `fall-${id}`);

export function runCase(assessor: Assessor, one: StoredCase): CaseOutcome<StoredCase> {
  const [outcome] = runCandidateCases(assessor, [one]);
  if (outcome === undefined) throw new Error('ett fall gav inget utfall');
  return outcome;
}

/** What a case expects, part by part; a part about a rule leads to it. */
function expectedInWords(assessor: Assessor, { verdict, pathway, rules }: Expected): { text: string; href: string | null }[] {
  const { ruleset } = assessor.knowledge;
  const refOf = ruleRefs(ruleset);
  return [
    ...(verdict === undefined ? [] : [{ text: `Lagens svar: ${verdictLabels[verdict]}`, href: null }]),
    ...(pathway === undefined ? [] : [{ text: `Väg: ${pathwayText(pathway)}`, href: null }]),
    ...Object.entries(rules).map(([rule, fires]) => {
      const { title, href } = refOf(rule);
      return { text: `”${title}” ${fires ? 'slår till' : 'slår inte till'}`, href };
    }),
  ];
}

/** A lawyer's case with what it expects, and what the rules say now. */
export function caseView(assessor: Assessor, outcome: CaseOutcome<StoredCase>) {
  const { case: one } = outcome;
  const { catalogue, ruleset } = assessor.knowledge;
  const { insatsById, groupById } = catalogue;
  const runs = outcome.outcome === 'cannot_run' ? null : one.candidate;
  return {
    id: one.id,
    title: one.candidate === null ? 'Fall som inte går att läsa' : (insatsById.get(one.candidate.insats)?.name ?? one.candidate.insats),
    group: one.candidate === null ? '' : (groupById.get(one.candidate.targetGroup)?.name ?? one.candidate.targetGroup),
    law: ruleset.laws.find(({ id }) => id === one.candidate?.legalBasis)?.shortTitle ?? '',
    date: one.candidate?.date ?? '',
    madeUp: Object.keys(one.candidate?.overrides ?? {}).length > 0,
    href: runs === null ? null : askUrl(assessor, runs),
    listHref: caseHref(one.id),
    expected: one.expected === null ? [] : expectedInWords(assessor, one.expected),
    outcome: outcome.outcome,
    differences: outcome.outcome === 'cannot_run' ? [] : outcome.differences,
    problem: outcome.outcome === 'cannot_run' ? outcome.problem : null,
    motive: one.motive,
    by: one.by,
    at: one.createdAt,
    withdrawn: one.withdrawn,
    revision: one.revision,
  };
}
export type CaseView = ReturnType<typeof caseView>;

/** Whether a case says something of a rule. */
export const expectsOf = (rule: string, { case: { expected } }: CaseOutcome<StoredCase>): boolean => expected !== null && Object.hasOwn(expected.rules, rule);
