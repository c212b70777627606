import { sql } from 'kysely';
import { z } from 'zod';
import { jsonText, toJson } from '../database/json.ts';
import type { Db } from '../database/types.ts';
import { readDraft, type SealedDraft } from '../drafts/draft-bytes.ts';
import type { Draft } from '../drafts/draft-schema.ts';
import { type ProposalInputs, proposalInputsSchema } from './proposal-inputs.ts';

/** A proposal as lists show it: without its document. */
export interface ProposalHead {
  id: string;
  title: string;
  district: string;
  legalBasis: string;
  date: string;
  version: number;
  ruleset: string;
  catalogue: string;
  createdAt: Date;
}

/** A version with what it was made from and what came out. */
export interface StoredVersion extends ProposalHead {
  inputs: ProposalInputs;
  draft: Draft;
  contentHash: string;
}

export interface NewProposal extends SealedDraft {
  id: string;
  inputs: ProposalInputs;
}

const basisSchema = proposalInputsSchema.pick({
  ...{ district: true, legalBasis: true, date: true, ruleset: true, catalogue: true, program: true, currentStates: true, currentStateYear: true },
});
/** What a version was made from, as far as it can grow old. */
export type Basis = z.infer<typeof basisSchema>;

const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const versionRow = (number: number, { id, inputs, text, contentHash }: Omit<NewProposal, 'draft'>) => ({
  proposal_id: id,
  number,
  ruleset_hash: inputs.ruleset,
  catalogue_hash: inputs.catalogue,
  inputs: toJson(inputs),
  document: jsonText(text),
  content_hash: contentHash,
  // Not when the transaction began: the example saves many versions in one.
  created_at: sql<Date>`clock_timestamp()`,
});

/** The database says null for a key that is not there. */
const withoutNulls = (value: unknown) => Object.fromEntries(Object.entries(z.looseObject({}).parse(value)).filter(([, own]) => own !== null));

