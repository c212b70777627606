import { z } from 'zod';

/** One fault in what a person sent: which field, what is wrong and what to do. */
export interface InputFault {
  field: string;
  message: string;
}

/** What a person sent cannot be read; answered with 400 and the faults, one for each field. */
export class InputError extends Error {
  readonly statusCode = 400;
  readonly faults: readonly InputFault[];

  constructor(faults: readonly InputFault[]) {
    super(faults.map((fault) => `${fault.field}: ${fault.message}`).join(' '));
    this.name = 'InputError';
    this.faults = faults;
  }
}

/**
 * Parses what came in from outside. `labels` gives the fields' names on the page, where a person reads the answer.
 * @throws InputError with every fault at once.
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown, labels: Readonly<Record<string, string>> = {}): z.infer<S> {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  throw new InputError(
    result.error.issues.map((issue) => {
      const field = issue.path.join('.') || 'hela frågan';
      return { field: labels[field] ?? field, message: issue.message };
    }),
  );
}

/** What a person asks for does not exist; answered with 404 and what to do instead. */
export class NotFoundError extends Error {
  readonly statusCode = 404;

  constructor(message: string) {
    super(message);
    this.name = 'NotFoundError';
  }
}

const oneValue = 'Ange bara ett värde: adressen har flera.';

/** A choice of a filter: empty means all; `name` is what a person calls it, in definite form. */
export const oneOf = (values: readonly string[], name: string) =>
  z
    .string(oneValue)
    .max(200, `${name} finns inte i listan. Välj ett värde i formuläret.`)
    .default('')
    .refine((value) => value === '' || values.includes(value), `${name} finns inte i listan. Välj ett värde i formuläret.`);

/** What a person searches for. */
export const searchText = z
  .string(oneValue)
  .max(200, 'Sökordet är för långt. Skriv högst 200 tecken.')
  .default('')
  .transform((text) => text.trim());

/** The words that somebody searches for, in lower case. */
export const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

/** The page of a list, from 1. */
export const pageNumber = z.coerce
  .number('Sidan ska vara ett tal.')
  .int('Sidan ska vara ett heltal.')
  .min(1, 'Första sidan har nummer 1. Välj den eller en senare.')
  .max(10_000, 'Så många sidor finns inte. Välj en sida som visas i listan.')
  .default(1);
