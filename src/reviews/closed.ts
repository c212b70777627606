import type { FastifyRequest } from 'fastify';
import { type Action, may } from '../accounts/permissions.ts';
import type { Reviewed } from './reviewed-version.ts';
import { type Status, statusLabels } from './transitions.ts';

/** A queue: who answers in it, in which status, and which comes just before. */
export interface Queue {
  action: Action;
  before: Status;
  open: Status;
  /** What those who only read are told. */
  reads: string;
}

/** Why the one who asks cannot answer in the queue; null where they can. */
export function whyClosed({ action, before, open, reads }: Queue, { actor, district }: FastifyRequest, { status, submittedBy }: Reviewed): string | null {
  if (actor?.account == null || !may(actor, action, district)) return reads;
  if (submittedBy === actor.account.id) return 'Du har lämnat in den här versionen. Någon annan behöver granska den.';
  if (status === before) return 'Granskningen har inte börjat. Öppna förslaget och börja granska, så kan du svara här.';
  return status === open ? null : `Versionen har status ”${statusLabels[status]}”. Svaren går inte längre att ändra.`;
}
