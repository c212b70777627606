import type { Kysely, Transaction } from 'kysely';
import { may } from '../accounts/permissions.ts';
import type { Actor } from '../accounts/roles.ts';
import { record } from '../audit/trail.ts';
import type { Database } from '../database/types.ts';
import type { CandidateCase } from '../questions/candidate-cases.ts';
import type { Rulesets } from '../rulesets/rulesets.ts';
import { type Operations, operationsSchema } from '../rulesets/types.ts';
import { AppError } from '../web/errors.ts';
import { NotFoundError } from '../web/input.ts';
import { faultLacks, lacksOf } from './completeness.ts';
import { draftName, effectDate, isAuthor, type RuleDraft } from './draft.ts';
import type { EffectOf } from './effect.ts';
import { DraftRefusal, type Why } from './refusal.ts';
import { ruleDraftRepository } from './repository.ts';
import type { Evaluation, RuleDrafts } from './rule-drafts.ts';
import { draftStateLabels } from './states.ts';
import { type NamedTransition, recheck, type Transition, type TransitionId, transitionOf } from './transitions.ts';

type Trx = Transaction<Database>;

export interface ProcessParts {
  db: Kysely<Database>;
  rulesets: Rulesets;
  drafts: Pick<RuleDrafts<CandidateCase>, 'evaluate'>;
  effectOf: EffectOf;
  /** Today's date (ISO). */
  today: () => string;
  /** What else a change brings with it when it is published or withdrawn, in the same transaction. */
  afterEnd: (trx: Trx, draft: RuleDraft, account: string | null) => Promise<void>;
}

/** What a person sends with a step. */
export interface StepInput {
  /** The revision of the draft, and the version of the rules, that the person saw. */
  revision: number;
  base: number;
  /** The reason, or what was checked. */
  reason: string;
  /** The operation (from 0) that the reason concerns. */
  operation: number | null;
}

/** A change held against the newest rules: what it comes to, and the areas where it alters anything. */
interface Held {
  evaluation: Evaluation;
  touched: readonly string[];
}

/** The one way in which a change's state moves: a declared step, by somebody who may, when everything it demands holds. */
export function createProcess({ db, rulesets, drafts, effectOf, today, afterEnd }: ProcessParts) {
  /** @throws DraftRefusal, which has been written in the trail; nothing else has, but where the rules have got a new version: see `recheck`. */
  async function take(actor: Actor, id: number, step: TransitionId, input: StepInput): Promise<RuleDraft> {
    const draft = await ruleDraftRepository(db).find(id);
    if (draft === undefined) throw new NotFoundError('Ändringen finns inte. Gå till listan över ändringar.');
    try {
      return await attempt(actor, draft, transitionOf(step), input);
    } catch (error) {
      if (error instanceof DraftRefusal) await recordRefusal(id, step, error.why);
      throw error;
    }
  }

  async function recordRefusal(id: number, step: TransitionId, why: Why): Promise<void> {
    const after = { step, why };
    const object = { type: 'rule_draft', id: draftName({ id }) };
    await db.transaction().execute((trx) => record(trx, { action: 'rule_draft.step-refused', object, district: null, after }));
  }

  async function attempt(actor: Actor, seen: RuleDraft, step: NamedTransition, input: StepInput): Promise<RuleDraft> {
    checkWho(actor, seen, step);
    await rulesets.refresh();
    // Reads the rules before anything is held: the embedded database has one connection.
    const evaluation = await drafts.evaluate(seen);
    const effect = step.demands.includes('complete') ? await effectOf(evaluation, effectDate(seen, today())) : null;
    if (seen.state === 'checked' && step.id === 'publish' && evaluation.base !== seen.basedOn) return await lookAgain(actor, seen.id);
    try {
      return await db.transaction().execute((trx) => move(trx, actor, step, input, seen, { evaluation, touched: effect?.areas ?? [] }));
    } catch (error) {
      if (!(error instanceof AppError) || error instanceof DraftRefusal) throw error;
      if (error.code !== 'conflict') throw new DraftRefusal(error.code, 'invalid', error.message, { faults: error.faults });
      // Somebody published between the look and the lock.
      await rulesets.refresh();
      if (rulesets.versions().at(-1)?.number !== seen.basedOn) return await lookAgain(actor, seen.id);
      throw new DraftRefusal('conflict', 'missing', error.message);
    } finally {
      if (step.id === 'publish') await rulesets.refresh();
    }
  }

  async function move(trx: Trx, actor: Actor, step: NamedTransition, input: StepInput, seen: RuleDraft, { evaluation, touched }: Held): Promise<RuleDraft> {
    const repository = ruleDraftRepository(trx);
    const before = await repository.find(seen.id, { hold: true });
    if (before === undefined) throw new NotFoundError('Ändringen finns inte. Gå till listan över ändringar.');
    const account = actor.account?.id ?? null;
    // The same press sent twice is one step.
    if (before.state === step.to && before.revision === input.revision + 1) {
      const last = await repository.lastStep(before.id);
      if (last?.step === step.id && last.account === account) return before;
    }
    if (!(step.from as readonly string[]).includes(before.state) || before.revision !== input.revision || before.revision !== seen.revision)
      throw moved(before, step);
    checkDemands(before, step, input, { evaluation, touched });
    const published = step.id === 'publish' ? await publish(trx, before, evaluation.on) : null;
    const after = await repository.move(before, {
      step: step.id,
      to: step.to,
      account,
      basedOn: evaluation.base,
      ...(step.demands.includes('reason') || step.demands.includes('statement') ? { reason: input.reason, operation: input.operation } : {}),
      checker: step.id === 'approve' ? account : step.id === 'publish' ? (before.checker?.id ?? null) : null,
      version: published,
    });
    if (after.state === 'published' || after.state === 'withdrawn') await afterEnd(trx, after, account);
    await record(trx, {
      action: `rule_draft.${step.id}`,
      object: { type: 'rule_draft', id: draftName(before) },
      district: null,
      before: { state: before.state },
      after: { state: after.state, basedOn: after.basedOn, ...(published === null ? {} : { version: published }) },
    });
    return after;
  }

  /** The author and the checker stand behind it, whoever of them or of the other lawyers presses. */
  async function publish(trx: Trx, { operations, what, why, areas, appliesFrom, basedOn, author, checker }: RuleDraft, on: number): Promise<number> {
    const { number } = await rulesets.publish(trx, {
      seen: basedOn,
      on,
      operations: plain(operations),
      note: { what, why, areas: [...areas] },
      appliesFrom: appliesFrom ?? '',
      publishedBy: author?.id ?? null,
      checkedBy: checker?.id ?? null,
    });
    return number;
  }

  /** The rules have got a new version since the change was checked: it waits for a new check, and nothing is published. */
  async function lookAgain(actor: Actor, id: number): Promise<never> {
    const base = rulesets.versions().at(-1)?.number ?? 0;
    await db.transaction().execute(async (trx) => {
      const repository = ruleDraftRepository(trx);
      const before = await repository.find(id, { hold: true });
      if (before?.state !== recheck.from || before.basedOn === base) return;
      await repository.move(before, { step: recheck.id, to: recheck.to, account: actor.account?.id ?? null, basedOn: base });
      await record(trx, {
        action: 'rule_draft.recheck',
        object: { type: 'rule_draft', id: draftName({ id }) },
        district: null,
        before: { state: before.state, basedOn: before.basedOn },
        after: { state: recheck.to, basedOn: base },
      });
    });
    throw new DraftRefusal(
      'conflict',
      'new_version',
      `Regelverket har fått version ${base} sedan ändringen kontrollerades. Inget är publicerat. Ändringen har prövats mot den nya versionen och väntar på en ny kontroll.`,
    );
  }

  function checkDemands(draft: RuleDraft, { demands }: Transition, input: StepInput, { evaluation, touched }: Held): void {
    if (demands.includes('reason') && input.reason === '') throw invalid('Skriv ett skäl.');
    if (demands.includes('statement') && input.reason === '') throw invalid('Skriv vad du har kontrollerat.');
    if (demands.includes('same_base') && evaluation.base !== input.base)
      throw new DraftRefusal(
        'conflict',
        'new_version',
        `Regelverket har fått version ${evaluation.base} sedan du öppnade sidan. Se på effekten igen, och ta steget på nytt.`,
      );
    const newest = rulesets.versions().at(-1);
    const lacks = [
      ...(demands.includes('complete') ? lacksOf(draft, { today: today(), newest, touched }) : []),
      ...(demands.includes('no_faults') ? faultLacks(draft, evaluation) : []),
    ];
    if (lacks.length > 0)
      throw new DraftRefusal(
        'conflict',
        'missing',
        draft.state === 'draft' || draft.state === 'returned' ? 'Ändringen är inte färdig. Gör först det som saknas.' : stale,
        { lacks },
      );
  }

  return { take };
}
export type Process = ReturnType<typeof createProcess>;

