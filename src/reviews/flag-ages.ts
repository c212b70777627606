import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../database/types.ts';
import type { VersionKey } from './answers.ts';
import { riskKey } from './risk-items.ts';

/** Since when a risk has been in the proposal, and when its line last changed. */
export interface FlagAge {
  sinceVersion: number;
  since: Date;
  changed: Date;
}

const rowSchema = z.object({ number: z.int(), at: z.coerce.date(), insats: z.string(), group: z.string(), rule: z.string(), content: z.string() });

/**
 * The ages of every risk of a version, by `riskKey`: one question to the database, which reads the stored versions so that nobody else has to.
 * A line's villkor are left out, since one that most lines share moves between line and whole when others change; what people have changed
 * of them stands in the line beside them.
 */
export async function flagAges(db: Db, { id, version }: VersionKey): Promise<ReadonlyMap<string, FlagAge>> {
  const { rows } = await sql`
    select version.number, version.created_at as at, line ->> 'insats' as insats, line ->> 'targetGroup' as group, flag ->> 'rule' as rule, 
      md5((line::jsonb - 'conditions' - 'exempt')::text) as content
    from proposal_version version, json_array_elements(version.document -> 'lines') line, json_array_elements(line -> 'flags') flag
    where version.proposal_id = ${id} and version.number <= ${version}
    order by version.number`.execute(db);
  const ages = new Map<string, FlagAge & { content: string }>();
  for (const { number, at, insats, group, rule, content } of z.array(rowSchema).parse(rows)) {
    const key = riskKey(insats, group, rule);
    const before = ages.get(key);
    const changed = before === undefined || before.content !== content ? at : before.changed;
    ages.set(key, { sinceVersion: before?.sinceVersion ?? number, since: before?.since ?? at, changed, content });
  }
  return ages;
}
