import { type Kysely, sql, type Transaction } from 'kysely';
import { may } from '../accounts/permissions.ts';
import type { Actor } from '../accounts/roles.ts';
import { record } from '../audit/trail.ts';
import type { Database, Db } from '../database/types.ts';
import type { Lack } from '../proposals/completeness.ts';
import type { Proposals } from '../proposals/proposals.ts';
import { proposalRepository, type StoredVersion } from '../proposals/repository.ts';
import type { WorkingCopies } from '../proposals/working-copy.ts';
import { count, date as inWords } from '../web/format.ts';
import type { InputFault } from '../web/input.ts';
import { barredFrom, barredWords } from './barred.ts';
import { reasonFaults, sameReasons } from './return-reasons.ts';
import { type Decision, isUnderWay, type LineReason, type Step, statusRepository, type VersionStatus } from './status-repository.ts';
import { StepRefusal, type Why } from './step-refusal.ts';
import { type NamedTransition, statusLabels, supersedes, type Transition, type TransitionId, transitions } from './transitions.ts';

/** What the answers to a version leave open. They ask the database or the transaction that they are given. */
export interface OpenItems {
  /** Risks that no manager has answered, and those where a change is asked for. */
  risks(db: Db, version: StoredVersion): Promise<number>;
  /** What no lawyer has checked, and what was not found right. */
  legal(db: Db, version: StoredVersion): Promise<number>;
  /** How many things a lawyer checks in all. */
  toCheck(db: Db, version: StoredVersion): Promise<number>;
  /** What is asked to be changed, by line, in the review that the step ends: a return says it at those lines. */
  asked(db: Db, version: StoredVersion, transition: TransitionId): Promise<readonly LineReason[]>;
  /** Where each is answered. */
  href: Readonly<Record<'risks' | 'legal', (version: Pick<StoredVersion, 'id' | 'version'>) => string>>;
}

export interface WorkflowParts {
  db: Kysely<Database>;
  proposals: Pick<Proposals, 'find'>;
  workingCopies: Pick<WorkingCopies, 'lacks'>;
  open: OpenItems;
  /** Today's date (ISO). */
  today: () => string;
  /** What else a step brings with it, in the same transaction. */
  afterStep?: (trx: Transaction<Database>, step: TakenStep) => Promise<void>;
}

export interface StepRequest {
  proposal: string;
  number: number;
  transition: TransitionId;
}

/** What a person sends with a step. */
export interface StepInput {
  /** The revision of the status that the person saw. */
  revision: number;
  reason: string;
  lines: readonly LineReason[];
  /** Whether it is said that the reason concerns the whole proposal and no line. */
  whole: boolean;
  decision: Decision;
}

export interface TakenStep {
  version: Pick<StoredVersion, 'id' | 'version' | 'district'>;
  transition: TransitionId;
  actor: string;
  before: VersionStatus;
  after: VersionStatus;
}

/** Any number will do, as long as nothing else locks it: two decisions of one district and legal basis come one after the other. */
const adoptionLock = 7_203_115;
export const transitionOf = (id: TransitionId): NamedTransition => transitions.find((one) => one.id === id) ?? transitions[0];
const dayOf = (at: Date): string => at.toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });

