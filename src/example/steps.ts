import type { Kysely } from 'kysely';
import { type Actor, rolesIn } from '../accounts/roles.ts';
import type { Assessor } from '../assessment/assess.ts';
import { currentContext, inNameOf } from '../audit/context.ts';
import type { Database } from '../database/types.ts';
import { createProposals } from '../proposals/proposals.ts';
import { createWorkingCopies } from '../proposals/working-copy.ts';
import type { Step } from './content.ts';
import { createCurrentStateSteps } from './current-state-steps.ts';
import { type PersonId, personOf, plannerOf } from './people.ts';
import { createProposalSteps } from './proposal-steps.ts';
import { createReviewSteps } from './review-steps.ts';

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
  'answer-flags': 'svar på flaggor i förslaget',
  step: 'ett steg i granskningen',
  'answer-risks': 'stadsdelschefens svar på risker',
  'check-law': 'juristens granskning',
  comment: 'en kommentar vid en rad',
  look: 'någon tittar på förslaget',
};

export interface StepParts {
  assessor: Assessor;
  /** Today's date (ISO). */
  today: string;
  /** The accounts of the made-up persons. */
  accounts: ReadonlyMap<PersonId, string>;
}

/**
 * Takes the steps of the example, each by the functions that the pages use and in the name of one of the made-up persons, so that the example
 * obeys every rule that people must.
 */
export function createSteps(db: Kysely<Database>, { assessor, today, accounts }: StepParts) {
  const { knowledge } = assessor;
  const currentState = createCurrentStateSteps(db, knowledge, today);
  // One for all: what one step has written, the next need not read back.
  const proposals = createProposals(db, assessor);
  const parts = { db, assessor, proposals, workingCopies: createWorkingCopies(db, assessor, proposals), today };
  const takeProposalStep = createProposalSteps(parts);
  const takeReviewStep = createReviewSteps(parts);

  function actorOf(id: PersonId): Actor & { account: { id: string } } {
    const { name, role, districts } = personOf(id);
    const account = accounts.get(id);
    if (account === undefined) throw new Error(`${id} has no account`);
    return { account: { id: account, name, email: '' }, grants: districts.map((district) => ({ role, district })) };
  }

  async function takeAs(actor: Actor, district: string, step: Step): Promise<void> {
    switch (step.do) {
      case 'answer':
        return currentState.answer(step.district ?? district, step.year, step.answers);
      case 'answer-many':
        return currentState.answerGroup(district, step);
      case 'import':
        return currentState.readIn(district, step);
      case 'step':
      case 'answer-risks':
      case 'check-law':
      case 'look':
      case 'comment':
        return takeReviewStep(district, step, actor);
      default:
        return takeProposalStep(district, step);
    }
  }

  return {
    /** What the step does, for those who wait. */
    describe(district: string, step: Step): string {
      const about = step.do === 'answer' ? (step.district ?? district) : district;
      const name = knowledge.districts.all.find(({ id }) => id === about)?.name ?? about;
      return `${name}: ${'year' in step ? `${doing[step.do]} för ${currentState.yearOf(step.year)}` : doing[step.do]}`;
    },

    async take(district: string, step: Step): Promise<void> {
      const actor = actorOf('by' in step ? step.by : plannerOf(district));
      const { requestId } = currentContext();
      return inNameOf({ account: actor.account.id, rolesIn: (where) => rolesIn(actor, where), requestId }, () => takeAs(actor, district, step));
    },
  };
}
