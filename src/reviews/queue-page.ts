import type { Db } from '../database/types.ts';
import { type Closed, nextStep, type Queue } from './closed.ts';
import { newerVersion, type Reviewed } from './reviewed-version.ts';
import { statusLabels } from './transitions.ts';

/** What the pages of both queues begin with: which version, how far it has come, whether it can be answered and where it can go next. */
export async function queueHead(db: Db, queue: Queue, { version, status, revision }: Reviewed, closed: Closed | null, open: { left: number; wrong: number }) {
  return {
    styles: ['proposal.css', 'reviews.css'],
    scripts: ['review.js'],
    version,
    statusLabel: statusLabels[status],
    revision,
    closed,
    next: closed === null ? nextStep(queue, open) : null,
    newer: await newerVersion(db, version),
  };
}