/** Reads and writes proposals; takes the database or a transaction. */
export function proposalRepository(db: Db) {
  const allHeads = () =>
    db
      .selectFrom('proposal')
      .innerJoin('proposal_version as version', 'version.proposal_id', 'proposal.id')
      .select([
        'proposal.id',
        'proposal.title',
        'proposal.district',
        'proposal.legal_basis as legalBasis',
        'proposal.law_date as date',
        'version.number as version',
        'version.ruleset_hash as ruleset',
        'version.catalogue_hash as catalogue',
        'version.created_at as createdAt',
      ]);
  const heads = () =>
    allHeads().where(({ eb, selectFrom }) =>
      eb(
        'version.number',
        '=',
        selectFrom('proposal_version as latest')
          .whereRef('latest.proposal_id', '=', 'proposal.id')
          .select(({ fn }) => fn.max('latest.number').as('number')),
      ),
    );

  return {
    /** Stores the first version. A proposal that already exists is left as it is, so the call can be repeated; says whether it was new. */
    async add({ draft, ...version }: NewProposal): Promise<boolean> {
      const { id, inputs } = version;
      await db
        .insertInto('proposal')
        .values({ id, title: draft.title, district: inputs.district, legal_basis: inputs.legalBasis, law_date: inputs.date })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      const stored = await db
        .insertInto('proposal_version')
        .values(versionRow(1, version))
        .onConflict((conflict) => conflict.columns(['proposal_id', 'number']).doNothing())
        .returning('number')
        .executeTakeFirst();
      return stored !== undefined;
    },

    async exists(id: string): Promise<boolean> {
      const row = await db.selectFrom('proposal_version').select('number').where('proposal_id', '=', id).limit(1).executeTakeFirst();
      return row !== undefined;
    },

    /** The newest version without its document; undefined where there is no such proposal. */
    async head(id: string): Promise<ProposalHead | undefined> {
      return idPattern.test(id) ? heads().where('proposal.id', '=', id).executeTakeFirst() : undefined;
    },

    /** A version without its document; the newest where no number is given. */
    async headOf(id: string, number?: number): Promise<ProposalHead | undefined> {
      const newest = await this.head(id);
      if (newest === undefined || number === undefined || number === newest.version) return newest;
      return (await this.versions(id)).find((head) => head.version === number);
    },

    /** Every version of a proposal, the newest first. */
    async versions(id: string): Promise<ProposalHead[]> {
      if (!idPattern.test(id)) return [];
      return allHeads().where('proposal.id', '=', id).orderBy('version.number', 'desc').execute();
    },

    /** A version with its document, which is not read where it is the one that the caller has: the same hash is the same bytes. */
    async stored(head: ProposalHead, known?: Pick<StoredVersion, 'contentHash' | 'draft'>): Promise<StoredVersion> {
      const row = await db
        .selectFrom('proposal_version')
        .select(['inputs', 'content_hash'])
        .select(sql<unknown>`case when content_hash = ${known?.contentHash ?? ''} then null else document end`.as('document'))
        .where('proposal_id', '=', head.id)
        .where('number', '=', head.version)
        .executeTakeFirstOrThrow();
      return {
        ...head,
        inputs: proposalInputsSchema.parse(row.inputs),
        draft: known?.contentHash === row.content_hash ? known.draft : readDraft(row.document),
        contentHash: row.content_hash,
      };
    },

    /** A version's document as it is stored, unread: JSON text. */
    async documentText({ id, version }: Pick<ProposalHead, 'id' | 'version'>): Promise<string> {
      const row = await db
        .selectFrom('proposal_version')
        .select(sql<string>`document::text`.as('text'))
        .where('proposal_id', '=', id)
        .where('number', '=', version)
        .executeTakeFirstOrThrow();
      return row.text;
    },

    /** Holds the proposal against other writers until the transaction ends, and tells its district; null where there is no such proposal. */
    async lock(id: string): Promise<string | null> {
      return (await db.selectFrom('proposal').select('district').where('id', '=', id).forUpdate().executeTakeFirst())?.district ?? null;
    },

    /** Stores a further version; the database refuses a number that is taken. */
    async addVersion(number: number, version: Omit<NewProposal, 'draft'>): Promise<void> {
      await db.insertInto('proposal_version').values(versionRow(number, version)).execute();
      const { id, inputs } = version;
      await db.updateTable('proposal').set({ law_date: inputs.date }).where('id', '=', id).where('law_date', '<>', inputs.date).execute();
    },

    /** What the newest version of each of these proposals was made from, without what people have written; in one question. */
    async bases(ids: readonly string[]): Promise<Map<string, Basis>> {
      if (ids.length === 0) return new Map();
      const keys = Object.keys(basisSchema.shape);
      const rows = await heads()
        .select(sql<unknown>`json_build_object(${sql.join(keys.flatMap((key) => [sql.lit(key), sql`version.inputs -> ${sql.lit(key)}`]))})`.as('basis'))
        .where('proposal.id', 'in', ids)
        .execute();
      return new Map(rows.map(({ id, basis }) => [id, basisSchema.parse(withoutNulls(basis))]));
    },

    /** What each version of a proposal was made from, the newest first. */
    async allInputs(id: string): Promise<{ version: number; inputs: ProposalInputs }[]> {
      if (!idPattern.test(id)) return [];
      const rows = await db.selectFrom('proposal_version').select(['number', 'inputs']).where('proposal_id', '=', id).orderBy('number', 'desc').execute();
      return rows.map(({ number, inputs }) => ({ version: number, inputs: proposalInputsSchema.parse(inputs) }));
    },

    /** The newest proposals first, as many as are asked for; only of the districts that are named, where any are. */
    async list(options: { districts?: readonly string[]; limit: number }): Promise<ProposalHead[]> {
      if (options.districts?.length === 0) return [];
      const query = heads().orderBy('version.created_at', 'desc').orderBy('proposal.id').limit(options.limit);
      return options.districts === undefined ? query.execute() : query.where('proposal.district', 'in', options.districts).execute();
    },
  };
}
