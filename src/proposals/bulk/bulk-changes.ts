import type { Kysely } from 'kysely';
import { record } from '../../audit/trail.ts';
import type { Database, Db } from '../../database/types.ts';
import { lineKey, sameShaping } from '../../drafts/shaping.ts';
import { proposalRepository } from '../repository.ts';
import { shapingRepository, type WorkingLine } from '../shaping-repository.ts';
import type { BulkChange } from './change.ts';
import type { LinePlan } from './plan.ts';
import { type BulkHead, bulkRepository, type ChangedLine, type LineWrite } from './repository.ts';

/** Refused where somebody has saved a line meanwhile; nothing is written then. The lines are told by key. */
export type BulkOutcome = { done: true } | { done: false; changedSince: string[] };

const linesOf = async (db: Db, proposal: string): Promise<ReadonlyMap<string, WorkingLine>> =>
  new Map((await shapingRepository(db).all(proposal)).map((line) => [lineKey(line.insats, line.targetGroup), line]));

/** Changes of many lines: written all or none, and taken back whole. */
export function createBulkChanges(db: Kysely<Database>) {
  return {
    list: (proposal: string): Promise<BulkHead[]> => bulkRepository(db).list(proposal),
    find: (proposal: string, id: string) => bulkRepository(db).find(proposal, id),

    /** Writes a plan. The same id twice is one change. `plans` are the lines that change. */
    apply(proposal: string, id: string, change: BulkChange, plans: readonly LinePlan[]): Promise<BulkOutcome> {
      return db.transaction().execute(async (trx): Promise<BulkOutcome> => {
        const district = await proposalRepository(trx).lock(proposal);
        const bulk = bulkRepository(trx);
        if ((await bulk.find(proposal, id)) !== undefined) return { done: true };
        const stored = await linesOf(trx, proposal);
        const moved = plans.filter(({ key, revision }) => (stored.get(key)?.revision ?? 0) !== revision);
        if (moved.length > 0) return { done: false, changedSince: moved.map(({ key }) => key) };
        const lines = plans.map(({ pair, before, after }): ChangedLine => ({ insats: pair.insats.id, targetGroup: pair.group.id, before, after }));
        await bulk.writeLines(
          proposal,
          plans.map(({ pair, after, revision }) => ({ insats: pair.insats.id, targetGroup: pair.group.id, shaping: after, revision: revision + 1 })),
        );
        await bulk.add(proposal, id, change, lines);
        await record(trx, { action: 'lines.change', object: { type: 'bulk_change', id }, district, after: { proposal, lines: lines.length } });
        return { done: true };
      });
    },

    /**
     * Puts every line of a change back as it was, where each stands as the change left it. Undone twice is undone once. The lines keep
     * a row, so that an old page can never be taken for a new one. Undefined where there is no such change.
     */
    undo(proposal: string, id: string): Promise<BulkOutcome | undefined> {
      return db.transaction().execute(async (trx): Promise<BulkOutcome | undefined> => {
        const district = await proposalRepository(trx).lock(proposal);
        const bulk = bulkRepository(trx);
        const made = await bulk.find(proposal, id);
        if (made === undefined) return undefined;
        if (made.undoneAt !== null) return { done: true };
        const stored = await linesOf(trx, proposal);
        const writes: LineWrite[] = [];
        const moved: string[] = [];
        for (const { insats, targetGroup, before, after } of made.lines) {
          const line = stored.get(lineKey(insats, targetGroup));
          if (line !== undefined && sameShaping(line.shaping, after)) writes.push({ insats, targetGroup, shaping: before, revision: line.revision + 1 });
          else moved.push(lineKey(insats, targetGroup));
        }
        if (moved.length > 0) return { done: false, changedSince: moved };
        await bulk.writeLines(proposal, writes);
        await bulk.markUndone(id);
        await record(trx, { action: 'lines.undo', object: { type: 'bulk_change', id }, district, after: { proposal, lines: writes.length } });
        return { done: true };
      });
    },
  };
}
