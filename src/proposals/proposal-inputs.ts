import { createHash } from 'node:crypto';
import { z } from 'zod';
import { slug } from '../catalogue/schema.ts';
import type { Knowledge } from '../knowledge.ts';
import { currentStateSchema } from './draft-schema.ts';
import { type Shaping, shapingSchema } from './shaping.ts';

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
});
export type ProposalInputs = z.infer<typeof proposalInputsSchema>;

/** What a person has asked for, checked. */
export interface ProposalRequest {
  district: string;
  legalBasis: string;
  date: string;
  currentStates?: ReadonlyMap<string, z.infer<typeof currentStateSchema>>;
}

/** The inputs of a new version of a proposal, under the rules and the catalogue of today. */
export function nextInputs(before: ProposalInputs, shaping: Shaping | undefined, knowledge: Knowledge): ProposalInputs {
  const { shaping: _earlier, ...rest } = before;
  return { ...rest, ruleset: knowledge.ruleset.hash, catalogue: knowledge.catalogueHash, ...(shaping === undefined ? {} : { shaping }) };
}

/** The inputs of a request under the rules and the catalogue of today. */
export function inputsOf(request: ProposalRequest, knowledge: Knowledge): ProposalInputs {
  const states = [...(request.currentStates ?? new Map())].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    district: request.district,
    legalBasis: request.legalBasis,
    date: request.date,
    currentStates: Object.fromEntries(states),
    ruleset: knowledge.ruleset.hash,
    catalogue: knowledge.catalogueHash,
    formatVersion: 1,
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
