import { z } from 'zod';
import type { Ruleset } from '../assessment/ruleset.ts';
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
export function createNameHint(knowledge: Knowledge): NameHint {
  const { catalogue, districts, unitScopes, sources, support } = knowledge;
  const more = fileSchema.safeParse(readJsonFile(new URL('../../data/known-names.json', import.meta.url), 'data/known-names.json'));
  if (!more.success) throw new StartupError(`data/known-names.json har fel form: ${z.prettifyError(more.error)}`);
  const fixed = [catalogue.insatser, catalogue.groups, districts.all, unitScopes, sources.all, support.file, more.data];
  const read = (ruleset: Ruleset) => ({ hash: ruleset.hash, words: vocabularyOf(stringsIn([...fixed, ruleset])) });
  let vocabulary = read(knowledge.ruleset);
  return (text) => {
    if (vocabulary.hash !== knowledge.ruleset.hash) vocabulary = read(knowledge.ruleset);
    return nameHint(findNames(text, vocabulary.words));
  };
}
