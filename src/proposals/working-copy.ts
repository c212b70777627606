import type { Kysely } from 'kysely';
import type { Assessor } from '../assessment/assess.ts';
import type { Candidate, Flag } from '../assessment/types.ts';
import { record } from '../audit/trail.ts';
import type { Database, Db } from '../database/types.ts';
import { settledByLaw } from '../drafts/draft-schema.ts';
import { canonicalTexts, type DocumentPart, defaultOutline, partsToWrite, sameOutline } from '../drafts/outline.ts';
import { type Pair, pairOf, scopeOf, withAdded } from '../drafts/scope.ts';
import { assessShaped } from '../drafts/shape-line.ts';
import {
  canonicalShaping,
  effective,
  isOpen,
  isUntouched,
  type LineShaping,
  lineKey,
  type Missing,
  missingOf,
  type Standing,
  sameShaping,
  untouched,
} from '../drafts/shaping.ts';
import { AppError } from '../web/errors.ts';
import { type Lack, lacksOf } from './completeness.ts';
import { lineEntry } from './line-audit.ts';
import { partsRepository } from './parts-repository.ts';
import { nextInputs, type ProposalInputs, proposalId, type Renewal, type WorkingParts } from './proposal-inputs.ts';
import type { Proposals } from './proposals.ts';
import { proposalRepository, type StoredVersion } from './repository.ts';
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
  /** What is flagged as the line stands; empty where the law already settles it. */
  flags: readonly Pick<Flag, 'rule' | 'theme' | 'severity' | 'title'>[];
  /** 0 where nobody has saved the line. */
  revision: number;
  updatedAt: Date | null;
}

export interface WorkingState {
  lines: ReadonlyMap<string, LineState>;
  /** Changes of lines and of other parts that are not in the newest version. */
  pending: number;
  /** Parts of the document that only a person can write and nobody has written. */
  unwritten: { part: DocumentPart; title: string }[];
  /** How many such parts the document has. */
  toWrite: number;
  changed: number;
  /** How many scenarios of costs people have entered. */
  scenarios: number;
  removed: LineState[];
  /** Lines that people have taken in. */
  added: LineState[];
  missing: LineState[];
}

/** Everything in the working copy of a proposal, as a version's inputs hold it. */
export async function readParts(db: Db, id: string): Promise<WorkingParts> {
  const parts = partsRepository(db);
  const rows = await shapingRepository(db).all(id);
  const shaping = canonicalShaping(rows.map((row) => [lineKey(row.insats, row.targetGroup), row.shaping]));
  const written = [...(await parts.texts(id))].filter(([, { value }]) => value !== '').map(([part, { value }]) => [part, value]);
  const texts = canonicalTexts(Object.fromEntries(written));
  const outline = (await parts.outline(id))?.value;
  const economy = (await parts.scenarios(id)).map(({ value }) => value);
  return {
    ...(shaping === undefined ? {} : { shaping }),
    ...(texts === undefined ? {} : { texts }),
    ...(outline === undefined || sameOutline(outline, defaultOutline) ? {} : { outline }),
    ...(economy.length === 0 ? {} : { economy }),
  };
}

export type SaveOutcome = { saved: true } | { saved: false; stored: WorkingLine | undefined };

