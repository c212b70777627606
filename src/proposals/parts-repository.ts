import { currentContext } from '../audit/context.ts';
import { toJson } from '../database/json.ts';
import type { Db } from '../database/types.ts';
import { type DocumentPart, documentPartSchema, type Outline, outlineSchema } from '../drafts/outline.ts';
import { type Scenario, scenarioSchema } from '../economy/scenario.ts';

/** Something of the working copy as it is stored. */
export interface Stored<T> {
  value: T;
  revision: number;
  updatedAt: Date;
  /** The name of the one who saved; null at a machine without accounts. */
  savedBy: string | null;
}

const saved = ({ revision, updated_at, saved_name }: { revision: number; updated_at: Date; saved_name: string | null }) => ({
  revision,
  updatedAt: updated_at,
  savedBy: saved_name,
});

/** Reads and writes what people have written beside the lines: texts, headings and scenarios. Takes the database or a transaction. */
export function partsRepository(db: Db) {
  return {
    /** Every text that has been saved, empty ones among them. */
    async texts(proposal: string): Promise<Map<DocumentPart, Stored<string>>> {
      const rows = await db
        .selectFrom('working_text')
        .leftJoin('account', 'account.id', 'working_text.saved_by')
        .selectAll('working_text')
        .select('account.name as saved_name')
        .where('proposal_id', '=', proposal)
        .execute();
      return new Map(rows.map((row) => [documentPartSchema.parse(row.part), { value: row.body, ...saved(row) }]));
    },

    /** Writes a text that nobody has saved since `revision` (0 where there was none); says false, and writes nothing, where somebody has. */
    async writeText(proposal: string, part: DocumentPart, body: string, revision: number): Promise<boolean> {
      const values = { body, updated_at: new Date(), saved_by: currentContext().account };
      const written =
        revision === 0
          ? await db
              .insertInto('working_text')
              .values({ proposal_id: proposal, part, revision: 1, ...values })
              .onConflict((conflict) => conflict.columns(['proposal_id', 'part']).doNothing())
              .returning('revision')
              .executeTakeFirst()
          : await db
              .updateTable('working_text')
              .set({ ...values, revision: revision + 1 })
              .where('proposal_id', '=', proposal)
              .where('part', '=', part)
              .where('revision', '=', revision)
              .returning('revision')
              .executeTakeFirst();
      return written !== undefined;
    },

    async outline(proposal: string): Promise<Stored<Outline> | undefined> {
      const row = await db
        .selectFrom('working_outline')
        .leftJoin('account', 'account.id', 'working_outline.saved_by')
        .selectAll('working_outline')
        .select('account.name as saved_name')
        .where('proposal_id', '=', proposal)
        .executeTakeFirst();
      return row === undefined ? undefined : { value: outlineSchema.parse(row.outline), ...saved(row) };
    },

    /** As `writeText`. */
    async writeOutline(proposal: string, outline: Outline, revision: number): Promise<boolean> {
      const values = { outline: toJson(outline), updated_at: new Date(), saved_by: currentContext().account };
      const written =
        revision === 0
          ? await db
              .insertInto('working_outline')
              .values({ proposal_id: proposal, revision: 1, ...values })
              .onConflict((conflict) => conflict.column('proposal_id').doNothing())
              .returning('revision')
              .executeTakeFirst()
          : await db
              .updateTable('working_outline')
              .set({ ...values, revision: revision + 1 })
              .where('proposal_id', '=', proposal)
              .where('revision', '=', revision)
              .returning('revision')
              .executeTakeFirst();
      return written !== undefined;
    },

    /** The scenarios in the order of their names. */
    async scenarios(proposal: string): Promise<Stored<Scenario>[]> {
      const rows = await db
        .selectFrom('economy_scenario')
        .leftJoin('account', 'account.id', 'economy_scenario.saved_by')
        .selectAll('economy_scenario')
        .select('account.name as saved_name')
        .where('proposal_id', '=', proposal)
        .execute();
      const stored = rows.map((row) => ({ value: scenarioSchema.parse(row.scenario), ...saved(row) }));
      return stored.sort((a, b) => a.value.name.localeCompare(b.value.name, 'sv') || (a.value.id < b.value.id ? -1 : 1));
    },

    /** As `writeText`. */
    async writeScenario(proposal: string, scenario: Scenario, revision: number): Promise<boolean> {
      const values = { scenario: toJson(scenario), updated_at: new Date(), saved_by: currentContext().account };
      const written =
        revision === 0
          ? await db
              .insertInto('economy_scenario')
              .values({ proposal_id: proposal, id: scenario.id, revision: 1, ...values })
              .onConflict((conflict) => conflict.columns(['proposal_id', 'id']).doNothing())
              .returning('revision')
              .executeTakeFirst()
          : await db
              .updateTable('economy_scenario')
              .set({ ...values, revision: revision + 1 })
              .where('proposal_id', '=', proposal)
              .where('id', '=', scenario.id)
              .where('revision', '=', revision)
              .returning('revision')
              .executeTakeFirst();
      return written !== undefined;
    },

    /** Removes a scenario that nobody has saved since `revision`; says false where somebody has. */
    async removeScenario(proposal: string, id: string, revision: number): Promise<boolean> {
      const { numDeletedRows } = await db
        .deleteFrom('economy_scenario')
        .where('proposal_id', '=', proposal)
        .where('id', '=', id)
        .where('revision', '=', revision)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    },
  };
}
export type PartsRepository = ReturnType<typeof partsRepository>;
