import { z } from 'zod';
import type { Db } from '../database/types.ts';
import type { Proposals } from '../proposals/proposals.ts';
import { proposalRepository, type StoredVersion } from '../proposals/repository.ts';
import { NotFoundError } from '../web/input.ts';
import { statusRepository } from './status-repository.ts';
import { type Status, statusSchema } from './transitions.ts';

/** The version of a proposal that is under review, or was the last to be. */
export interface Reviewed {
  version: StoredVersion;
  status: Status;
  /** The revision of the status: a step builds on it. */
  revision: number;
  /** Everybody who has submitted the version. */
  submitters: readonly string[];
  /** Everybody who has had a part in the manager's review of it. */
  managers: readonly string[];
}

/**
 * The version under review, or the one that is asked for.
 * @throws NotFoundError where there is no such proposal, or no such version of it has been submitted.
 */
export async function reviewedVersion(db: Db, proposals: Pick<Proposals, 'find'>, id: string, number?: number): Promise<Reviewed> {
  const row = z.uuid().safeParse(id).success
    ? await db
        .selectFrom('version_status')
        .select(['number', 'status', 'revision'])
        .where('proposal_id', '=', id)
        .where('submitted_by', 'is not', null)
        .$if(number !== undefined, (query) => query.where('number', '=', number ?? 0))
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst()
    : undefined;
  const version = row === undefined ? undefined : await proposals.find(id, row.number);
  if (row === undefined || version === undefined)
    throw new NotFoundError('Det finns inget inlämnat förslag på den adressen. Gå till listan över det som granskas.');
  const { submitters, managers } = statusRepository(db);
  return {
    ...{ version, status: statusSchema.parse(row.status), revision: row.revision },
    submitters: await submitters(id, row.number),
    managers: await managers(id, row.number),
  };
}

/** A version that planners have saved since the one that is reviewed; null where none is. */
export async function newerVersion(db: Db, { id, version }: Pick<StoredVersion, 'id' | 'version'>): Promise<number | null> {
  const newest = (await proposalRepository(db).head(id))?.version ?? version;
  return newest > version ? newest : null;
}
