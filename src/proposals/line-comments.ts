import type { Actor } from '../accounts/roles.ts';

/** What the pages of proposals ask of the comments, which lie above them. */
export interface LineComments {
  /** What people say about a line, as `views/comments/thread.eta` shows it to the one who looks. */
  thread(actor: Actor, proposal: { id: string; district: string }, line: { insats: string; group: string }): Promise<object>;
  /** How many comments each line has, by line key; lines without any are left out. In one question. */
  counts(proposal: string): Promise<ReadonlyMap<string, number>>;
}
