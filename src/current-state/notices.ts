import { randomUUID } from 'node:crypto';
import type { BulkUndo } from './bulk.ts';

/** What the next page says after a save: in the server's memory, since it is worth nothing after a restart. */
export interface Notice {
  text: string;
  undo?: BulkUndo;
}

const kept = 500;

export function createNotices() {
  const notices = new Map<string, Notice>();
  return {
    add(notice: Notice): string {
      const id = randomUUID();
      notices.set(id, notice);
      const [oldest] = notices.keys();
      if (notices.size > kept && oldest !== undefined) notices.delete(oldest);
      return id;
    },
    get: (id: string): Notice | undefined => notices.get(id),
    /** Gives the undo once: pressing twice takes nothing back twice. */
    takeUndo(id: string): BulkUndo | undefined {
      const undo = notices.get(id)?.undo;
      notices.delete(id);
      return undo;
    },
  };
}
export type Notices = ReturnType<typeof createNotices>;
