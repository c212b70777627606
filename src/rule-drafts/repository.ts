import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { record, textPrint } from '../audit/trail.ts';
import { toJson } from '../database/json.ts';
import type { Database, Db } from '../database/types.ts';
import type { Operation } from '../rule-changes/operations.ts';
import { type DraftNote, draftName, type RuleDraft, storedOperations } from './draft.ts';
import { type DraftState, draftStates, isOpen } from './states.ts';

/** Any number will do, as long as nothing else locks it: drafts are numbered one after the other. */
const draftLock = 7_203_117;
const areasSchema = z.array(z.string()).catch([]);
const stateSchema = z.enum(draftStates);

export interface NewDraft extends Partial<DraftNote> {
  /** A uuid of the form: a press that is sent twice makes one draft. */
  key?: string;
  title: string;
  /** Account id; null is the one at a machine without accounts. */
  author: string | null;
  /** The newest version of the rules. */
  basedOn: number;
  operations?: readonly Operation[];
  rule?: string | null;
  case?: string | null;
  copiedFrom?: number | null;
}

/** Something that happened to a draft. */
export interface DraftStep {
  step: string;
  from: DraftState | null;
  to: DraftState;
  by: string | null;
  reason: string;
  /** The operation (from 0) that the reason concerns. */
  operation: number | null;
  basedOn: number;
  at: Date;
}

/** Somebody was there first, or the draft is no longer written: what it is now. Nothing has been saved. */
export type Saved = { saved: RuleDraft } | { conflict: RuleDraft };

/** What a step changes beside the state. */
export interface StepChange {
  step: string;
  to: DraftState;
  account: string | null;
  reason?: string;
  operation?: number | null;
  basedOn: number;
  checker?: string | null;
  version?: number | null;
}

type Row = Selectable<Database['rule_draft']> & { author_name: string | null; checker_name: string | null };

