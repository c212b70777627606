import type { Db } from '../database/types.ts';
import { count } from '../web/format.ts';
import { hashOfEvent, origin, readTrail } from './trail.ts';

export type Verification =
  | { intact: true; rows: number; first: number; last: number; head: string }
  | { intact: false; rows: number; seq: number; fault: 'changed' | 'missing' | 'broken' | 'beginning' };

/** Rows that are read at a time. */
const batch = 1000;

/**
 * Walks the whole chain. `changed`: a row no longer says what it said; `missing`: rows are gone before it; `broken`: it does not follow on the
 * row before; `beginning`: rows are gone at the beginning, and no row of weeding says so. Rows that are cut off at the end cannot be seen from
 * inside: compare `head` with one that was noted elsewhere.
 */
export async function verifyTrail(db: Db, onRows: (rows: number) => void = () => undefined): Promise<Verification> {
  const start = await db.selectFrom('audit_start').select(['seq', 'hash']).executeTakeFirst();
  let [seq, hash, rows] = [start?.seq ?? 0, start?.hash ?? origin, 0];
  const first = seq + 1;
  // Weeding tells of itself after the rows that it took, so that its row stays for as long as the beginning stands there.
  let weeded = start === undefined;
  for (;;) {
    const events = await readTrail(db, { after: seq, limit: batch });
    for (const event of events) {
      if (event.seq !== seq + 1) return { intact: false, rows, seq: event.seq, fault: 'missing' };
      if (event.previousHash !== hash) return { intact: false, rows, seq: event.seq, fault: 'broken' };
      if (hashOfEvent(event) !== event.hash) return { intact: false, rows, seq: event.seq, fault: 'changed' };
      [seq, hash, rows] = [event.seq, event.hash, rows + 1];
      weeded ||= event.action === 'retention.run' && event.after.trailLast === start?.seq;
    }
    onRows(rows);
    if (events.length < batch) return weeded ? { intact: true, rows, first, last: seq, head: hash } : { intact: false, rows, seq: first, fault: 'beginning' };
  }
}

/** Whether a hash that was noted elsewhere still stands in the trail, or is the one where weeding says that it begins. */
export async function holdsHash(db: Db, hash: string): Promise<boolean> {
  const row = await db.selectFrom('audit_event').select('seq').where('hash', '=', hash).executeTakeFirst();
  const start = await db.selectFrom('audit_start').select('seq').where('hash', '=', hash).executeTakeFirst();
  return row !== undefined || start !== undefined;
}

const faults = {
  changed: 'Raden säger inte längre det som skrevs.',
  missing: 'En eller flera rader före den är borta.',
  broken: 'Raden hör inte ihop med raden före.',
  beginning: 'Rader före den är borta, och ingen gallring har tagit dem.',
} as const;

/** What a walk along the chain came to, in Swedish. */
export function verificationInWords(found: Verification): string {
  if (!found.intact) return `Kedjan håller inte vid rad ${found.seq}. ${faults[found.fault]}`;
  return found.rows === 0 ? 'Loggen är tom.' : `Kedjan håller: ${count(found.rows, 'rad', 'rader')}, från nr ${found.first} till nr ${found.last}.`;
}
