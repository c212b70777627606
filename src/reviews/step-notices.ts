import { thoseWhoMay } from '../accounts/holders.ts';
import type { Db } from '../database/types.ts';
import type { NoticeKind } from '../notices/kinds.ts';
import { noticeRepository } from '../notices/repository.ts';
import { type NoticeWriter, recipientsOf } from '../notices/write.ts';
import type { Answering } from './answers.ts';
import { barredFrom } from './barred.ts';
import { isUnderWay, statusRepository } from './status-repository.ts';
import { onwardFrom, type Status, type TransitionId } from './transitions.ts';
import type { TakenStep } from './workflow.ts';

/** What each step is told as; to begin a review is told to nobody. */
const kinds: Partial<Readonly<Record<TransitionId, NoticeKind>>> = {
  submit: 'submitted',
  'manager-return': 'returned',
  'manager-approve': 'approved',
  'legal-return': 'returned',
  'legal-approve': 'checked',
  adopt: 'adopted',
  withdraw: 'withdrawn',
};

/** Who has taken a step with a version, from the submission on. */
async function takenPart(trx: Db, { version: { id, version } }: TakenStep): Promise<string[]> {
  return (await statusRepository(trx).steps(id)).filter(({ number }) => number === version).map(({ account }) => account);
}

async function recipients(trx: Db, step: TakenStep, kind: NoticeKind): Promise<Iterable<string>> {
  const { district } = step.version;
  // Those who are to do something with a version that stands there: they are told that it has come, and that it is gone.
  const waiting = (status: Status): Promise<string[]> => {
    const next = isUnderWay(status) ? onwardFrom(status) : undefined;
    return next === undefined ? Promise.resolve([]) : thoseWhoMay(trx, next.action, district);
  };
  // A return is work for the whole unit: the one who submitted may be away.
  if (kind === 'returned') return [...(await thoseWhoMay(trx, 'proposal.submit', district)), ...(await takenPart(trx, step))];
  if (kind === 'adopted') return takenPart(trx, step);
  if (kind === 'withdrawn') return [...(await waiting(step.before.status)), ...(await takenPart(trx, step))];
  // Nobody approves an own submission or checks what they have reviewed themselves, so it waits for the others.
  const barred = await barredFrom(trx, onwardFrom(step.after.status) ?? { demands: [] }, step.version);
  return (await waiting(step.after.status)).filter((account) => !barred.has(account));
}

/**
 * Tells those concerned of a step, in its transaction: part of `afterStep`. What they were told before is then no longer so, and not left unread;
 * beginning a review tells nobody, and only its own notices are settled.
 */
export const stepNotices =
  (notices: NoticeWriter) =>
  async (trx: Db, step: TakenStep): Promise<void> => {
    const kind = kinds[step.transition];
    const { id, version, district } = step.version;
    await noticeRepository(trx).markOvertaken({ proposal: id, number: version }, kind === undefined ? step.actor : undefined);
    if (kind === undefined) return;
    await notices.tell(trx, { kind, proposal: id, district, number: version, actor: step.actor }, recipientsOf(await recipients(trx, step, kind)));
  };

/** Tells lawyers that a manager asks them about risks, in the transaction of the answer. */
export const referralNotices =
  (notices: NoticeWriter) =>
  async (trx: Db, { id, version, district, account }: Answering): Promise<void> => {
    const lawyers = await thoseWhoMay(trx, 'review.legal', district);
    await notices.tell(trx, { kind: 'referred', proposal: id, district, number: version, actor: account }, recipientsOf(lawyers));
  };
