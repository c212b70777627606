import { rulesCheck } from './cases/check.ts';
import type { Reports } from './cases/report.ts';
import { answerComparison, type ComparisonQuestion } from './compare/answer.ts';
import type { RulesetVersions } from './compare/versions.ts';
import type { Rulebook } from './rulebook.ts';
import { filteredRules, type RuleFilter, ruleAnswer } from './rules/rule-answers.ts';

export interface AnswersParts {
  rulebook: Rulebook;
  reports: Reports;
  versions: RulesetVersions;
}

/** What the JSON API, which lies beside the rulebook and cannot ask it, gets of it. */
export function rulebookAnswers({ rulebook, reports, versions }: AnswersParts) {
  const { knowledge, assessor, today } = rulebook;
  return {
    rules: { filtered: (filter: RuleFilter) => filteredRules(rulebook, filter), one: (name: string) => ruleAnswer(rulebook, name) },
    cases: rulebook.cases,
    compare: (question: ComparisonQuestion) => answerComparison(question, assessor, versions, today()),
    checkRules: () => rulesCheck(reports(knowledge.ruleset)),
  };
}
