import type { FastifyRequest } from 'fastify';
import { type Action, may } from '../accounts/permissions.ts';
import { barredWords } from './barred.ts';
import type { Reviewed } from './reviewed-version.ts';
import { type Status, statusLabels, type TransitionId } from './transitions.ts';

/** A queue: who answers in it, in which status, and which comes just before. */
export interface Queue {
  action: Action;
  before: Status;
  open: Status;
  /** The steps that begin, approve and return a review. */
  steps: Readonly<Record<'start' | 'approve' | 'giveBack', TransitionId>>;
  /** What those who only read are told. */
  reads: string;
  /** What is said of a version that has not come so far yet. */
  early: Partial<Readonly<Record<Status, string>>>;
}

export const managerQueue: Queue = {
  action: 'review.manager',
  before: 'submitted',
  open: 'manager_review',
  steps: { start: 'start-manager-review', approve: 'manager-approve', giveBack: 'manager-return' },
  early: {},
  reads: 'Stadsdelschefen svarar på riskerna. Du kan läsa svaren.',
};

export const legalQueue: Queue = {
  action: 'review.legal',
  before: 'manager_approved',
  open: 'legal_review',
  steps: { start: 'start-legal-review', approve: 'legal-approve', giveBack: 'legal-return' },
  reads: 'Juristen svarar här. Du kan läsa svaren.',
  early: {
    submitted: 'Stadsdelschefen har inte börjat granska än. Du kan läsa redan nu, och svara när stadsdelschefen har godkänt riskerna.',
    manager_review: 'Stadsdelschefen granskar riskerna. Du kan läsa redan nu, och svara när stadsdelschefen har godkänt dem.',
  },
};

/** Why somebody cannot answer, and the step that would change it where that is theirs to take. */
export interface Closed {
  why: string;
  start: TransitionId | null;
}

/** Why the one who asks cannot answer in the queue; null where they can. */
export function whyClosed({ action, before, open, steps, reads, early }: Queue, { actor, district }: FastifyRequest, reviewed: Reviewed): Closed | null {
  const { status, submitters, managers } = reviewed;
  const closed = (why: string, start: TransitionId | null = null): Closed => ({ why, start });
  if (actor?.account == null || !may(actor, action, district)) return closed(reads);
  if (submitters.includes(actor.account.id)) return closed('Du har lämnat in den här versionen. Någon annan behöver granska den.');
  if (action === 'review.legal' && managers.includes(actor.account.id)) return closed(barredWords.managed);
  if (status === before) return closed('Granskningen har inte börjat. Svaren går att läsa, och du kan svara när du har börjat granska.', steps.start);
  const soon = early[status];
  if (soon !== undefined) return closed(soon);
  return status === open ? null : closed(`Versionen har status ”${statusLabels[status]}”. Svaren går inte längre att ändra.`);
}

/** Where a review that is open can go next. */
export interface NextStep {
  approve: TransitionId | null;
  giveBack: TransitionId;
  /** How many items are still to be answered, and how many the version must be returned for. */
  left: number;
  wrong: number;
}

/** The next step in a queue that is open: to approve where nothing is left and nothing is wrong, else to return. */
export const nextStep = ({ steps }: Queue, { left, wrong }: { left: number; wrong: number }): NextStep => ({
  ...{ left, wrong },
  approve: left + wrong === 0 ? steps.approve : null,
  giveBack: steps.giveBack,
});
