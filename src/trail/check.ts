import { setTimeout } from 'node:timers/promises';
import { type Verification, verifyTrail } from '../audit/verify.ts';
import type { Db } from '../database/types.ts';

export type Check = { state: 'none' } | { state: 'running'; rows: number } | { state: 'done'; at: Date; found: Verification } | { state: 'failed'; at: Date };

/** How long somebody waits for the answer before being shown how far it has come. */
const patienceMilliseconds = 1000;

/** Walks along the chain when somebody asks, once at a time, and remembers what it came to. */
export function createCheck(db: Db, onFailure: (error: unknown) => void) {
  let now: Check = { state: 'none' };
  let running: Promise<void> | undefined;

  async function walk(): Promise<void> {
    try {
      const found = await verifyTrail(db, (rows) => {
        now = { state: 'running', rows };
      });
      now = { state: 'done', at: new Date(), found };
    } catch (error) {
      now = { state: 'failed', at: new Date() };
      onFailure(error);
    } finally {
      running = undefined;
    }
  }

  return {
    latest: (): Check => now,
    /** Begins, or joins a walk that has begun; comes back when it has ended or taken long enough to be waited for elsewhere. */
    async start(): Promise<void> {
      if (running === undefined) {
        now = { state: 'running', rows: 0 };
        running = walk();
      }
      await Promise.race([running, setTimeout(patienceMilliseconds, undefined, { ref: false })]);
    },
    /** Waits until nothing is read any longer. */
    close: async (): Promise<void> => running,
  };
}
