import type { Kysely } from 'kysely';
import type { Assessor } from '../assessment/assess.ts';
import type { Candidate } from '../assessment/types.ts';
import type { Database } from '../database/types.ts';
import { AppError } from '../web/errors.ts';
import { draftHash, draftJson } from './draft-bytes.ts';
import { nextInputs } from './proposal-inputs.ts';
import type { Proposals } from './proposals.ts';
import { proposalRepository, type StoredVersion } from './repository.ts';
import { type Pair, scopeOf } from './scope.ts';
import { assessShaped } from './shape-line.ts';
import { canonicalShaping, isOpen, isUntouched, type LineShaping, lineKey, type Missing, missingOf, type Standing, sameShaping, untouched } from './shaping.ts';
import { type LineId, shapingRepository, type WorkingLine } from './shaping-repository.ts';

/** How a line of the working copy stands. */
export interface LineState {
  pair: Pair;
  shaping: LineShaping;
  standing: Pick<Standing, 'pathway' | 'stage' | 'section' | 'chosen'>;
  /** Something is changed beside what the rules say. */
  changed: boolean;
  /** The change is not in the newest version. */
  pending: boolean;
  missing: Missing[];
}

export interface WorkingState {
  lines: ReadonlyMap<string, LineState>;
  pending: number;
  changed: number;
  removed: LineState[];
  missing: LineState[];
}

export type SaveOutcome = { saved: true } | { saved: false; stored: WorkingLine | undefined };

