import type { Kysely } from 'kysely';
import { record } from '../audit/trail.ts';
import type { Catalogue } from '../catalogue/load.ts';
import type { Database } from '../database/types.ts';
import type { District, Districts } from '../districts/districts.ts';
import { AppError } from '../web/errors.ts';
import { NotFoundError } from '../web/input.ts';
import { readFile } from './import-file.ts';
import { type Plan, planImport } from './import-plan.ts';
import { type ImportContent, type ImportHead, importRepository, plainState, type RevisionedState, type StoredImport } from './import-repository.ts';
import { type ReadRow, type ReadRows, readRows } from './import-rows.ts';
import { currentStateRepository, sameState } from './repository.ts';
import type { State, StoredState } from './schema.ts';

export interface Upload {
  bytes: Buffer;
  fileName: string;
}

/** What an upload came to. `id` is null where there is nothing to confirm: faults in the file, or no change at all. */
export interface Preview {
  id: string | null;
  read: ReadRows;
  plan: Plan;
}

/** `conflicts`: insatser whose answers somebody has changed in the meantime; then nothing was written. */
export type Outcome = { outcome: 'done' | 'already' } | { outcome: 'conflicts'; insatser: string[] };

/** Reading a file in, in three steps: preview, confirm, undo. Confirming and undoing write everything or nothing. */
export function createImports(db: Kysely<Database>, catalogue: Catalogue, districts: Districts) {
  async function keep(district: string, year: number, fileName: string, read: ReadRows): Promise<Preview> {
    const plan = planImport(read.rows, await currentStateRepository(db).list(district, year));
    if (read.faults.length + plan.faults.length > 0 || plan.changes.length === 0) return { id: null, read, plan };
    const before = plan.changes.flatMap(({ before }) => (before === null ? [] : [{ ...plainState(before), revision: before.revision }]));
    const id = await db.transaction().execute((trx) => importRepository(trx).add({ district, year, fileName, before, content: contentOf(read, plan) }));
    return { id, read, plan };
  }

  return {
    /** Reads a file and stores what it would change, without changing it. @throws AppError where the file cannot be read at all. */
    async preview(upload: Upload, district: District, year: number): Promise<Preview> {
      const table = await readFile(upload.bytes, upload.fileName);
      return keep(district.id, year, upload.fileName, readRows(table, { catalogue, districts, district, year }));
    },

    /** The same file against what is stored now. */
    async previewAgain(id: string, district: string): Promise<Preview> {
      const { content, year, fileName } = await required(id, district);
      const rows = content.rows.flatMap(({ insats, ...rest }): ReadRow[] => {
        const found = catalogue.insatsById.get(insats);
        return found === undefined ? [] : [{ ...rest, insats: found, answers: definedOnly(rest.answers) }];
      });
      return keep(district, year, fileName, { rows, faults: [], ...content.counts, ignoredColumns: content.ignoredColumns });
    },

    find: required,
    list: (district: string): Promise<ImportHead[]> => importRepository(db).list(district),

    /** Writes what the preview showed. Pressing twice writes once. */
    async confirm(id: string, district: string): Promise<Outcome> {
      return allOrNothing(async (trx) => {
        const found = await importRepository(trx).find(id, district, true);
        if (found === undefined) throw gone();
        if (found.confirmedAt !== null) return { outcome: 'already' };
        const { year, before, content } = found;
        const repository = currentStateRepository(trx);
        const old = new Map(before.map((state) => [state.insats, state]));
        const stored = byInsats(await repository.list(district, year));
        refuseChanged(content.states.filter(({ insats }) => !stands(old.get(insats), stored.get(insats))));
        const edits = content.states.map((state) => ({ state: plainState(state), base: old.get(state.insats)?.revision ?? null }));
        const saved = await repository.saveEdits(district, year, edits);
        const states = content.states.map((state) => {
          const result = saved.get(state.insats);
          return { ...state, revision: result?.outcome === 'saved' ? result.stored.revision : null };
        });
        refuseChanged(states.filter(({ revision }) => revision === null));
        await importRepository(trx).confirm(id, { ...content, states });
        await record(trx, {
          action: 'current_state.import',
          object: { type: 'current_state_import', id },
          district,
          after: { year, added: states.length - before.length, changed: before.length },
        });
        return { outcome: 'done' };
      });
    },

    /** Puts back what stood there before a confirmed import. */
    async undo(id: string, district: string): Promise<Outcome> {
      return allOrNothing(async (trx) => {
        const found = await importRepository(trx).find(id, district, true);
        if (found === undefined) throw gone();
        if (found.undoneAt !== null) return { outcome: 'already' };
        if (found.confirmedAt === null) throw new AppError('conflict', 'Filen är inte inläst, så det finns inget att ångra. Läs in filen eller välj en annan.');
        const { year, before, content } = found;
        const repository = currentStateRepository(trx);
        const written = new Map(content.states.flatMap(({ revision, ...state }) => (revision === null ? [] : [[state.insats, { ...state, revision }]])));
        const stored = byInsats(await repository.list(district, year));
        refuseChanged(content.states.filter(({ insats }) => !stands(written.get(insats), stored.get(insats))));
        const old = new Set(before.map(({ insats }) => insats));
        const added = [...written.values()].filter(({ insats }) => !old.has(insats)).map(({ insats, revision }) => ({ insats, base: revision }));
        const removed = new Set(await repository.removeMany(district, year, added));
        refuseChanged(added.filter(({ insats }) => !removed.has(insats)));
        const saved = await repository.saveEdits(
          district,
          year,
          before.map((state) => ({ state: plainState(state), base: written.get(state.insats)?.revision ?? null })),
        );
        refuseChanged(before.filter(({ insats }) => saved.get(insats)?.outcome !== 'saved'));
        await importRepository(trx).undo(id);
        await record(trx, {
          action: 'current_state.import_undo',
          object: { type: 'current_state_import', id },
          district,
          after: { year, removed: added.length, restored: before.length },
        });
        return { outcome: 'done' };
      });
    },
  };

  async function required(id: string, district: string): Promise<StoredImport> {
    const found = await importRepository(db).find(id, district);
    if (found === undefined) throw gone();
    return found;
  }

  async function allOrNothing(work: (trx: Parameters<typeof importRepository>[0]) => Promise<Outcome>): Promise<Outcome> {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (error instanceof ChangedError) return { outcome: 'conflicts', insatser: error.insatser };
      throw error;
    }
  }
}

