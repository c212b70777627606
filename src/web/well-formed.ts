import { AppError } from './errors.ts';

/** Whether every percent-escape is complete and together they are UTF-8, without the null character that no text has. */
export function isWellFormed(escaped: string): boolean {
  try {
    return !decodeURIComponent(escaped).includes('\0');
  } catch {
    return false;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Decodes a body; broken UTF-8 is refused rather than replaced, since replacing would silently change what was sent. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new AppError('bad_request', 'Texten är inte giltig UTF-8. Spara den som UTF-8 och skicka igen.');
  }
}

/** Parses `application/x-www-form-urlencoded`; a name that comes several times gets a list. */
export function parseForm(text: string): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const escaped = pair.replaceAll('+', ' ');
    if (!isWellFormed(escaped)) throw new AppError('bad_request', 'Formuläret är inte rätt kodat. Läs in sidan igen och försök på nytt.');
    const at = escaped.indexOf('=');
    const name = decodeURIComponent(at < 0 ? escaped : escaped.slice(0, at));
    const value = at < 0 ? '' : decodeURIComponent(escaped.slice(at + 1));
    const earlier = fields.get(name);
    if (earlier === undefined) fields.set(name, value);
    else if (Array.isArray(earlier)) earlier.push(value);
    else fields.set(name, [earlier, value]);
  }
  return Object.fromEntries(fields);
}
