import { z } from 'zod';
import { decidedSchema } from '../drafts/decided.ts';
import { proposalInputsSchema } from '../proposals/proposal-inputs.ts';
import { choicesSchema } from './choices.ts';
import { packedFileSchema } from './packed-file.ts';

export { choicesSchema as startSchema };

/**
 * What a thread is asked, one thing at a time. A draft is built by the ruleset that comes with it: the thread knows only the files. A draft goes
 * over as its JSON text, which is the cheapest to hand over.
 */
export const questionSchema = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('build'), inputs: proposalInputsSchema, ruleset: z.looseObject({ hash: z.string() }) }),
  z.strictObject({ ask: z.literal('render'), draft: z.string(), version: z.int().nullable(), decided: decidedSchema.nullable() }),
  z.strictObject({ ask: z.literal('collect'), draft: z.string(), version: z.int().nullable(), decided: decidedSchema.nullable(), at: z.int() }),
  z.strictObject({ ask: z.literal('together') }),
]);
export type Question = z.infer<typeof questionSchema>;

export const answerSchema = z.strictObject({
  /** The text of the draft that was built. */
  draft: z.string().optional(),
  files: z.array(packedFileSchema).default([]),
  failed: z.string().optional(),
});
export type Answer = z.input<typeof answerSchema>;
