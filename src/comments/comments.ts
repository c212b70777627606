import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { holdersOf } from '../accounts/holders.ts';
import { may } from '../accounts/permissions.ts';
import { type Actor, roles as allRoles, roleLabels, rolesIn } from '../accounts/roles.ts';
import { record, textPrint } from '../audit/trail.ts';
import type { Database, Db } from '../database/types.ts';
import { lineKey } from '../drafts/shaping.ts';
import type { NoticeWriter } from '../notices/write.ts';
import { proposalRepository } from '../proposals/repository.ts';
import { statusRepository } from '../reviews/status-repository.ts';
import { AppError } from '../web/errors.ts';
import { list } from '../web/format.ts';
import type { InputFault } from '../web/input.ts';
import { allMentioned, type CommentValues } from './form.ts';
import { mentionable, mentionLabels } from './mentions.ts';
import { commentRepository } from './repository.ts';

export interface CommentParts {
  db: Kysely<Database>;
  notices: NoticeWriter;
}
export interface CommentedLine {
  proposal: { id: string; district: string };
  insats: string;
  group: string;
}
/** A form that is shown again: what was typed, and why it was not saved. */
export interface Unsaved {
  values: CommentValues;
  faults: readonly InputFault[];
}

/** The newest version of a proposal, and whether it is what the nämnd has decided: then nothing more is said about it. */
async function newestOf(db: Db, proposal: string): Promise<{ number: number; closed: boolean }> {
  const number = (await proposalRepository(db).head(proposal))?.version;
  if (number === undefined) throw new AppError('not_found', 'Det finns inget förslag på den adressen. Gå till listan över förslag.');
  const { status } = await statusRepository(db).of(proposal, number);
  return { number, closed: status === 'adopted' || status === 'superseded' };
}

const rolesInWords = (ids: readonly string[]): string => list(allRoles.filter((role) => ids.includes(role)).map((role) => roleLabels[role].toLowerCase()));

/** Comments on lines: shown, written and struck. */
export function createComments({ db, notices }: CommentParts) {
  async function thread(actor: Actor, { id, district }: CommentedLine['proposal'], line: { insats: string; group: string }, unsaved?: Unsaved) {
    const own = actor.account?.id ?? null;
    const { number, closed } = await newestOf(db, id);
    const comments = await commentRepository(db).ofLine(id, line.insats, line.group);
    const [writes, strikesAny] = [may(actor, 'comment.write', district), may(actor, 'comment.strike_any', district)];
    const holders = await holdersOf(db, mentionable, district);
    const people = (role: string, but: string | null): number =>
      [...holders].filter(([account, held]) => account !== but && held.some((one) => one === role)).length;
    return {
      action: `/forslag/${id}/rader/${line.insats}/${line.group}/kommentarer`,
      comments: comments.map((one) => ({
        ...one,
        by: one.by ?? (one.account === null ? 'Den som sitter vid datorn' : 'Ett konto som inte finns längre'),
        roles: rolesInWords(one.roles),
        // A word to a role that nobody has reaches nobody, and whoever reads it should know.
        mentioned: one.mentioned.map((role) => ({ label: mentionLabels[role], nobody: people(role, one.account) === 0 })),
        strikes: one.struckAt === null && writes && (one.account === own || strikesAny),
      })),
      writes,
      closed,
      number,
      key: unsaved?.values.key ?? randomUUID(),
      values: unsaved?.values ?? { text: '', mentioned: [] },
      faults: unsaved?.faults ?? [],
      // Somebody who is told of nothing oneself need not count oneself.
      choices: mentionable.map((role) => ({
        role,
        label: mentionLabels[role],
        people: people(role, own),
      })),
    };
  }

  return {
    thread,
    counts: (proposal: string) => commentRepository(db).counts(proposal),

    /**
     * Writes a comment with its notices. The same press sent twice is one comment. Gives its id.
     * @throws AppError where the newest version is decided.
     */
    async write(actor: Actor, { proposal: { id, district }, insats, group }: CommentedLine, values: CommentValues): Promise<string> {
      const account = actor.account?.id ?? null;
      return db.transaction().execute(async (trx) => {
        // Held, so that a decision and a comment come one after the other.
        await proposalRepository(trx).lock(id);
        const { number, closed } = await newestOf(trx, id);
        const comments = commentRepository(trx);
        const before = values.key === null ? undefined : await comments.find(values.key);
        const body = values.text.trim();
        if (before !== undefined && before.proposal === id && before.account === account && before.body === body) return before.id;
        if (closed) throw new AppError('conflict', `Version ${number} är fastställd. Kommentaren sparades inte.`);
        const mentioned = allMentioned(values);
        // A taken id, with another text: what was written after the first press is a comment of its own.
        const comment = values.key === null || before !== undefined ? randomUUID() : values.key;
        await comments.add({ id: comment, proposal: id, insats, targetGroup: group, number, account, roles: rolesIn(actor, district), mentioned, body });
        await notices.tell(trx, { kind: 'mention', proposal: id, district, number, actor: account, comment }, await holdersOf(trx, mentioned, district));
        await record(trx, {
          action: 'comment.write',
          object: { type: 'comment', id: `${id}/${lineKey(insats, group)}/${comment}` },
          district,
          after: { version: number, mentioned: mentioned.join(' '), text: textPrint(body) },
        });
        return comment;
      });
    },

    /**
     * Takes a comment's text away for good: one's own, or for whoever may take away others'. Again does nothing.
     * @throws AppError for another's, and where the line has no such comment.
     */
    async strike(actor: Actor, { proposal: { id, district }, insats, group }: CommentedLine, comment: string): Promise<void> {
      const account = actor.account?.id ?? null;
      await db.transaction().execute(async (trx) => {
        const found = await commentRepository(trx).find(comment);
        if (found === undefined || found.proposal !== id || lineKey(found.insats, found.targetGroup) !== lineKey(insats, group))
          throw new AppError('not_found', 'Kommentaren finns inte på den raden. Gå tillbaka till raden.');
        if (found.account !== account && !may(actor, 'comment.strike_any', district))
          throw new AppError('forbidden', 'Du kan bara ta bort dina egna kommentarer. Be en administratör om en annans måste bort.');
        if (!(await commentRepository(trx).strike(comment, account))) return;
        await record(trx, {
          action: 'comment.strike',
          object: { type: 'comment', id: `${id}/${lineKey(insats, group)}/${comment}` },
          district,
          before: { text: textPrint(found.body) },
          after: { own: found.account === account },
        });
      });
    },
  };
}
export type Comments = ReturnType<typeof createComments>;