/** The working copy of proposals: what people have changed since the rules spoke, and the versions made of it. */
export function createWorkingCopies(db: Kysely<Database>, assessor: Assessor, proposals: Proposals) {
  const { knowledge } = assessor;
  const repository = shapingRepository(db);

  /** The pairs that a proposal takes a stand on, removed ones among them, by key. */
  function pairsOf({ draft }: Pick<StoredVersion, 'draft'>): ReadonlyMap<string, Pair> {
    const { pairs } = scopeOf(draft.district, knowledge.catalogue.pairs, knowledge.unitScopes);
    return new Map(pairs.map((pair) => [lineKey(pair.insats.id, pair.group.id), pair]));
  }

  /** A line with the design that is assumed, as the rules are asked about it. */
  function candidateOf({ inputs }: Pick<StoredVersion, 'inputs'>, { insats, group }: Pair): Candidate {
    const { design } = assessor.defaultDesign(insats.id, group.id, inputs.legalBasis);
    const currentState = inputs.currentStates[insats.id];
    return {
      insats: insats.id,
      targetGroup: group.id,
      legalBasis: inputs.legalBasis,
      date: inputs.date,
      design,
      ...(currentState === undefined ? {} : { currentState }),
    };
  }

  async function state(version: StoredVersion): Promise<WorkingState> {
    const rows = new Map((await repository.all(version.id)).map((row) => [lineKey(row.insats, row.targetGroup), row.shaping]));
    const drafted = new Map(version.draft.lines.map((line) => [lineKey(line.insats, line.targetGroup), line]));
    const lines = new Map<string, LineState>();
    for (const [key, pair] of pairsOf(version)) {
      const shaping = rows.get(key) ?? untouched;
      const inVersion = version.inputs.shaping?.[key] ?? untouched;
      const line = drafted.get(key);
      const pending = !sameShaping(shaping, inVersion);
      const changed = !isUntouched(shaping);
      if (line !== undefined && !changed && !pending) {
        const standing = { pathway: line.pathway, stage: line.stage, section: line.section, chosen: false, refused: null };
        lines.set(key, { pair, shaping, standing, changed, pending, missing: missingOf(standing, line.flags, line.verdict, shaping) });
      } else {
        const { assessment, standing } = assessShaped(assessor, candidateOf(version, pair), shaping);
        lines.set(key, { pair, shaping, standing, changed, pending, missing: missingOf(standing, assessment.flags, assessment.law.verdict, shaping) });
      }
    }
    const all = [...lines.values()];
    return {
      lines,
      pending: all.filter((line) => line.pending).length,
      changed: all.filter((line) => line.changed).length,
      removed: all.filter((line) => line.shaping.removed),
      missing: all.filter((line) => line.missing.length > 0),
    };
  }

  return {
    pairsOf,
    candidateOf,
    state,
    line: (id: LineId): Promise<WorkingLine | undefined> => repository.line(id),

    /**
     * Saves a line that nobody has saved since `revision`. The same save sent twice is one save.
     * @throws AppError where the law excludes the pathway.
     */
    async saveLine(version: StoredVersion, pair: Pair, shaping: LineShaping, revision: number): Promise<SaveOutcome> {
      const { standing } = assessShaped(assessor, candidateOf(version, pair), shaping);
      if ((standing.refused !== null && !shaping.removed) || isOpen(shaping.pathway) !== (shaping.stage !== null)) {
        throw new AppError('invalid', 'Lagen utesluter den väg som är vald. Välj en annan.', [{ field: 'val', message: 'Lagen utesluter den här vägen.' }]);
      }
      const id: LineId = { proposal: version.id, insats: pair.insats.id, targetGroup: pair.group.id };
      return db.transaction().execute(async (trx): Promise<SaveOutcome> => {
        await proposalRepository(trx).lock(version.id);
        const lines = shapingRepository(trx);
        const stored = await lines.line(id);
        if (sameShaping(stored?.shaping ?? untouched, shaping)) return { saved: true };
        if ((stored?.revision ?? 0) !== revision || !(await lines.write(id, shaping, revision))) return { saved: false, stored };
        return { saved: true };
      });
    },

    /**
     * Stores the working copy as the version after `newest`, under the rules of today. Asked twice it is one version.
     * @throws AppError where somebody else has stored another version meanwhile.
     */
    async saveVersion(id: string, newest: number): Promise<number> {
      const base = await proposals.find(id);
      if (base === undefined) throw new AppError('not_found', 'Det finns inget förslag på den adressen.');
      const rows = await db.transaction().execute(async (trx) => {
        await proposalRepository(trx).lock(id);
        return shapingRepository(trx).all(id);
      });
      const shaping = canonicalShaping(rows.map((row) => [lineKey(row.insats, row.targetGroup), row.shaping]));
      const inputs = nextInputs(base.inputs, shaping, knowledge);
      if (JSON.stringify(inputs) === JSON.stringify(base.inputs)) return base.version;
      if (base.version !== newest)
        throw new AppError('conflict', `Version ${base.version} har sparats sedan du öppnade sidan. Dina ändringar av raderna är kvar. Läs in sidan igen.`);
      const draft = proposals.build(inputs);
      const contentHash = draftHash(draftJson(draft));
      return db.transaction().execute(async (trx) => {
        const versions = proposalRepository(trx);
        await versions.lock(id);
        const head = await versions.head(id);
        if (head?.version !== newest) {
          const other = head === undefined ? undefined : await versions.stored(head);
          if (other?.contentHash === contentHash) return other.version;
          throw new AppError('conflict', 'Någon annan sparade en version samtidigt. Dina ändringar av raderna är kvar. Läs in sidan igen.');
        }
        await versions.addVersion(newest + 1, { id, inputs, draft, contentHash });
        return newest + 1;
      });
    },

    ready: (id: string): Promise<Map<number, Date>> => repository.ready(id),

    /** Marks the newest version as ready, where nothing is missing in it. */
    async markReady(id: string, number: number): Promise<void> {
      const version = await proposals.find(id);
      if (version === undefined) throw new AppError('not_found', 'Det finns inget förslag på den adressen.');
      if (version.version !== number) throw new AppError('conflict', `Version ${version.version} har sparats sedan du öppnade sidan. Läs in sidan igen.`);
      if (version.ruleset !== knowledge.ruleset.hash || version.catalogue !== knowledge.catalogueHash)
        throw new AppError('conflict', 'Regler eller katalog har ändrats sedan versionen sparades. Spara en ny version med dagens regler först.');
      const { pending, missing } = await state(version);
      if (pending > 0) throw new AppError('conflict', 'Det finns ändringar som inte är sparade i en version. Spara dem som ny version först.');
      if (missing.length > 0) throw new AppError('conflict', 'Något saknas i förslaget. Se listan över vad som saknas.');
      await repository.markReady(id, number);
    },

    unmarkReady: (id: string, number: number): Promise<void> => repository.unmarkReady(id, number),
  };
}
export type WorkingCopies = ReturnType<typeof createWorkingCopies>;