/** The working copy of proposals: what people have changed since the rules spoke, and the versions made of it. */
export function createWorkingCopies(db: Kysely<Database>, assessor: Assessor, proposals: Proposals) {
  const { knowledge } = assessor;
  const repository = shapingRepository(db);

  /** The rules that a version was assessed by, where they are here; else those in force. Only a reassessment moves a proposal to newer rules. */
  const rulesOf = async (made: Pick<ProposalInputs, 'ruleset' | 'catalogue'>): Promise<Assessor> => (await assessor.under(made)) ?? assessor;

  /** The pairs that a proposal takes a stand on by key, removed ones among them, and those that people have taken in: in the version or in `rows`. */
  function pairsOf({ draft, inputs }: Pick<StoredVersion, 'draft' | 'inputs'>, rows: readonly WorkingLine[] = []): ReadonlyMap<string, Pair> {
    const scope = scopeOf(draft.district, knowledge.catalogue.pairs, knowledge.unitScopes);
    const taken = [
      ...rows.filter(({ shaping }) => shaping.added === true).map(({ insats, targetGroup }) => lineKey(insats, targetGroup)),
      ...Object.entries(inputs.shaping ?? {}).flatMap(([key, { added }]) => (added === true ? [key] : [])),
    ];
    const added = [...new Set(taken)].flatMap((key) => {
      const [insats = '', group = ''] = key.split('/');
      return pairOf(knowledge.catalogue, insats, group) ?? [];
    });
    const pairs = withAdded(scope.pairs, added, knowledge.catalogue);
    return new Map(pairs.map((pair) => [lineKey(pair.insats.id, pair.group.id), pair]));
  }

  /** A line with the design that is assumed, as the rules are asked about it. */
  function candidateOf({ inputs }: Pick<StoredVersion, 'inputs'>, { insats, group }: Pair): Candidate {
    const currentState = inputs.currentStates[insats.id];
    const { design } = assessor.defaultDesign(insats.id, group.id, inputs.legalBasis, currentState);
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
    const by = await rulesOf(version);
    const stored = await repository.all(version.id);
    const rows = new Map(stored.map((row) => [lineKey(row.insats, row.targetGroup), row]));
    const drafted = new Map(version.draft.lines.map((line) => [lineKey(line.insats, line.targetGroup), line]));
    const lines = new Map<string, LineState>();
    for (const [key, pair] of pairsOf(version, stored)) {
      const { shaping = untouched, revision = 0, updatedAt = null } = rows.get(key) ?? {};
      const inVersion = version.inputs.shaping?.[key] ?? untouched;
      const line = drafted.get(key);
      const pending = !sameShaping(effective(shaping), inVersion);
      const changed = !isUntouched(effective(shaping));
      if (line !== undefined && !changed && !pending) {
        const standing = { pathway: line.pathway, stage: line.stage, section: line.section, chosen: false, refused: null };
        const missing = missingOf(standing, line.flags, line.verdict, shaping);
        lines.set(key, { pair, shaping, standing, changed, pending, missing, flags: line.flags, revision, updatedAt });
      } else {
        const { assessment, standing } = assessShaped(by, candidateOf(version, pair), shaping);
        const missing = missingOf(standing, assessment.flags, assessment.law.verdict, shaping);
        const flags = settledByLaw(standing.section) ? [] : assessment.flags;
        lines.set(key, { pair, shaping, standing, changed, pending, missing, flags, revision, updatedAt });
      }
    }
    const all = [...lines.values()];
    const { texts, outline, economy } = await readParts(db, version.id);
    const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
    const { inputs } = version;
    const otherParts = [differs(texts, inputs.texts), differs(outline, inputs.outline), differs(economy, inputs.economy)].filter(Boolean).length;
    const toWrite = (outline ?? defaultOutline).filter(({ part }) => partsToWrite.includes(part));
    return {
      lines,
      pending: all.filter((line) => line.pending).length + otherParts,
      unwritten: toWrite.filter(({ part }) => texts?.[part] === undefined),
      toWrite: toWrite.length,
      changed: all.filter((line) => line.changed).length,
      scenarios: economy?.length ?? 0,
      removed: all.filter((line) => line.shaping.removed),
      added: all.filter((line) => line.shaping.added === true && !line.shaping.removed),
      missing: all.filter((line) => line.missing.length > 0),
    };
  }

  async function mark(district: string, id: string, version: number, ready: boolean): Promise<void> {
    await db.transaction().execute(async (trx) => {
      const marks = shapingRepository(trx);
      if (!(ready ? await marks.markReady(id, version) : await marks.unmarkReady(id, version))) return;
      await record(trx, { action: ready ? 'proposal.ready' : 'proposal.unready', object: { type: 'proposal', id }, district, after: { version } });
    });
  }

  return {
    pairsOf,
    candidateOf,
    state,
    /** What keeps the newest version from being complete, in words; reads the working copy where its state is not given. */
    lacks: async (version: StoredVersion, known?: WorkingState): Promise<Lack[]> =>
      lacksOf(version, known ?? (await state(version)), (await assessor.under(version)) !== undefined),
    rulesOf,
    parts: (id: string): Promise<WorkingParts> => readParts(db, id),
    line: (id: LineId): Promise<WorkingLine | undefined> => repository.line(id),

    /**
     * Saves a line that nobody has saved since `revision`. The same save sent twice is one save.
     * @throws AppError where the law excludes the pathway.
     */
    async saveLine(version: StoredVersion, pair: Pair, shaping: LineShaping, revision: number): Promise<SaveOutcome> {
      const { standing } = assessShaped(await rulesOf(version), candidateOf(version, pair), shaping);
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
        await record(trx, lineEntry(id, version.district, stored?.shaping ?? untouched, shaping, revision + 1));
        return { saved: true };
      });
    },

    /**
     * Stores the working copy as the version after `newest`, under the rules of that version; with the date and nuläge of `renewal`, and the
     * rules in force, where it is given. Asked twice it is one version. `expected` is the `proposalId` of the inputs that a person has seen a preview of.
     * @throws AppError where somebody else has stored another version meanwhile, or where it would not be what was seen.
     */
    async saveVersion(id: string, newest: number, renewal?: Renewal, expected?: string): Promise<number> {
      const base = await proposals.find(id);
      if (base === undefined) throw new AppError('not_found', 'Det finns inget förslag på den adressen. Gå till listan över förslag.');
      const parts = await db.transaction().execute(async (trx) => {
        await proposalRepository(trx).lock(id);
        return readParts(trx, id);
      });
      const { knowledge: rules } = renewal === undefined ? await rulesOf(base) : assessor;
      const inputs = nextInputs(base.inputs, parts, rules, renewal);
      const asSeen = expected === undefined || proposalId(inputs) === expected;
      if (asSeen && JSON.stringify(inputs) === JSON.stringify(base.inputs)) return base.version;
      if (base.version !== newest)
        throw new AppError('conflict', `Version ${base.version} har sparats sedan du öppnade sidan. Dina ändringar av raderna är kvar. Läs in sidan igen.`);
      if (!asSeen)
        throw new AppError('conflict', 'Nuläget, reglerna eller arbetskopian har ändrats sedan du såg sidan. Inget är sparat. Se vad som nu skulle ändras.');
      const sealed = proposals.seal(await proposals.build(inputs));
      const { contentHash } = sealed;
      return db.transaction().execute(async (trx) => {
        const versions = proposalRepository(trx);
        await versions.lock(id);
        const head = await versions.head(id);
        if (head?.version !== newest) {
          const other = head === undefined ? undefined : await versions.stored(head);
          if (other?.contentHash === contentHash) return other.version;
          throw new AppError('conflict', 'Någon annan sparade en version samtidigt. Dina ändringar av raderna är kvar. Läs in sidan igen.');
        }
        await versions.addVersion(newest + 1, { id, inputs, ...sealed });
        await record(trx, {
          action: renewal === undefined ? 'proposal.version' : 'proposal.reassess',
          object: { type: 'proposal', id },
          district: inputs.district,
          before: { version: newest, content: base.contentHash, date: base.inputs.date, ruleset: base.inputs.ruleset },
          after: { version: newest + 1, content: contentHash, date: inputs.date, ruleset: inputs.ruleset },
        });
        return newest + 1;
      });
    },

    ready: (id: string): Promise<Map<number, Date>> => repository.ready(id),

    /** Marks the newest version as ready, where nothing is missing in it. */
    async markReady(id: string, number: number): Promise<void> {
      const version = await proposals.find(id);
      if (version === undefined) throw new AppError('not_found', 'Det finns inget förslag på den adressen. Gå till listan över förslag.');
      if (version.version !== number) throw new AppError('conflict', `Version ${version.version} har sparats sedan du öppnade sidan. Läs in sidan igen.`);
      const [lack] = lacksOf(version, await state(version), (await assessor.under(version)) !== undefined);
      if (lack !== undefined) throw new AppError('conflict', lack.text);
      await mark(version.district, id, number, true);
    },

    async unmarkReady(id: string, number: number): Promise<void> {
      const district = await proposals.districtOf(id);
      if (district !== undefined) await mark(district, id, number, false);
    },
  };
}
export type WorkingCopies = ReturnType<typeof createWorkingCopies>;
