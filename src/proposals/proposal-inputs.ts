import { createHash } from 'node:crypto';
import { z } from 'zod';
import { slug } from '../catalogue/schema.ts';
import { currentStateSchema } from '../drafts/draft-schema.ts';
import { outlineSchema, textsSchema } from '../drafts/outline.ts';
import { shapingSchema } from '../drafts/shaping.ts';
import { scenariosSchema } from '../economy/scenario.ts';
import type { Knowledge } from '../knowledge.ts';

/** Everything that a draft is made from. The hashes say which rules and which catalogue; the rest is what was asked for. */
export const proposalInputsSchema = z.strictObject({
  district: slug,
  legalBasis: slug,
  date: z.iso.date(),
  currentStates: z.record(slug, currentStateSchema),
  ruleset: z.string(),
  catalogue: z.string(),
  formatVersion: z.int(),
  /** What people have changed, by line; left out where nothing is, so that a first version is what it always was. */
  shaping: shapingSchema.optional(),
  /** The year whose answers `currentStates` are; left out where the district has answered nothing. */
  currentStateYear: z.int().optional(),
  /** What people have written for the document, its headings where they are not the usual ones, and the scenarios of costs. */
  texts: textsSchema.optional(),
  outline: outlineSchema.optional(),
  economy: scenariosSchema.optional(),
  /** Made in a database of made-up data. */
  example: z.literal(true).optional(),
  /** The program that made the draft; versions from before it was kept do not have it. */
  program: z.string().optional(),
});
type CurrentState = z.infer<typeof currentStateSchema>;
export type ProposalInputs = z.infer<typeof proposalInputsSchema>;

/** What a person has asked for, checked. */
export interface ProposalRequest {
  district: string;
  legalBasis: string;
  date: string;
  currentStates?: ReadonlyMap<string, CurrentState>;
  /** The year whose answers those are. */
  currentStateYear?: number | null;
  example?: boolean;
}

/** Everything that people have changed in the working copy of a proposal; what is as it was from the start is left out. */
export type WorkingParts = Pick<ProposalInputs, 'shaping' | 'texts' | 'outline' | 'economy'>;

/** What a proposal reads of its district and its law, when it is to be read anew. */
export interface Renewal {
  date: string;
  currentStates: ReadonlyMap<string, CurrentState>;
  currentStateYear: number | null;
}

const statesOf = (states: ReadonlyMap<string, CurrentState>) => Object.fromEntries([...states].sort(([a], [b]) => (a < b ? -1 : 1)));
const yearOf = (year: number | null | undefined) => (year === null || year === undefined ? {} : { currentStateYear: year });

/** The inputs of a new version of a proposal, under the rules and the catalogue that are given; date and nuläge stay unless they are renewed. */
export function nextInputs(before: ProposalInputs, parts: WorkingParts, knowledge: Knowledge, renewal?: Renewal): ProposalInputs {
  const { district, legalBasis, formatVersion, example } = before;
  const { date, currentStates, currentStateYear } = renewal ?? { ...before, currentStates: new Map(Object.entries(before.currentStates)) };
  return proposalInputsSchema.parse({
    district,
    legalBasis,
    date,
    currentStates: statesOf(currentStates),
    ruleset: knowledge.ruleset.hash,
    catalogue: knowledge.catalogueHash,
    formatVersion,
    ...yearOf(currentStateYear),
    ...(example === undefined ? {} : { example }),
    program: knowledge.program,
    ...parts,
  });
}

/** The inputs of a request under the rules and the catalogue of today. */
export function inputsOf(request: ProposalRequest, knowledge: Knowledge): ProposalInputs {
  return {
    district: request.district,
    legalBasis: request.legalBasis,
    date: request.date,
    currentStates: statesOf(request.currentStates ?? new Map()),
    ruleset: knowledge.ruleset.hash,
    catalogue: knowledge.catalogueHash,
    formatVersion: 1,
    ...yearOf(request.currentStateYear),
    ...(request.example === true ? { example: true as const } : {}),
    program: knowledge.program,
  };
}

/** An id that follows from the inputs (UUID version 8): asking twice for the same thing gives the same proposal, not two. */
export function proposalId(inputs: ProposalInputs): string {
  const hash = createHash('sha256')
    .update(JSON.stringify(proposalInputsSchema.parse(inputs)))
    .digest('hex');
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `${variant}${hash.slice(17, 20)}`, hash.slice(20, 32)].join('-');
}
