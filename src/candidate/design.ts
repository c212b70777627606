import { z } from 'zod';
import { type DesignFieldName, type DesignFields, designFields, UNKNOWN } from './design-fields.ts';

type ValueOf<F> = F extends { type: 'choice'; choices: infer C }
  ? (keyof C & string) | 'unknown'
  : F extends { type: 'list'; choices: infer C }
    ? (keyof C & string)[] | 'unknown'
    : F extends { type: 'integer'; none: string }
      ? number | 'none' | 'unknown'
      : number | 'none' | 'unknown';

/** A design with every question answered; an unanswered one says "unknown". */
export type Design = { [K in DesignFieldName]: ValueOf<DesignFields[K]> };

/** Answers to one question, "unknown" among them. */
function answerSchema(name: DesignFieldName): z.ZodType<string | number | string[]> {
  const field = designFields[name];
  const meta = { title: field.label, description: field.help === '' ? field.label : `${field.label} ${field.help}` };
  if (field.type === 'choice') return z.enum([UNKNOWN, ...Object.keys(field.choices)]).meta(meta);
  if (field.type === 'list') return z.union([z.array(z.enum(Object.keys(field.choices))).max(20), z.literal(UNKNOWN)]).meta(meta);
  return z.union([z.int().min(field.min).max(field.max), z.enum(['none', UNKNOWN])]).meta(meta);
}

export const designFieldNames = Object.keys(designFields) as DesignFieldName[];

/** Parses a design; a question that is left out becomes "unknown", an unknown question is an error. */
export const designSchema = z
  .strictObject(Object.fromEntries(designFieldNames.map((name) => [name, answerSchema(name).default(UNKNOWN)])))
  .pipe(z.custom<Design>());

/** Parses a change of a design: only the questions that change. */
export const designChangeSchema = z
  .strictObject(Object.fromEntries(designFieldNames.map((name) => [name, answerSchema(name).optional()])))
  .pipe(z.custom<Partial<Design>>());

/** A design in which nothing is answered. */
export const emptyDesign: Design = designSchema.parse({});

/** JSON Schema (draft 2020-12) of a design, each field described in Swedish. */
export function designJsonSchema(): unknown {
  return z.toJSONSchema(designSchema, { io: 'input' });
}