const stale = 'Ändringen går inte att använda som den är nu. Den som skrev den kan ta tillbaka den och rätta.';
/** As they are stored: a field that says nothing is left out. */
const plain = (operations: RuleDraft['operations']): Operations => operationsSchema.parse(JSON.parse(JSON.stringify(operations)));
const invalid = (message: string): DraftRefusal =>
  new DraftRefusal('invalid', 'invalid', 'Något behöver rättas. Inget har ändrats.', { faults: [{ field: 'skal', message }] });

/** Why it is not this actor's step; null where it is. */
export function notTheirs(actor: Actor, draft: RuleDraft, { action, who, label, demands }: Transition): DraftRefusal | null {
  if (demands.includes('account') && actor.account === null)
    return new DraftRefusal(
      'forbidden',
      'no_account',
      'För att kontrollera och publicera regler behövs konton, så att det syns vem som har skrivit ändringen och vem som har kontrollerat den.',
    );
  if (!may(actor, action, null)) return new DraftRefusal('forbidden', 'not_allowed', `Din roll får inte ta steget ”${label}”. Inget har ändrats.`);
  const own = isAuthor(actor, draft);
  if (who === 'author' && !own)
    return new DraftRefusal('forbidden', 'not_own', `Bara den som skriver ändringen kan ta steget ”${label}”. Du kan göra en kopia och arbeta vidare med den.`);
  if (who === 'another' && own)
    return new DraftRefusal('forbidden', 'own', 'Du har skrivit ändringen. Någon annan än den som skrev måste kontrollera den. Inget har ändrats.');
  return null;
}

function checkWho(actor: Actor, draft: RuleDraft, step: Transition): void {
  const refusal = notTheirs(actor, draft, step);
  if (refusal !== null) throw refusal;
}

/** Somebody was there first, or the step does not start here. */
const moved = (draft: RuleDraft, { label }: Transition): DraftRefusal =>
  new DraftRefusal(
    'conflict',
    'wrong_state',
    `Steget ”${label}” togs inte. ${draftName(draft)} har nu läget ”${draftStateLabels[draft.state]}”, eller så har den ändrats sedan du öppnade sidan. Se vad som gäller nu, och ta steget på nytt.`,
  );
