import type { FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { actorOf } from '../accounts/authenticate.ts';
import type { Database } from '../database/types.ts';
import { AppError } from '../web/errors.ts';
import { NotFoundError } from '../web/input.ts';
import { draftId, draftName, mayEdit, type RuleDraft } from './draft.ts';
import { ruleDraftRepository } from './repository.ts';
import { draftStateLabels, isOpen } from './states.ts';

/** The draft of an address. @throws NotFoundError where there is none. */
export async function draftOf(db: Kysely<Database>, text: string): Promise<RuleDraft> {
  const id = draftId(text);
  const draft = id === null ? undefined : await ruleDraftRepository(db).find(id);
  if (draft === undefined) throw new NotFoundError('Det finns ingen sådan ändring. Gå till listan över ändringar.');
  return draft;
}

/** @throws AppError where somebody else writes the draft, or nobody does any more. */
export function demandEdit(request: FastifyRequest, draft: RuleDraft): void {
  if (mayEdit(actorOf(request), draft)) return;
  if (isOpen(draft.state))
    throw new AppError('forbidden', `Bara den som skriver ${draftName(draft)} kan ändra den. Gör en kopia, så kan du arbeta vidare med den.`);
  throw new AppError('conflict', `${draftName(draft)} har läget ”${draftStateLabels[draft.state]}” och går inte att ändra. Inget har sparats.`);
}
