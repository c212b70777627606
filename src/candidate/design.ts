import { z } from 'zod';
import { type DesignFieldName, type DesignFields, designFields, UNKNOWN } from './design-fields.ts';

type AnswerTo<F> = F extends { type: 'choice'; choices: infer C }
  ? (keyof C & string) | 'unknown'
  : F extends { type: 'list'; choices: infer C }
    ? (keyof C & string)[] | 'unknown'
    : number | 'none' | 'unknown';

/** A design with every question answered; an unanswered one says "unknown". */
export type Design = { [K in DesignFieldName]: AnswerTo<DesignFields[K]> };

/** Answers to one question, "unknown" among them. */
function answerSchema(name: DesignFieldName): z.ZodType<string | number | string[]> {
  const field = designFields[name];
  const meta = { title: field.label, description: field.help === '' ? field.label : `${field.label} ${field.help}` };
  if (field.type === 'choice') return z.enum([UNKNOWN, ...Object.keys(field.choices)]).meta(meta);
  if (field.type === 'list') return z.union([z.array(z.enum(Object.keys(field.choices))).max(20), z.literal(UNKNOWN)]).meta(meta);
  return z.union([z.int().min(field.min).max(field.max), z.enum(['none', UNKNOWN])]).meta(meta);
}

export const designFieldNames = Object.keys(designFields) as DesignFieldName[];

export function isDesignFieldName(name: unknown): name is DesignFieldName {
  return typeof name === 'string' && Object.hasOwn(designFields, name);
}

/** A schema for every question. The table decides type and schema alike, but no compiler follows a loop over it: a test holds them together. */
type Answers = { [K in DesignFieldName]: z.ZodType<Design[K]> };
type AnswersOrUnknown = { [K in DesignFieldName]: z.ZodDefault<Answers[K]> };
type SomeAnswers = { [K in DesignFieldName]: z.ZodExactOptional<Answers[K]> };
const answersOrUnknown = Object.fromEntries(designFieldNames.map((name) => [name, answerSchema(name).default(UNKNOWN)])) as AnswersOrUnknown;
const someAnswers = Object.fromEntries(designFieldNames.map((name) => [name, answerSchema(name).exactOptional()])) as SomeAnswers;

/** Parses a design; a question that is left out becomes "unknown", an unknown question is an error. */
export const designSchema = z.strictObject(answersOrUnknown);

/** Parses a change of a design: only the questions that change. */
export const designChangeSchema = z.strictObject(someAnswers);

/** A design in which nothing is answered. */
export const emptyDesign: Design = designSchema.parse({});

/** JSON Schema (draft 2020-12) of a design, each field described in Swedish. */
export function designJsonSchema(): unknown {
  return z.toJSONSchema(designSchema, { io: 'input' });
}
