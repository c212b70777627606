import type { Kysely } from 'kysely';
import type { Assessor } from '../assessment/assess.ts';
import type { Database } from '../database/types.ts';
import type { Step } from './content.ts';
import { createCurrentStateSteps } from './current-state-steps.ts';
import { createProposalSteps } from './proposal-steps.ts';

const doing: Readonly<Record<Step['do'], string>> = {
  answer: 'nuläge',
  'answer-many': 'nuläge, samma svar för flera insatser',
  import: 'nuläge som fil',
  create: 'ett utkast till förslag',
  shape: 'ändringar i förslaget',
  'change-many': 'samma ändring av flera rader i förslaget',
  'keep-others': 'rader som behåller behovsprövning',
  write: 'texter till förslaget',
  outline: 'rubriker i förslaget',
  calculate: 'räkneexempel',
  version: 'en ny version av förslaget',
  ready: 'förslaget markeras som klart',
};

/** Takes the steps of the example, each by the functions that the pages use, so that the example obeys every rule that people must. */
export function createSteps(db: Kysely<Database>, assessor: Assessor, today: string) {
  const { knowledge } = assessor;
  const currentState = createCurrentStateSteps(db, knowledge, today);
  const takeProposalStep = createProposalSteps(db, assessor, today);

  return {
    /** What the step does, for those who wait. */
    describe(district: string, step: Step): string {
      const about = step.do === 'answer' ? (step.district ?? district) : district;
      const name = knowledge.districts.all.find(({ id }) => id === about)?.name ?? about;
      return `${name}: ${'year' in step ? `${doing[step.do]} för ${currentState.yearOf(step.year)}` : doing[step.do]}`;
    },

    async take(district: string, step: Step): Promise<void> {
      if (step.do === 'answer') return currentState.answer(step.district ?? district, step.year, step.answers);
      if (step.do === 'answer-many') return currentState.answerGroup(district, step);
      if (step.do === 'import') return currentState.readIn(district, step);
      return takeProposalStep(district, step);
    },
  };
}
