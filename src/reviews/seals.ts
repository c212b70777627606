import type { AuditEvent } from '../audit/trail.ts';
import type { Db } from '../database/types.ts';
import { readDraft, sealDraft } from '../drafts/draft-bytes.ts';
import { proposalRepository } from '../proposals/repository.ts';
import type { Decision, VersionStatus } from './status-repository.ts';

/** Whether a version still is what the nämnd decided on, as just reckoned. */
export interface Seal {
  number: number;
  decision: Decision;
  superseded: boolean;
  contentHash: string;
  /** Null where nobody has asked. */
  checked: {
    /** What stands in the database has the hash that was decided. */
    sameText: boolean;
    /** The trail, which is chained, has the same hash; null where its row has been weeded out. */
    sameInTrail: boolean | null;
  } | null;
}

/**
 * What is decided of a proposal. `check` reads each version anew, past what is kept in memory, and reckons its hash: about half a second for a
 * large district.
 */
export async function sealsOf(db: Db, statuses: readonly VersionStatus[], events: readonly AuditEvent[], check: boolean): Promise<Seal[]> {
  const seals: Seal[] = [];
  for (const { proposal: id, number, status, decision, contentHash } of statuses) {
    if (decision === null || contentHash === null) continue;
    const seal = { number, decision, contentHash, superseded: status === 'superseded' };
    if (!check) {
      seals.push({ ...seal, checked: null });
      continue;
    }
    const text = await proposalRepository(db).documentText({ id, version: number });
    const told = events.find(({ action, after }) => action === 'version.adopt' && after.version === number);
    const sameInTrail = told === undefined ? null : told.after.contentHash === contentHash;
    seals.push({ ...seal, checked: { sameText: hashOfText(text) === contentHash, sameInTrail } });
  }
  return seals;
}

/** The hash of a stored document; null where it no longer is one. */
function hashOfText(text: string): string | null {
  try {
    return sealDraft(readDraft(JSON.parse(text))).contentHash;
  } catch {
    return null;
  }
}
