import { createHash, randomBytes } from 'node:crypto';

/** A secret that cannot be guessed: 32 random bytes, as it stands in a cookie or an address. */
export const newToken = (): string => randomBytes(32).toString('base64url');
/** What the database keeps of a secret. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
export const isToken = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);
