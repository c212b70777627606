/** Text as we compare it: lower case, letters and digits only, one space between words. */
export function normal(text: string): string {
  return text
    .normalize('NFKC')
    .toLocaleLowerCase('sv')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Control characters, code points that are no characters, and the mark of a lost letter: files lose them on the way, and no person means them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to take away.
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFD\p{Noncharacter_Code_Point}]/gu;

/** A comment as it can be written to a file and read back: the same text, whatever the file does with ends of lines and outer spaces. */
export function plainText(text: string): string {
  return text.toWellFormed().replace(forbidden, '').replace(/\r\n?/g, '\n').trim();
}

/** What somebody wrote, short enough for a message. */
export function cut(text: string, length = 60): string {
  const clean = plainText(text).replace(/\s+/g, ' ');
  return clean.length > length ? `${clean.slice(0, length - 1)}…` : clean;
}
