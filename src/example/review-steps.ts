import type { Transaction } from 'kysely';
import type { Actor } from '../accounts/roles.ts';
import { createComments } from '../comments/comments.ts';
import type { Database } from '../database/types.ts';
import { lineKey } from '../drafts/shaping.ts';
import { createNoticeWriter } from '../notices/write.ts';
import type { StoredVersion } from '../proposals/repository.ts';
import type { SaveOutcome } from '../reviews/answers.ts';
import { answersRepository, referrals } from '../reviews/answers-repository.ts';
import { look } from '../reviews/last-look.ts';
import { legalItems } from '../reviews/legal-items.ts';
import { openItems } from '../reviews/open-items.ts';
import { reviewedVersion } from '../reviews/reviewed-version.ts';
import { riskItems } from '../reviews/risk-items.ts';
import { statusRepository } from '../reviews/status-repository.ts';
import { referralNotices, stepNotices } from '../reviews/step-notices.ts';
import { createWorkflow } from '../reviews/workflow.ts';
import type { StepOf } from './content.ts';
import { firstProposal } from './first-proposal.ts';
import type { ProposalParts } from './proposal-steps.ts';

type ReviewStep = StepOf<'step' | 'answer-risks' | 'check-law' | 'look' | 'comment'>;

const lineOf = (key: string) => {
  const [insats = '', targetGroup = ''] = key.split('/');
  return { insats, targetGroup };
};
const isIn = (wanted: readonly string[] | undefined, one: string): boolean => wanted === undefined || wanted.includes(one);

const placeOf = (district: string, { id, version }: StoredVersion, account: string) => ({ id, version, district, account });

/** The steps in which proposals are reviewed, each by one of the made-up persons and within what that person may do. */
export function createReviewSteps({ db, proposals, workingCopies, today }: ProposalParts) {
  // Nobody has an address that a letter could go to.
  const notices = createNoticeWriter({ mails: false });
  const workflow = createWorkflow({ db, proposals, workingCopies, open: openItems, today: () => today, afterStep: stepNotices(notices) });
  const comments = createComments({ db, notices });
  const afterReferral = referralNotices(notices);

  /** Answers are saved as the pages save them, and a step that answers nothing is a mistake of the example. */
  async function saved(what: string, items: readonly unknown[], save: (trx: Transaction<Database>) => Promise<SaveOutcome<unknown>>): Promise<void> {
    if (items.length === 0) throw new Error(`${what} concerns nothing`);
    if (!(await db.transaction().execute(save)).saved) throw new Error(`${what} was not saved`);
  }

  /** Takes the newest version a step along its way. */
  async function move(proposal: string, { step, reason, lines, decision }: StepOf<'step'>, actor: Actor): Promise<void> {
    const version = await proposals.find(proposal);
    if (version === undefined) throw new Error(`${proposal} is not there`);
    const number = step === 'submit' || step === 'withdraw' ? version.version : (await reviewedVersion(db, proposals, proposal)).version.version;
    const { revision } = await statusRepository(db).of(proposal, number);
    const stepped = number === version.version ? version : await proposals.find(proposal, number);
    // As the page does: a return begins with what was asked to be changed, and the person writes more.
    const asked = stepped === undefined ? [] : await openItems.asked(db, stepped, step);
    const told = new Map(asked.map((one) => [lineKey(one.insats, one.targetGroup), one]));
    for (const { line, reason: own } of lines) told.set(line, { ...lineOf(line), reason: own });
    await workflow.take(
      actor,
      { proposal, number, transition: step },
      {
        revision,
        reason,
        lines: [...told.values()],
        whole: told.size === 0,
        decision: { number: decision, date: today },
      },
    );
  }

  /** Saves a manager's answers in their order, each to the risks that it names and that have none yet. */
  async function answerRisks(district: string, version: StoredVersion, answers: StepOf<'answer-risks'>['answers'], account: string): Promise<void> {
    for (const [index, { rules, themes, lines, kind, motive }] of answers.entries()) {
      const done = new Set((await answersRepository(db).managerAnswers(version)).map(({ key }) => key));
      const items = riskItems(version.draft).filter(
        ({ key, rule, theme, insats, targetGroup }) => !done.has(key) && isIn(rules, rule) && isIn(themes, theme) && isIn(lines, lineKey(insats, targetGroup)),
      );
      const save = { kind, motive, items: items.map((item) => ({ item, revision: 0 })), afterReferral };
      await saved(`${district}, answer ${index + 1}`, items, (trx) => answersRepository(trx).saveManager(placeOf(district, version, account), save));
    }
  }

  /** The same for a lawyer's. */
  async function checkLaw(district: string, version: StoredVersion, answers: StepOf<'check-law'>['answers'], account: string): Promise<void> {
    const all = legalItems(version.draft, { referred: referrals(await answersRepository(db).managerAnswers(version)) });
    for (const [index, { subjects, rules, lines, outcome, motive, wrongRule }] of answers.entries()) {
      const done = new Set((await answersRepository(db).legalChecks(version)).map(({ key }) => key));
      const items = all.filter(
        ({ key, subject, rules: known, line }) =>
          !done.has(key) &&
          isIn(subjects, subject) &&
          isIn(lines, lineKey(line.insats, line.targetGroup)) &&
          (rules === undefined || known.some(({ rule }) => rules.includes(rule))),
      );
      if (wrongRule !== null && !items.every(({ rules: known }) => known.some(({ rule }) => rule === wrongRule)))
        throw new Error(`${district}: ${wrongRule} is no rule of every line`);
      const save = { outcome, motive, wrongRule, items: items.map((item) => ({ item, revision: 0 })) };
      await saved(`${district}, check ${index + 1}`, items, (trx) => answersRepository(trx).saveLegal(placeOf(district, version, account), save));
    }
  }

  return async function take(district: string, step: ReviewStep, actor: Actor): Promise<void> {
    const proposal = await firstProposal(db, district, step.legalBasis);
    const account = actor.account?.id;
    if (proposal === undefined || account === undefined) throw new Error(`${district} has no proposal under ${step.legalBasis} yet`);
    if (step.do === 'step') return move(proposal, step, actor);
    if (step.do === 'comment') {
      const { insats, targetGroup: group } = lineOf(step.line);
      return void (await comments.write(
        actor,
        { proposal: { id: proposal, district }, insats, group },
        { key: null, text: step.text, mentioned: step.mentioned },
      ));
    }
    const { version } = await reviewedVersion(db, proposals, proposal);
    if (step.do === 'look') return void (await look(db, account, version));
    if (step.do === 'answer-risks') return answerRisks(district, version, step.answers, account);
    return checkLaw(district, version, step.answers, account);
  };
}
