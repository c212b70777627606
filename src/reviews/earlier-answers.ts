import type { Db } from '../database/types.ts';
import type { Proposals } from '../proposals/proposals.ts';
import type { StoredVersion } from '../proposals/repository.ts';
import { AppError } from '../web/errors.ts';
import type { LegalCheck, ManagerAnswer, Saved, SaveOutcome, Seen } from './answers.ts';
import { answersRepository, referrals } from './answers-repository.ts';
import { type LegalItem, legalItems } from './legal-items.ts';
import { type RiskItem, riskItems } from './risk-items.ts';

/**
 * What was answered to the version before and still is the same question: the same rule, text, villkor and answer of the planner, or for a lawyer
 * the same grounds. What was asked to be changed is never among them: somebody has to look at what became of it.
 */
export interface Earlier<Item, Answer> {
  /** The version that was answered. */
  number: number;
  kept: readonly { item: Item; answer: Answer }[];
}

/** Items without an answer that are `same` as one that was answered, and well, in the version before. */
function kept<Item extends { key: string }, Answer extends Saved<string>>(
  items: readonly Item[],
  answered: { items: readonly Item[]; answers: readonly Answer[] },
  still: (item: Item, before: Item, answer: Answer) => boolean,
): { item: Item; answer: Answer }[] {
  const before = new Map(answered.items.map((item) => [item.key, item]));
  const answers = new Map(answered.answers.map((answer) => [answer.key, answer]));
  return items.flatMap((item) => {
    const [old, answer] = [before.get(item.key), answers.get(item.key)];
    return old !== undefined && answer !== undefined && still(item, old, answer) ? [{ item, answer }] : [];
  });
}

/** The last version before this one that has answers in the table; undefined where none has. Not for use in a transaction. */
export async function answeredBefore(
  db: Db,
  proposals: Pick<Proposals, 'find'>,
  { id, version }: Pick<StoredVersion, 'id' | 'version'>,
  table: 'manager_answer' | 'legal_check',
): Promise<StoredVersion | undefined> {
  const { number } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.max<number | null>('number').as('number'))
    .where('proposal_id', '=', id)
    .where('number', '<', version)
    .executeTakeFirstOrThrow();
  return number === null ? undefined : proposals.find(id, number);
}

/** A manager's answers to `before` that can be taken over; null where there are none. */
export async function earlierRisks(db: Db, version: StoredVersion, before: StoredVersion): Promise<Earlier<RiskItem, ManagerAnswer> | null> {
  const answers = answersRepository(db);
  const done = new Set((await answers.managerAnswers(version)).map(({ key }) => key));
  const open = riskItems(version.draft).filter(({ key }) => !done.has(key));
  const answered = { items: riskItems(before.draft), answers: await answers.managerAnswers(before) };
  const found = kept(open, answered, (item, old, { kind, motive }) => {
    const lacksMotive = item.severity === 'blocking' && kind === 'accept' && motive === '';
    return kind !== 'require_change' && !lacksMotive && item.sameAs === old.sameAs && item.message === old.message;
  });
  return found.length === 0 ? null : { number: before.version, kept: found };
}

/** The same for a lawyer's checks; none where the rules are others than then. */
export async function earlierChecks(db: Db, version: StoredVersion, before: StoredVersion): Promise<Earlier<LegalItem, LegalCheck> | null> {
  if (before.ruleset !== version.ruleset) return null;
  const answers = answersRepository(db);
  const itemsOf = async (one: StoredVersion) => legalItems(one.draft, { referred: referrals(await answers.managerAnswers(one)) });
  const done = new Set((await answers.legalChecks(version)).map(({ key }) => key));
  const open = (await itemsOf(version)).filter(({ key }) => !done.has(key));
  const answered = { items: await itemsOf(before), answers: await answers.legalChecks(before) };
  const found = kept(open, answered, (item, old, { kind }) => kind === 'right' && item.sameAs === old.sameAs);
  return found.length === 0 ? null : { number: before.version, kept: found };
}

/**
 * Saves what was found as the answers of the one who takes them over, in the transaction and with the save of a single answer.
 * @throws AppError where the review is not open any more, so that nothing of it is saved.
 */
export async function takeOver<Item, Answer extends Saved<string>>(
  { kept: found }: Earlier<Item, Answer>,
  save: (answer: Answer, items: Seen<Item>[]) => Promise<SaveOutcome<Answer>>,
): Promise<number> {
  for (const group of Map.groupBy(found, ({ answer: { kind, motive } }) => JSON.stringify([kind, motive])).values()) {
    const [first] = group;
    const items = group.map(({ item }) => ({ item, revision: 0 }));
    if (first !== undefined && !(await save(first.answer, items)).saved)
      throw new AppError('conflict', 'Versionen granskas inte längre, eller så har någon annan svarat. Inget är sparat. Läs in sidan igen.');
  }
  return found.length;
}

/** What can be taken over, as the pages show it: the lines by the answer that they would have. */
export function earlierInWords<Item, Answer extends Saved<string>>(
  { number, kept: found }: Earlier<Item, Answer>,
  nameOf: (item: Item) => string,
): { number: number; total: number; answers: { kind: Answer['kind']; motive: string; by: string; lines: string[] }[] } {
  const groups = [...Map.groupBy(found, ({ answer: { kind, motive, by } }) => JSON.stringify([kind, motive, by])).values()];
  const answers = groups.flatMap((own) =>
    own.slice(0, 1).map(({ answer: { kind, motive, by } }) => ({ kind, motive, by, lines: own.map(({ item }) => nameOf(item)) })),
  );
  return { number, total: found.length, answers };
}
