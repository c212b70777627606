import { z } from 'zod';
import { textFaults } from '../proposals/line-form.ts';
import type { InputFault } from '../web/input.ts';
import { isMentionable, type Mentionable, mentionable, mentionsIn } from './mentions.ts';

const longestComment = 4000;

/** What a person has written, as it was written. */
export interface CommentValues {
  /** The id that the form gave the comment, so that the same press twice is one comment. */
  key: string | null;
  text: string;
  mentioned: readonly Mentionable[];
}

const many = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const rawSchema = z.object({ nyckel: z.uuid().nullable().catch(null), text: z.string().catch(''), namn: many.catch([]) });

/** Reads the form. `mentioned` has the ticked roles; whom the text itself mentions is added when it is stored. */
export function readComment(body: unknown): { values: CommentValues; faults: InputFault[] } {
  const raw = rawSchema.parse(typeof body === 'object' && body !== null ? body : {});
  const text = raw.text.replaceAll('\r\n', '\n');
  const values = { key: raw.nyckel, text, mentioned: [...new Set(raw.namn)].filter(isMentionable) };
  if (text.trim() === '') return { values, faults: [{ field: 'kommentar', message: 'Skriv en kommentar innan du skickar.' }] };
  return { values, faults: textFaults('kommentar', text.trim(), longestComment) };
}

/** Everybody whom a comment mentions, ticked or written. */
export const allMentioned = ({ text, mentioned }: CommentValues): Mentionable[] =>
  mentionable.filter((role) => mentioned.includes(role) || mentionsIn(text).includes(role));
