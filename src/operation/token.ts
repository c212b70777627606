import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether an `Authorization` header carries the token; how long it takes to say no tells nothing. */
export function hasToken(authorization: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`));
}
