import type { Kysely } from 'kysely';
import { type AuditEntry, record, textPrint } from '../../audit/trail.ts';
import type { Database } from '../../database/types.ts';
import { type DocumentPart, defaultOutline, type Outline, sameOutline } from '../../drafts/outline.ts';
import { type PartsRepository, partsRepository, type Stored } from '../parts-repository.ts';
import { proposalRepository } from '../repository.ts';

/** A save over a newer one is refused, and the newer one is given back. */
export type Saved<T> = { saved: true } | { saved: false; newer: Stored<T> | undefined };

/** Saves what people write for the document. The same save sent twice is one save. */
export function createSectionStore(db: Kysely<Database>) {
  function save<T>(id: string, revision: number, attempt: Attempt<T>): Promise<Saved<T>> {
    return db.transaction().execute(async (trx): Promise<Saved<T>> => {
      const district = await proposalRepository(trx).lock(id);
      const parts = partsRepository(trx);
      const stored = await attempt.read(parts);
      if (attempt.isSame(stored?.value)) return { saved: true };
      if ((stored?.revision ?? 0) !== revision || !(await attempt.write(parts))) return { saved: false, newer: stored };
      const before = { text: attempt.print(stored?.value), revision };
      await record(trx, { ...attempt.entry, district, before, after: { text: attempt.print(attempt.value), revision: revision + 1 } });
      return { saved: true };
    });
  }

  return {
    parts: partsRepository(db),

    /** Saves a part's text that nobody has saved since `revision`; an empty text takes the text away. */
    saveText: (id: string, part: DocumentPart, body: string, revision: number): Promise<Saved<string>> =>
      save(id, revision, {
        entry: { action: 'text.save', object: { type: 'text', id: `${id}/${part}` } },
        value: body,
        print: textPrint,
        read: async (parts) => (await parts.texts(id)).get(part),
        isSame: (stored) => (stored ?? '') === body,
        write: (parts) => parts.writeText(id, part, body, revision),
      }),

    /** Saves the headings that nobody has saved since `revision`. */
    saveOutline: (id: string, outline: Outline, revision: number): Promise<Saved<Outline>> =>
      save(id, revision, {
        entry: { action: 'outline.save', object: { type: 'proposal', id } },
        value: outline,
        print: (headings) => textPrint(JSON.stringify(headings ?? defaultOutline)),
        read: (parts) => parts.outline(id),
        isSame: (stored) => sameOutline(stored ?? defaultOutline, outline),
        write: (parts) => parts.writeOutline(id, outline, revision),
      }),
  };
}

interface Attempt<T> {
  entry: Pick<AuditEntry, 'action' | 'object'>;
  value: T;
  print(value: T | undefined): string | null;
  read(parts: PartsRepository): Promise<Stored<T> | undefined>;
  isSame(stored: T | undefined): boolean;
  write(parts: PartsRepository): Promise<boolean>;
}
