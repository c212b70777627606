import type { Kysely } from 'kysely';
import { may } from '../accounts/permissions.ts';
import { accountRepository } from '../accounts/repository.ts';
import type { Database } from '../database/types.ts';
import { noticeRepository } from '../notices/repository.ts';
import type { NoticeNames } from '../notices/words.ts';
import { dueDigest } from './digest-time.ts';
import { letterOf } from './letter.ts';
import { type MailFigures, mailQueue, type WaitingMail } from './queue.ts';
import { type Letter, MailError, type Transport } from './transport.ts';

export interface SenderParts {
  db: Kysely<Database>;
  transport: Transport;
  names: NoticeNames;
  /** The address that people reach this by. */
  origin: string;
  digestHour: number;
  now?: () => Date;
}

/** What came of a round. */
export interface Round {
  sent: number;
  failed: number;
  givenUp: number;
  /** Why the e-mail server could not be used; null where it could. */
  stopped: MailError | null;
  figures: MailFigures;
}

/** Sends the letters that wait, round by round. */
export function createSender({ db, transport, names, origin, digestHour, now = () => new Date() }: SenderParts) {
  const queue = mailQueue(db);

  /** The letter as it reads now: without what has been read since, and without what its receiver may no longer read. */
  async function write({ id, account: owner, day }: WaitingMail): Promise<Letter | null> {
    const account = await accountRepository(db).byId(owner);
    if (account === undefined || account.disabledAt !== null) return null;
    const notices = (await noticeRepository(db).ofMail(id)).filter(({ district }) => may({ account, grants: account.grants }, 'proposal.read', district));
    return notices.length === 0 ? null : letterOf(id, account, notices, day !== null, { origin, names });
  }

  return {
    /**
     * One round: the day's digests, then every letter that is due. Where the e-mail server cannot be used it stops at the first letter. `signal` stops
     * between two letters.
     */
    async round(signal?: AbortSignal): Promise<Round> {
      const { day, until } = dueDigest(now(), digestHour);
      await queue.writeDigests(day, until, now());
      const round: Omit<Round, 'figures'> = { sent: 0, failed: 0, givenUp: await queue.clear(now()), stopped: null };
      while (signal?.aborted !== true && round.stopped === null) {
        const waiting = await queue.take(now());
        if (waiting === undefined) break;
        const letter = await write(waiting);
        if (letter === null) {
          await queue.drop(waiting.id);
          continue;
        }
        try {
          await transport.send(letter);
          await queue.sent(waiting.id, now());
          round.sent += 1;
        } catch (error) {
          if (!(error instanceof MailError)) throw error;
          round.failed += 1;
          if (error.reach === 'server') round.stopped = error;
          if (error.reach === 'letter') {
            await queue.giveUp(waiting.id, error.code, now());
            round.givenUp += 1;
          } else await queue.putOff(waiting, error.code, now());
        }
      }
      return { ...round, figures: await queue.figures() };
    },
  };
}
export type Sender = ReturnType<typeof createSender>;
