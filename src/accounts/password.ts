import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** OWASP's smallest recommended setting for argon2id (2024): 19 MiB, two passes, one lane. */
const current = { memory: 19_456, passes: 2, parallelism: 1 };
const tagLength = 32;
export const passwordLengths = { min: 12, max: 200 } as const;

const derive = promisify(argon2);
const encode = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');

async function tagOf(password: string, nonce: Buffer, { memory, passes, parallelism }: typeof current): Promise<Buffer> {
  // The same letter can be typed as one character or two; both are the same password.
  return derive('argon2id', { message: Buffer.from(password.normalize('NFKC')), nonce, parallelism, tagLength, memory, passes });
}

/** Hashes a password with a salt of its own, in the PHC string format. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await tagOf(password, nonce, current);
  return `$argon2id$v=19$m=${current.memory},t=${current.passes},p=${current.parallelism}$${encode(nonce)}$${encode(tag)}`;
}

const format = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Checks a password. An account without one takes as long to refuse, so that nobody learns which accounts there are. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, nonce = '', tag = ''] = format.exec(hash ?? '') ?? [];
  if (memory === undefined) {
    await tagOf(password, Buffer.alloc(16), current);
    return false;
  }
  const found = await tagOf(password, Buffer.from(nonce, 'base64'), { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) });
  const expected = Buffer.from(tag, 'base64');
  return found.length === expected.length && timingSafeEqual(found, expected);
}

/** Whether a hash was made with an older setting and should be made anew at the next login. */
export function isOutdated(hash: string): boolean {
  return !hash.startsWith(`$argon2id$v=19$m=${current.memory},t=${current.passes},p=${current.parallelism}$`);
}
