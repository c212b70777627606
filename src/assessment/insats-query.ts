import { z } from 'zod';
import { type Design, designChangeSchema, designFieldNames, isDesignFieldName } from '../candidate/design.ts';
import { type DesignFieldName, designFields, UNKNOWN } from '../candidate/design-fields.ts';
import type { DesignProblem } from '../candidate/parse-design.ts';
import type { Query } from '../web/format.ts';
import { latestDate } from './parse-candidate.ts';
import type { DesignChange } from './types.ts';

/** What the insats page reads from its address, apart from the answers of the try-out. */
export const insatsQuerySchema = z.object({
  malgrupp: z.string().max(200, 'Målgruppen är för lång.').default(''),
  grund: z.string().max(200, 'Den rättsliga grunden är för lång.').default(''),
  datum: z
    .union([z.literal(''), z.iso.date('Datumet ska skrivas ÅÅÅÅ-MM-DD, till exempel 2026-01-31.')])
    .default('')
    .refine((date) => date <= latestDate, `Datumet ligger för långt fram. Välj ett datum till och med ${latestDate}.`),
  /** Sent by the try-out's form: answer with the short address. */
  prova: z.string().max(10).default(''),
});
export type InsatsQuery = z.infer<typeof insatsQuerySchema>;

const rawSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]).catch(''));

/** A number question is answered by a list ("tal" = a number follows) and, beside it, the number. */
export const amountChoice = 'tal';
export const amountName = (field: DesignFieldName): string => `${field}Antal`;

type Answer = { value: string | number | string[] } | { problem: string } | null;

function readInteger(field: DesignFieldName, text: string, amount: string): Answer {
  const info = designFields[field];
  if (info.type !== 'integer') return null;
  if (text === 'none' || text === UNKNOWN) return { value: text };
  const digits = text === amountChoice ? amount : text;
  const value = /^\d{1,6}$/.test(digits) ? Number(digits) : Number.NaN;
  return value >= info.min && value <= info.max ? { value } : { problem: `Skriv ett heltal från ${info.min} till ${info.max}.` };
}

function readAnswer(field: DesignFieldName, values: readonly string[], amount: string): Answer {
  const info = designFields[field];
  const given = values.filter((value) => value !== '');
  const allowed = info.type === 'integer' ? [] : Object.keys(info.choices);
  if (info.type === 'list') {
    if (given.length === 0 || given.includes(UNKNOWN)) return { value: UNKNOWN };
    const chosen = allowed.filter((choice) => given.includes(choice));
    return given.every((value) => allowed.includes(value)) ? { value: chosen } : { problem: 'Välj bland svaren i listan.' };
  }
  const [text] = given;
  if (text === undefined) return null;
  if (info.type === 'integer') return readInteger(field, text, amount);
  return text === UNKNOWN || allowed.includes(text) ? { value: text } : { problem: 'Välj ett av svaren i listan.' };
}

export const sameAnswer = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

export interface TriedDesign {
  design: Design;
  /** Only the answers that differ from the default design. */
  changes: DesignChange;
  /** Answers that could not be read; the default stands in their place. */
  problems: DesignProblem[];
}

/** Every answer that was given, whatever is assumed; what cannot be read is a problem. */
export function readAnswers(query: unknown): { answers: DesignChange; problems: DesignProblem[] } {
  const raw = rawSchema.parse(query ?? {});
  const all = (name: string): string[] => [raw[name] ?? []].flat();
  const problems: DesignProblem[] = [];
  const given: Partial<Record<DesignFieldName, unknown>> = {};
  for (const field of designFieldNames) {
    if (raw[field] === undefined) continue;
    const answer = readAnswer(field, all(field), all(amountName(field))[0] ?? '');
    if (answer === null) continue;
    if ('problem' in answer)
      problems.push({ fields: [field], message: `Svaret på ”${designFields[field].label}” går inte att använda.`, remedy: answer.problem });
    else given[field] = answer.value;
  }
  return { answers: designChangeSchema.parse(given), problems };
}

/** Lays the answers of an address over the default design. */
export function readDesign(query: unknown, defaults: Design): TriedDesign {
  const { answers, problems } = readAnswers(query);
  const changes = designChangeSchema.parse(
    Object.fromEntries(Object.entries(answers).filter(([field, answer]) => isDesignFieldName(field) && !sameAnswer(answer, defaults[field]))),
  );
  return { design: { ...defaults, ...changes }, changes, problems };
}

/** Changes of a design as they stand in an address. */
export function designParams(changes: DesignChange): Query {
  return Object.fromEntries(designFieldNames.flatMap((field) => (changes[field] === undefined ? [] : [[field, changes[field]]])));
}
