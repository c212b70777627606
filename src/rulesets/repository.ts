import { sql } from 'kysely';
import { z } from 'zod';
import { toJson } from '../database/json.ts';
import type { Db } from '../database/types.ts';
import { noteSchema, type Operations, type RulesAndCases, type RulesetNote, type VersionHead, type VersionKind } from './types.ts';

/** Any number will do, as long as nothing else locks it: versions come one after the other, from whichever server. */
const versionLock = 7_203_116;
/** What somebody has damaged in the database is told of where the rules are read; it must not stop a start. */
const changesSchema = z.array(z.int().min(1)).catch([]);
const storedNote = noteSchema.nullable().catch(null);

export interface NewVersion {
  number: number;
  kind: VersionKind;
  base: string;
  rules: RulesAndCases;
  appliesFrom: string;
  changes: readonly number[];
  operations?: Operations;
  note?: RulesetNote;
  publishedBy?: string;
  checkedBy?: string;
}

/** A version as it is stored; what it holds has not been checked. */
export interface StoredRules {
  content: unknown;
  cases: unknown;
  operations: unknown;
}

/** Reads and writes the versions of the rules; takes the database or a transaction. */
export function rulesetRepository(db: Db) {
  return {
    /** Keeps other writers of versions out until the transaction ends. */
    async lock(): Promise<void> {
      await sql`select pg_advisory_xact_lock(${sql.lit(versionLock)})`.execute(db);
    },

    /** The newest version's number; 0 where there is none. */
    async newest(): Promise<number> {
      const row = await db
        .selectFrom('ruleset_version')
        .select(({ fn }) => fn.max('number').as('number'))
        .executeTakeFirst();
      return row?.number ?? 0;
    },

    /** Every version after a number, in order, without the rules. */
    async heads(after = 0): Promise<VersionHead[]> {
      const rows = await db
        .selectFrom('ruleset_version')
        .select(['number', 'kind', 'hash', 'base_hash', 'applies_from', 'changes', 'note', 'published_by', 'checked_by', 'created_at'])
        .where('number', '>', after)
        .orderBy('number')
        .execute();
      return rows.map((row) => ({
        number: row.number,
        kind: row.kind,
        hash: row.hash,
        base: row.base_hash,
        appliesFrom: row.applies_from,
        changes: changesSchema.parse(row.changes),
        note: storedNote.parse(row.note),
        publishedBy: row.published_by,
        checkedBy: row.checked_by,
        createdAt: row.created_at,
      }));
    },

    async rules(number: number): Promise<StoredRules | undefined> {
      return db.selectFrom('ruleset_version').select(['content', 'cases', 'operations']).where('number', '=', number).executeTakeFirst();
    },

    /** Adds a version; call it inside a transaction that holds `lock`. The database refuses a gap. */
    async add({ number, kind, base, rules, appliesFrom, changes, operations = [], note, publishedBy, checkedBy }: NewVersion): Promise<void> {
      const { hash, ...content } = rules.ruleset;
      await db
        .insertInto('ruleset_version')
        .values({
          number,
          kind,
          hash,
          base_hash: base,
          content: toJson(content),
          cases: toJson(rules.cases),
          applies_from: appliesFrom,
          operations: toJson(operations),
          changes: toJson(changes),
          note: note === undefined ? null : toJson(note),
          published_by: publishedBy ?? null,
          checked_by: checkedBy ?? null,
        })
        .execute();
    },
  };
}
