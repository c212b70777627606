import { z } from 'zod';
import { readJsonFile } from '../json-file.ts';
import type { Knowledge } from '../knowledge.ts';
import { StartupError } from '../startup-error.ts';
import { findNames, nameHint, vocabularyOf } from '../web/name-hint.ts';

/** What to say where a text seems to name a person; null where it does not. */
export type NameHint = (text: string) => string | null;

const list = z.array(z.string().min(1));
const fileSchema = z.strictObject({ places: list, organisations: list, words: list });

function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) yield* stringsIn(part);
}

/** The hint of names, which knows the words of our own field: insatser, districts, sources and rules, and `data/known-names.json`. */
export function createNameHint({ catalogue, districts, unitScopes, sources, ruleset, support }: Knowledge): NameHint {
  const more = fileSchema.safeParse(readJsonFile(new URL('../../data/known-names.json', import.meta.url), 'data/known-names.json'));
  if (!more.success) throw new StartupError(`data/known-names.json har fel form: ${z.prettifyError(more.error)}`);
  const vocabulary = vocabularyOf(stringsIn([catalogue.insatser, catalogue.groups, districts.all, unitScopes, sources.all, ruleset, support.file, more.data]));
  return (text) => nameHint(findNames(text, vocabulary));
}