/** The one way in which a version's status changes: a declared step, by somebody who may, when everything it demands holds. */
export function createWorkflow({ db, proposals, workingCopies, open, today, afterStep }: WorkflowParts) {
  /** @throws StepRefusal, which has been written in the trail; nothing else has. */
  async function take(actor: Actor, request: StepRequest, input: StepInput): Promise<VersionStatus> {
    const version = await proposals.find(request.proposal, request.number);
    if (version === undefined)
      throw new StepRefusal('not_found', 'no_version', 'Det finns inget sådant förslag eller ingen sådan version. Gå till listan över förslag.');
    try {
      return await attempt(actor, version, transitionOf(request.transition), input);
    } catch (error) {
      if (error instanceof StepRefusal) await recordRefusal(version, request.transition, error.why);
      throw error;
    }
  }

  async function recordRefusal({ id, district, version }: StoredVersion, step: TransitionId, why: Why): Promise<void> {
    const after = { step, version, why };
    await db.transaction().execute((trx) => record(trx, { action: 'version.step-refused', object: { type: 'proposal', id }, district, after }));
  }

  async function attempt(actor: Actor, version: StoredVersion, step: NamedTransition, input: StepInput): Promise<VersionStatus> {
    const account = actor.account?.id;
    if (account === undefined)
      throw new StepRefusal('forbidden', 'no_account', 'För att granska och besluta behövs konton, så att det syns vem som har gjort vad. Logga in först.');
    if (!may(actor, step.action, version.district))
      throw new StepRefusal('forbidden', 'not_allowed', `Din roll får inte ta steget ”${step.label}” i den här stadsdelen. Inget har ändrats.`);
    // Reads the working copy, which takes a while, before anything is held; a stored version never changes.
    const newest = await proposals.find(version.id);
    const lacks = step.demands.includes('complete') && newest?.version === version.version ? await workingCopies.lacks(version) : [];

    return db.transaction().execute(async (trx) => {
      await proposalRepository(trx).lock(version.id);
      const statuses = statusRepository(trx);
      const before = await statuses.of(version.id, version.version, { hold: true });
      const given = step.demands.includes('reason') ? { reason: input.reason, lines: [...input.lines] } : { reason: '', lines: [] };
      if (await isSameAgain(trx, before, step, account, { ...input, ...given })) return before;
      checkPlace(before, step, input.revision);
      await checkDemands(trx, { version, step, transition: step.id, account, input, lacks });
      const after: VersionStatus = {
        ...before,
        status: step.to,
        revision: before.revision + 1,
        ...(step.to === 'submitted' ? { submittedBy: account } : {}),
        ...(step.to === 'manager_approved' ? { toCheck: await open.toCheck(trx, version) } : {}),
        ...(step.to === 'adopted' ? { decision: input.decision, contentHash: version.contentHash } : {}),
      };
      const replaced = step.to === 'adopted' ? await supersede(trx, version, account, input.decision) : [];
      if (!(await statuses.write(after))) throw moved(await statuses.of(version.id, version.version), step);
      await statuses.addStep(version.id, { number: version.version, from: before.status, to: step.to, account, ...given });
      await afterStep?.(trx, { version, transition: step.id, actor: account, before, after });
      for (const { proposal, number } of replaced)
        await record(trx, {
          action: 'version.supersede',
          object: { type: 'proposal', id: proposal },
          district: version.district,
          before: { version: number, status: supersedes.from },
          after: { version: number, status: supersedes.to, by: version.id, byVersion: version.version },
        });
      await record(trx, {
        action: `version.${step.id}`,
        object: { type: 'proposal', id: version.id },
        district: version.district,
        before: { version: version.version, status: before.status },
        after: {
          version: version.version,
          status: after.status,
          contentHash: version.contentHash,
          ...(step.demands.includes('reason') ? { lines: given.lines.length } : {}),
          ...(after.decision === null ? {} : { decision: after.decision.number, decided: after.decision.date }),
        },
      });
      return after;
    });
  }

  /** The same press sent twice is one step; with other words or another decision it is not the same, and must not be said to be saved. */
  async function isSameAgain(trx: Db, before: VersionStatus, step: Transition, account: string, { revision, decision, ...given }: StepInput): Promise<boolean> {
    if (before.status !== step.to || before.revision !== revision + 1) return false;
    const last = (await statusRepository(trx).steps(before.proposal)).findLast(({ number }) => number === before.number);
    if (last?.account !== account || last.to !== step.to || last.reason !== given.reason || !sameReasons(last.lines, given.lines)) return false;
    return !step.demands.includes('decision') || (before.decision?.number === decision.number && before.decision.date === decision.date);
  }

  interface Asked {
    version: StoredVersion;
    step: Transition;
    transition: TransitionId;
    account: string;
    input: StepInput;
    lacks: readonly Lack[];
  }

  async function checkDemands(trx: Db, { version, step, transition, account, input, lacks }: Asked): Promise<void> {
    const { demands } = step;
    const barred = (await barredFrom(trx, step, version)).get(account);
    if (barred !== undefined) throw new StepRefusal('forbidden', barred, `${barredWords[barred]} Inget har ändrats.`);
    if (demands.includes('complete')) await checkComplete(trx, version, lacks);
    if (demands.includes('at_lines')) {
      const faults = reasonFaults(input, await open.asked(trx, version, transition));
      if (faults.length > 0) throw invalid(faults);
    } else if (demands.includes('reason') && input.reason === '') throw invalid([{ field: 'skal', message: 'Skriv ett skäl.' }]);
    if (demands.includes('risks_answered')) {
      const left = await open.risks(trx, version);
      if (left > 0)
        throw missing(
          `${count(left, 'risk är inte besvarad', 'risker är inte besvarade')}, eller så har du begärt en ändring. Svara, eller återlämna förslaget.`,
          open.href.risks(version),
        );
    }
    if (demands.includes('legally_right')) {
      const left = await open.legal(trx, version);
      if (left > 0)
        throw missing(
          `${count(left, 'sak är inte granskad', 'saker är inte granskade')}, eller har inte svaret ”Rätt”. Granska det som är kvar, eller återlämna förslaget.`,
          open.href.legal(version),
        );
    }
    if (demands.includes('decision')) await checkDecision(trx, version, input.decision);
  }

  async function checkComplete(trx: Db, version: StoredVersion, lacks: readonly Lack[]): Promise<void> {
    const head = await proposalRepository(trx).head(version.id);
    const base = `/forslag/${version.id}`;
    if (head !== undefined && head.version !== version.version)
      throw new StepRefusal('conflict', 'not_newest', `Version ${head.version} är nyare. Lämna in den i stället.`, { lacks: [newerLack(base, head.version)] });
    const other = (await statusRepository(trx).ofAll([version.id])).get(version.id)?.find(({ status }) => isUnderWay(status));
    if (other !== undefined)
      throw new StepRefusal(
        'conflict',
        'under_way',
        `Version ${other.number} är redan inlämnad (${statusLabels[other.status].toLowerCase()}). Den måste återlämnas, återtas eller fastställas innan en ny version lämnas in.`,
        { lacks: [{ text: `Öppna version ${other.number}`, href: `${base}?version=${other.number}` }] },
      );
    if (lacks.length > 0) throw new StepRefusal('conflict', 'missing', 'Förslaget är inte färdigt att lämna in. Gör först det som saknas.', { lacks });
  }

  async function checkDecision(trx: Db, { id, version, district, legalBasis }: StoredVersion, { number, date }: Decision): Promise<void> {
    await sql`select pg_advisory_xact_lock(${sql.lit(adoptionLock)}, hashtext(${`${district} ${legalBasis}`}))`.execute(trx);
    const faults: InputFault[] = [];
    const statuses = statusRepository(trx);
    if (number === '' || number.length > 60) faults.push({ field: 'diarienummer', message: 'Skriv beslutets diarienummer, högst 60 tecken.' });
    const checked = (await statuses.steps(id)).findLast((step) => step.number === version && step.to === 'legally_checked')?.at;
    const standing = (await statuses.adopted(district, legalBasis)).find(({ decision }) => decision !== null && decision.date > date)?.decision;
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) faults.push({ field: 'datum', message: 'Skriv dagen då nämnden beslutade.' });
    else if (date > today()) faults.push({ field: 'datum', message: 'Dagen ligger i framtiden. Registrera beslutet när det är fattat.' });
    else if (checked !== undefined && date < dayOf(checked))
      faults.push({
        field: 'datum',
        message: `Den juridiska granskningen intygades den ${inWords(dayOf(checked))}. Nämnden kan inte ha beslutat om den granskade versionen tidigare.`,
      });
    else if (standing)
      faults.push({ field: 'datum', message: `Ett senare beslut gäller redan: ${standing.number}, den ${inWords(standing.date)}. Kontrollera dagen.` });
    if (faults.length > 0) throw invalid(faults);
  }

  /** What a new decision takes the place of. */
  async function supersede(trx: Db, { id, version, district, legalBasis }: StoredVersion, account: string, decision: Decision): Promise<VersionStatus[]> {
    const statuses = statusRepository(trx);
    const earlier = (await statuses.adopted(district, legalBasis)).filter((one) => one.proposal !== id || one.number !== version);
    for (const one of earlier) {
      await statuses.write({ ...one, status: supersedes.to, revision: one.revision + 1 });
      const step: Omit<Step, 'id' | 'at'> = { number: one.number, from: supersedes.from, to: supersedes.to, account, reason: '', lines: [] };
      await statuses.addStep(one.proposal, { ...step, reason: `Beslut ${decision.number}, ${decision.date}` });
    }
    return earlier;
  }

  return { take };
}
export type Workflow = ReturnType<typeof createWorkflow>;

const newerLack = (base: string, number: number): Lack => ({ text: `Öppna version ${number}`, href: `${base}?version=${number}` });
const invalid = (faults: readonly InputFault[]): StepRefusal => new StepRefusal('invalid', 'invalid', 'Något behöver rättas. Inget har ändrats.', { faults });
const missing = (message: string, href: string): StepRefusal =>
  new StepRefusal('conflict', 'missing', message, { lacks: [{ text: 'Se vad som är kvar', href }] });

function checkPlace(before: VersionStatus, step: Transition, revision: number): void {
  if (!step.from.includes(before.status) || before.revision !== revision) throw moved(before, step);
}

/** Somebody was there first, or the step does not start here. */
const moved = ({ number, status }: VersionStatus, { label }: Transition): StepRefusal =>
  new StepRefusal(
    'conflict',
    'wrong_state',
    `Steget ”${label}” togs inte. Version ${number} har nu status ”${statusLabels[status]}”. Någon annan kan ha hunnit före. Läs in förslaget igen och se vad som gäller.`,
  );