const read = (row: Row): RuleDraft => ({
  id: row.id,
  title: row.title,
  what: row.what,
  why: row.why,
  areas: areasSchema.parse(row.areas),
  appliesFrom: row.applies_from,
  ...storedOperations(row.operations),
  basedOn: row.based_on,
  state: stateSchema.parse(row.state),
  revision: row.revision,
  author: row.author_id === null ? null : { id: row.author_id, name: row.author_name ?? '' },
  checker: row.checker_id === null ? null : { id: row.checker_id, name: row.checker_name ?? '' },
  version: row.version,
  rule: row.rule,
  case: row.case_id,
  copiedFrom: row.copied_from,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

const object = (id: number) => ({ type: 'rule_draft', id: draftName({ id }) });

/** Reads and writes changes of the rules; whoever changes something runs it in a transaction. Each change writes its row in the trail. */
export function ruleDraftRepository(db: Db) {
  const all = () =>
    db
      .selectFrom('rule_draft')
      .leftJoin('account as author', 'author.id', 'rule_draft.author_id')
      .leftJoin('account as checker', 'checker.id', 'rule_draft.checker_id')
      .selectAll('rule_draft')
      .select(['author.name as author_name', 'checker.name as checker_name']);

  async function find(id: number, { hold = false } = {}): Promise<RuleDraft | undefined> {
    // The lock is a query of its own: it cannot be taken on the joined accounts.
    if (hold) await db.selectFrom('rule_draft').select('id').where('id', '=', id).forUpdate().execute();
    const row = await all().where('rule_draft.id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : read(row);
  }

  async function existing(id: number): Promise<RuleDraft> {
    const draft = await find(id);
    if (draft === undefined) throw new Error(`there is no draft ${id}`);
    return draft;
  }

  /** The draft where it may be written as of a revision; a press that is sent twice finds what it has already saved. */
  async function toWrite(id: number, revision: number, isSaved: (now: RuleDraft) => boolean): Promise<Saved | { before: RuleDraft }> {
    const before = await find(id, { hold: true });
    if (before === undefined) throw new Error(`there is no draft ${id}`);
    if (isOpen(before.state) && before.revision === revision) return { before };
    return before.revision === revision + 1 && isSaved(before) ? { saved: before } : { conflict: before };
  }

  return {
    find,

    /** The newest change first. */
    async list(states: readonly DraftState[] = draftStates): Promise<RuleDraft[]> {
      const rows = await all().where('state', 'in', states).orderBy('rule_draft.updated_at', 'desc').orderBy('rule_draft.id', 'desc').execute();
      return rows.map(read);
    },

    async create({ key, author, basedOn, operations = [], rule = null, copiedFrom = null, ...draft }: NewDraft): Promise<RuleDraft> {
      await sql`select pg_advisory_xact_lock(${sql.lit(draftLock)})`.execute(db);
      const same = key === undefined ? undefined : await db.selectFrom('rule_draft').select('id').where('form_key', '=', key).executeTakeFirst();
      if (same !== undefined) return existing(same.id);
      const { id } = await db
        .insertInto('rule_draft')
        .values((eb) => ({
          id: eb.selectFrom('rule_draft').select(({ fn }) => sql<number>`coalesce(${fn.max('id')}, 0) + 1`.as('next')),
          ...(key === undefined ? {} : { form_key: key }),
          title: draft.title,
          what: draft.what ?? '',
          why: draft.why ?? '',
          areas: toJson(draft.areas ?? []),
          applies_from: draft.appliesFrom ?? null,
          operations: toJson(operations),
          based_on: basedOn,
          author_id: author,
          rule,
          case_id: draft.case ?? null,
          copied_from: copiedFrom,
        }))
        .returning('id')
        .executeTakeFirstOrThrow();
      await db
        .insertInto('rule_draft_step')
        .values({ draft_id: id, step: 'create', from_state: null, to_state: 'draft', account_id: author, based_on: basedOn })
        .execute();
      await record(db, {
        action: 'rule_draft.create',
        object: object(id),
        district: null,
        after: { title: textPrint(draft.title), basedOn, rule, copiedFrom: copiedFrom === null ? null : draftName({ id: copiedFrom }) },
      });
      return existing(id);
    },

    /** Saves the whole list of operations over the revision that the person saw. They need not be right yet: `evaluate` says what is wrong. */
    async saveOperations(id: number, revision: number, operations: readonly Operation[]): Promise<Saved> {
      const text = JSON.stringify(operations);
      const to = await toWrite(id, revision, (now) => JSON.stringify(now.operations) === text);
      if (!('before' in to)) return to;
      await db
        .updateTable('rule_draft')
        .set({ operations: toJson(operations), revision: revision + 1, updated_at: new Date() })
        .where('id', '=', id)
        .execute();
      await record(db, {
        action: 'rule_draft.operations',
        object: object(id),
        district: null,
        before: { operations: to.before.operations.length, print: textPrint(JSON.stringify(to.before.operations)) },
        after: { operations: operations.length, print: textPrint(text) },
      });
      return { saved: await existing(id) };
    },

    /** Saves what is said of the change over the revision that the person saw. */
    async saveNote(id: number, revision: number, note: DraftNote): Promise<Saved> {
      const same = (now: DraftNote) => JSON.stringify(trailOf(now)) === JSON.stringify(trailOf(note));
      const to = await toWrite(id, revision, same);
      if (!('before' in to)) return to;
      await db
        .updateTable('rule_draft')
        .set({ title: note.title, what: note.what, why: note.why, areas: toJson(note.areas), applies_from: note.appliesFrom })
        .set({ revision: revision + 1, updated_at: new Date() })
        .where('id', '=', id)
        .execute();
      await record(db, { action: 'rule_draft.note', object: object(id), district: null, before: trailOf(to.before), after: trailOf(note) });
      return { saved: await existing(id) };
    },

    /** Everything that has happened to it, in order. */
    async steps(id: number): Promise<DraftStep[]> {
      const rows = await db
        .selectFrom('rule_draft_step as step')
        .leftJoin('account', 'account.id', 'step.account_id')
        .selectAll('step')
        .select('account.name')
        .where('draft_id', '=', id)
        .orderBy('step.id')
        .execute();
      return rows.map((row) => ({
        step: row.step,
        from: row.from_state === null ? null : stateSchema.parse(row.from_state),
        to: stateSchema.parse(row.to_state),
        by: row.name,
        reason: row.reason,
        operation: row.operation,
        basedOn: row.based_on,
        at: row.at,
      }));
    },

    /** What happened last, and who did it. */
    async lastStep(id: number): Promise<{ step: string; account: string | null } | undefined> {
      const row = await db
        .selectFrom('rule_draft_step')
        .select(['step', 'account_id as account'])
        .where('draft_id', '=', id)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row;
    },

    /** Moves a draft that the transaction holds; the database refuses what is not allowed. The caller writes the row in the trail. */
    async move(
      before: RuleDraft,
      { step, to, account, reason = '', operation = null, basedOn, checker = null, version = null }: StepChange,
    ): Promise<RuleDraft> {
      await db
        .updateTable('rule_draft')
        .set({ state: to, based_on: basedOn, checker_id: checker, version, revision: before.revision + 1, updated_at: new Date() })
        .where('id', '=', before.id)
        .where('revision', '=', before.revision)
        .execute();
      await db
        .insertInto('rule_draft_step')
        .values({ draft_id: before.id, step, from_state: before.state, to_state: to, account_id: account, reason, operation, based_on: basedOn })
        .execute();
      return existing(before.id);
    },
  };
}

/** What is said of a change as the trail holds it: no words. */
const trailOf = ({ title, what, why, areas, appliesFrom }: DraftNote) => ({
  title: textPrint(title),
  what: textPrint(what),
  why: textPrint(why),
  areas: textPrint(areas.toSorted().join(' ')),
  appliesFrom,
});
