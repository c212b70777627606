import { setImmediate } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Reach } from '../accounts/reach.ts';
import { wholeCity } from '../accounts/roles.ts';
import type { Assessor } from '../assessment/assess.ts';
import { record } from '../audit/trail.ts';
import { currentStatesOf, feedingYear } from '../current-state/feed.ts';
import { isExampleDatabase } from '../database/example-data.ts';
import type { Database } from '../database/types.ts';
import { buildDraft } from '../drafts/build-draft.ts';
import { type SealedDraft, sealDraft } from '../drafts/draft-bytes.ts';
import type { Draft } from '../drafts/draft-schema.ts';
import { NotFoundError } from '../web/input.ts';
import { inputsOf, type ProposalInputs, type ProposalRequest, proposalId, type Renewal } from './proposal-inputs.ts';
import { type ProposalHead, proposalRepository, type StoredVersion } from './repository.ts';

export interface Proposals {
  /**
   * Makes a draft and stores it, or finds the one that the same request gave under the same rules and the same answers of the district.
   * `make` makes the draft elsewhere, for one who must not hold up the pages.
   * @throws DistrictError, CandidateError where the district or the legal basis does not exist at the date.
   */
  create(request: ProposalRequest, make?: (inputs: ProposalInputs) => Promise<Draft>): Promise<string>;
  /** A version's draft as the JSON text that is stored. */
  text(version: Pick<ProposalHead, 'id' | 'version'>): Promise<string>;
  /** A version with its document; the newest where no number is given. */
  find(id: string, version?: number): Promise<StoredVersion | undefined>;
  /**
   * The same for a page, which is about nothing without it.
   * @throws NotFoundError where there is no such proposal or version.
   */
  existing(id: string, version?: number): Promise<StoredVersion>;
  /** Whose proposal it is; undefined where there is none. */
  districtOf(id: string): Promise<string | undefined>;
  /** Every version, the newest first. */
  versions(id: string): Promise<ProposalHead[]>;
  /** What each version was made from, the newest first. */
  allInputs(id: string): Promise<{ version: number; inputs: ProposalInputs }[]>;
  /** What the district has told of its nuläge that a proposal at the date reads. */
  currentStateOf(district: string, date: string): Promise<Pick<Renewal, 'currentStates' | 'currentStateYear'>>;
  /**
   * Makes a draft from its inputs, under the rules that they name.
   * @throws Error where those rules are not here, or the catalogue is another.
   */
  build(inputs: ProposalInputs): Promise<Draft>;
  /** A draft as it is stored. It is kept, so that what is stored now need not be read back at once. */
  seal(draft: Draft): SealedDraft;
  /** The newest first: of one district, of those that somebody may see, or of all. */
  list(of?: string | Reach, limit?: number): Promise<ProposalHead[]>;
  /** Makes the draft again and says whether it came out as stored. */
  reproduce(version: StoredVersion): Promise<Reproduction>;
}

/**
 * `same`: byte for byte. `other_rules`: its rules are not stored here, or the catalogue has changed since, so it cannot be made again. `other_program`: it was made
 * by another Insatsplan, and this one writes it otherwise.
 */
export type Reproduction = 'same' | 'different' | 'other_rules' | 'other_program';

/** How many drafts are kept in memory; one is about 15 MB. */
const keptDrafts = 4;

/** Drafts as the pages use them: made, stored, read back. Versions never change, so they may be kept in memory. `measured` does the making. */
export function createProposals(db: Kysely<Database>, assessor: Assessor, measured: <T>(work: () => T) => T = (work) => work()): Proposals {
  const { knowledge } = assessor;
  const kept = new Map<string, StoredVersion>();
  const repository = proposalRepository(db);
  const built = new Map<string, Draft>();
  let last: Pick<StoredVersion, 'contentHash' | 'draft'> | undefined;

  /** Keeps the last draft, so that saving what was just previewed does not assess everything again. */
  async function build(inputs: ProposalInputs): Promise<Draft> {
    const key = proposalId(inputs);
    const known = built.get(key);
    if (known !== undefined) return known;
    const by = await assessor.under(inputs);
    if (by === undefined) throw new Error(`the rules ${inputs.ruleset} or the catalogue ${inputs.catalogue} are not here`);
    const draft = buildAnew(inputs, by);
    built.clear();
    built.set(key, draft);
    return draft;
  }

  function buildAnew(inputs: ProposalInputs, by: Assessor): Draft {
    const { ruleset: _ruleset, catalogue: _catalogue, program: _program, formatVersion: _format, currentStates, ...rest } = inputs;
    return measured(() => buildDraft({ knowledge: by.knowledge, assessor: by, ...rest, currentStates: new Map(Object.entries(currentStates)) }));
  }

  async function find(id: string, version?: number): Promise<StoredVersion | undefined> {
    const head = await repository.headOf(id, version);
    if (head === undefined) return undefined;
    // The time too: where example data have been removed and loaded again, the same number is another version.
    const key = `${head.id} ${head.version} ${head.createdAt.getTime()}`;
    const found = kept.get(key) ?? (await repository.stored(head, last));
    kept.delete(key);
    kept.set(key, found);
    const [oldest] = kept.keys();
    if (kept.size > keptDrafts && oldest !== undefined) kept.delete(oldest);
    return found;
  }

  function sealAndKeep(draft: Draft): SealedDraft {
    const sealed = sealDraft(draft);
    last = { contentHash: sealed.contentHash, draft };
    return sealed;
  }

  return {
    async create(request, make = async (inputs) => build(inputs)) {
      const inputs = inputsOf({ ...(await this.currentStateOf(request.district, request.date)), ...request, example: await isExampleDatabase(db) }, knowledge);
      const id = proposalId(inputs);
      if (await repository.exists(id)) return id;
      const draft = await make(inputs);
      const sealed = sealAndKeep(draft);
      // Storing a large draft takes a while too: whoever waits for a page goes between.
      await setImmediate();
      await db.transaction().execute(async (trx) => {
        if (!(await proposalRepository(trx).add({ id, inputs, ...sealed }))) return;
        const { district, legalBasis, date, ruleset } = inputs;
        await record(trx, {
          action: 'proposal.create',
          object: { type: 'proposal', id },
          district,
          after: { version: 1, content: sealed.contentHash, legalBasis, date, ruleset },
        });
      });
      return id;
    },

    find,
    async existing(id, version) {
      const found = await find(id, version);
      if (found === undefined) throw new NotFoundError('Det finns inget sådant förslag eller ingen sådan version. Gå till listan över förslag.');
      return found;
    },

    async currentStateOf(district, date) {
      return { currentStates: await currentStatesOf(db, district, date), currentStateYear: await feedingYear(db, district, date) };
    },

    text: (version) => repository.documentText(version),

    districtOf: async (id) => (await repository.head(id))?.district,

    build,
    seal: sealAndKeep,
    versions: (id) => repository.versions(id),
    allInputs: (id) => repository.allInputs(id),
    list: (of = wholeCity, limit = 200) => repository.list({ limit, ...(of === wholeCity ? {} : { districts: [of].flat() }) }),

    async reproduce({ inputs, contentHash }) {
      const by = await assessor.under(inputs);
      if (by === undefined) return 'other_rules';
      if (sealDraft(buildAnew(inputs, by)).contentHash === contentHash) return 'same';
      return inputs.program === knowledge.program ? 'different' : 'other_program';
    },
  };
}
