import type { Kysely } from 'kysely';
import { inNameOf } from '../audit/context.ts';
import { record } from '../audit/trail.ts';
import type { Database } from '../database/types.ts';
import type { Action } from './permissions.ts';
import { type Actor, rolesIn } from './roles.ts';

/** Somebody who has logged in was refused what their roles do not give. */
export interface Refusal {
  actor: Actor;
  action: Action;
  /** The route by its pattern; an address may hold anything. */
  route: string;
  status: 403 | 404;
  /** A proposal that there is, with its district; null where the request names none, or one that is not there. */
  proposal: { id: string; district: string } | null;
  requestId: string;
}

/** How long a second refusal of the same action is only counted: one minute. */
const quiet = 60_000;

/**
 * Refusals in the trail, so that somebody who tries doors is seen and cannot fill it: the first of each account and action is told at once, and
 * those of the minute after it are told as one row with their number, once the minute has gone and somebody is refused anew, or the server stops.
 */
export function createRefusals(db: Kysely<Database>, now: () => number = Date.now) {
  const told = new Map<string, { until: number; more: number; last: Refusal }>();

  async function write({ actor, action, route, status, proposal, requestId }: Refusal, times: number): Promise<void> {
    const account = actor.account?.id ?? null;
    const object = proposal === null ? { type: 'account', id: account ?? 'unknown' } : { type: 'proposal', id: proposal.id };
    const after = { action, route: route.slice(0, 200), status, times };
    await inNameOf({ account, rolesIn: (district) => rolesIn(actor, district), requestId }, () =>
      db.transaction().execute((trx) => record(trx, { action: 'access.refused', object, district: proposal?.district ?? null, after })),
    );
  }

  /** Tells of what was only counted until `at`. */
  async function flush(at: number): Promise<void> {
    const over = [...told].filter(([, { until }]) => until <= at);
    for (const [key] of over) told.delete(key);
    for (const [, { more, last }] of over) if (more > 0) await write(last, more);
  }

  return {
    async tell(refusal: Refusal): Promise<void> {
      const at = now();
      await flush(at);
      const key = `${refusal.actor.account?.id} ${refusal.action}`;
      const before = told.get(key);
      if (before !== undefined) {
        before.more += 1;
        before.last = refusal;
        return;
      }
      told.set(key, { until: at + quiet, more: 0, last: refusal });
      await write(refusal, 1);
    },

    /** Tells of everything that was only counted. */
    close: (): Promise<void> => flush(Number.POSITIVE_INFINITY),
  };
}
export type Refusals = ReturnType<typeof createRefusals>;