/** Ends the transaction without a trace. */
class ChangedError extends Error {
  readonly insatser: string[];

  constructor(insatser: string[]) {
    super('changed since');
    this.insatser = insatser;
  }
}

function refuseChanged(changed: readonly { insats: string }[]): void {
  if (changed.length > 0) throw new ChangedError(changed.map(({ insats }) => insats));
}

const gone = () => new NotFoundError('Det finns ingen inläst fil på den adressen. En granskning som ingen bekräftar sparas ett dygn. Läs in filen igen.');

const byInsats = (states: readonly StoredState[]) => new Map(states.map((state) => [state.insats, state]));

/** Whether what was seen still stands: the same revision and, since a row may have been taken away and answered again, the same answer. */
function stands(seen: RevisionedState | undefined, stored: StoredState | undefined): boolean {
  if (seen === undefined || stored === undefined) return seen === stored;
  return seen.revision === stored.revision && sameState(seen, stored);
}

function contentOf({ rows, unanswered, otherDistricts, otherYears, ignoredColumns }: ReadRows, { changes, unchanged }: Plan): ImportContent {
  return {
    rows: rows.map(({ row, insats, answers }) => ({ row, insats: insats.id, answers })),
    counts: { unchanged, unanswered, otherDistricts, otherYears },
    ignoredColumns: [...ignoredColumns],
    states: changes.map(({ after }) => ({ ...plainState(after), revision: null })),
  };
}

/** JSON leaves out what is not there; the type must be told so. */
function definedOnly(answers: { [K in keyof State]?: State[K] | undefined }): ReadRow['answers'] {
  return Object.fromEntries(Object.entries(answers).filter(([, value]) => value !== undefined));
}
