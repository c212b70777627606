import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../database/types.ts';
import type { VersionKey } from './answers.ts';
import { riskKey } from './risk-items.ts';

/** Since when a risk has been in the proposal without a break, and with which version its line last changed. */
export interface FlagAge {
  sinceVersion: number;
  since: Date;
  changedVersion: number;
  changed: Date;
}

const rowSchema = z.object({ number: z.int(), at: z.coerce.date(), insats: z.string(), group: z.string(), rules: z.array(z.string()), content: z.string() });

/**
 * The ages of every risk of a version, by `riskKey`: one question to the database, which reads the stored versions so that nobody else has to.
 * A line's villkor are left out, since one that most lines share moves between line and whole when others change; what people have changed
 * of them stands in the line beside them.
 */
export async function flagAges(db: Db, { id, version }: VersionKey): Promise<ReadonlyMap<string, FlagAge>> {
  const { rows } = await sql`
    select version.number, version.created_at as at, line ->> 'insats' as insats, line ->> 'targetGroup' as group,
      array(select flag ->> 'rule' from jsonb_array_elements(line -> 'flags') flag) as rules, md5((line - 'conditions' - 'exempt')::text) as content
    from proposal_version version, jsonb_array_elements((version.document -> 'lines')::jsonb) line
    where version.proposal_id = ${id} and version.number <= ${version}
    order by version.number`.execute(db);
  const ages = new Map<string, FlagAge & { content: string; seenIn: number }>();
  for (const { number, at, insats, group, rules, content } of z.array(rowSchema).parse(rows)) {
    for (const rule of rules) {
      const key = riskKey(insats, group, rule);
      const last = ages.get(key);
      // A risk that was gone in between is a new one.
      const before = last !== undefined && last.seenIn >= number - 1 ? last : undefined;
      const from = before === undefined || before.content !== content ? { changedVersion: number, changed: at } : before;
      ages.set(key, {
        sinceVersion: before?.sinceVersion ?? number,
        since: before?.since ?? at,
        changedVersion: from.changedVersion,
        changed: from.changed,
        ...{ content, seenIn: number },
      });
    }
  }
  return ages;
}

/** The ages of how many versions are kept in memory. */
const keptAges = 8;

/**
 * `flagAges` for the pages: a stored version never changes, and reading every version of a district's proposal takes longer than all else that
 * its page does.
 */
export function createFlagAges(db: Db): (version: VersionKey & { createdAt: Date }) => Promise<ReadonlyMap<string, FlagAge>> {
  const kept = new Map<string, ReadonlyMap<string, FlagAge>>();
  return async (version) => {
    // The time too: where example data have been removed and loaded again, the same number is another version.
    const key = `${version.id} ${version.version} ${version.createdAt.getTime()}`;
    const ages = kept.get(key) ?? (await flagAges(db, version));
    kept.delete(key);
    kept.set(key, ages);
    const [oldest] = kept.keys();
    if (kept.size > keptAges && oldest !== undefined) kept.delete(oldest);
    return ages;
  };
}
