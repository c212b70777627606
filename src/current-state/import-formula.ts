/** What the writers of files guard with an apostrophe, and what already looks as if it were guarded. */
const guarded = /^'+(\s*[=+\-@＝＋－＠]|[\t\r\n])/;

/**
 * A text before it goes to a writer that puts an apostrophe before what may be run as a formula. A text that has such an apostrophe of
 * its own gets one more, so that reading takes away exactly what writing added.
 */
export function guard(text: string): string {
  return guarded.test(text) ? `'${text}` : text;
}

/** A text as it was before it was guarded. */
export function unguard(text: string): string {
  return guarded.test(text) ? text.slice(1) : text;
}
