import type { Assessor } from '../../assessment/assess.ts';
import type { Candidate } from '../../assessment/types.ts';
import { candidateHash } from '../../questions/candidate-cases.ts';
import { type RuleState, ruleStates } from '../../questions/rule-trace.ts';
import { type Target, targetKey } from '../../questions/target.ts';
import { type WhyNot, whyNot } from '../../questions/why-not.ts';
import { createRecent } from '../recent.ts';

/** The dear parts of an answer: a filter of the page asks for them again, and the same question under the same rules has the same answer. */
export interface KeptAnswers {
  whyNot(candidate: Candidate, target: Target): WhyNot;
  states(candidate: Candidate): readonly RuleState[];
}

/** How many questions are kept; each is some tens of kilobytes. */
const kept = 50;

/** Keeps answers by question and ruleset. The assessor may come to follow other rules meanwhile. */
export function keepAnswers(assessor: Assessor): KeptAnswers {
  const answers = createRecent<WhyNot>(kept);
  const states = createRecent<readonly RuleState[]>(kept);
  const keyOf = (candidate: Candidate): string => `${assessor.knowledge.ruleset.hash} ${candidateHash(candidate)}`;
  return {
    whyNot: (candidate, target) => answers(`${keyOf(candidate)} ${targetKey(target)}`, () => whyNot(assessor, candidate, target)),
    states: (candidate) => states(keyOf(candidate), () => ruleStates(assessor, candidate, assessor.assess(candidate))),
  };
}
