import { createHash } from 'node:crypto';
import { type Draft, draftSchema } from './draft-schema.ts';

/** Drafts whose fields are known to stand in the schema's order: reading some hundred lines again takes longer than writing them. */
const inOrder = new WeakSet<Draft>();

/** Checks a draft, and puts its fields in the schema's order. Nobody changes a draft afterwards. */
export function readDraft(value: unknown): Draft {
  const draft = draftSchema.parse(value);
  inOrder.add(draft);
  return draft;
}

/**
 * The draft as JSON text. Fields stand in the schema's order, so that the same draft is always the same bytes; every element
 * of a list stands on a line of its own, so that two drafts can be compared line by line.
 */
export function draftJson(draft: Draft): string {
  const fields = Object.entries(inOrder.has(draft) ? draft : draftSchema.parse(draft)).map(([key, value]) => `${JSON.stringify(key)}: ${valueText(value)}`);
  return `{\n${fields.join(',\n')}\n}\n`;
}

function valueText(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  return `[\n${value.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
}

/** A draft with its bytes and their hash: all that is needed to store it. */
export interface SealedDraft {
  draft: Draft;
  /** `draftJson`. */
  text: string;
  /** `draftHash` of the text. */
  contentHash: string;
}

/** Writes a draft as JSON text, and hashes it. */
export function sealDraft(draft: Draft): SealedDraft {
  const text = draftJson(draft);
  return { draft, text, contentHash: draftHash(text) };
}

/** SHA-256 of the draft's JSON text, in hexadecimal. */
export function draftHash(json: string): string {
  return createHash('sha256').update(json).digest('hex');
}
