import type { Db } from '../database/types.ts';
import { count, list } from '../web/format.ts';
import { kindSchema, outcomeSchema } from './answers.ts';

/** What people have answered to a version, in words; empty where nobody has. */
export interface AnswersInWords {
  manager: string;
  legal: string;
}

const managerWords = {
  accept: (n: number) => count(n, 'risk accepterad', 'risker accepterade'),
  require_change: (n: number) => count(n, 'begärd ändring', 'begärda ändringar'),
  refer_legal: (n: number) => count(n, 'fråga till juristen', 'frågor till juristen'),
} as const;
const legalWords = {
  right: (n: number) => count(n, 'sak rätt', 'saker rätt'),
  change: (n: number) => `${n} som ska ändras`,
  rule_wrong: (n: number) => `${n} där en regel är fel tillämpad`,
} as const;

/** What has been answered to each version of a proposal, by its number. */
export async function answersInWords(db: Db, proposal: string): Promise<ReadonlyMap<number, AnswersInWords>> {
  const answers = await db
    .selectFrom('manager_answer')
    .select(['number', 'kind'])
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('proposal_id', '=', proposal)
    .groupBy(['number', 'kind'])
    .orderBy('kind')
    .execute();
  const checks = await db
    .selectFrom('legal_check')
    .select(['number', 'outcome'])
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('proposal_id', '=', proposal)
    .groupBy(['number', 'outcome'])
    .orderBy('outcome')
    .execute();
  const numbers = new Set([...answers, ...checks].map(({ number }) => number));
  const said = (number: number): AnswersInWords => ({
    manager: list(answers.filter((one) => one.number === number).map(({ kind, n }) => managerWords[kindSchema.parse(kind)](n))),
    legal: list(checks.filter((one) => one.number === number).map(({ outcome, n }) => legalWords[outcomeSchema.parse(outcome)](n))),
  });
  return new Map([...numbers].map((number) => [number, said(number)]));
}
