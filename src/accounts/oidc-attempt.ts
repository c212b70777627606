import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';

/** A login that has been sent to the provider and is waited for. */
const attemptSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** Where to go afterwards, a page of our own. */
  till: z.string(),
  /** When it is too late (milliseconds). */
  until: z.number(),
});
export type Attempt = z.infer<typeof attemptSchema>;

/** How long a person may take at the provider: ten minutes. */
export const attemptSeconds = 600;

/**
 * The attempt travels in the browser's own cookie, encrypted: any server process can finish a login that another began, and nobody but us can
 * make or read one. The key is derived from the client's secret, which every process has.
 */
export function attemptSeal(clientSecret: string) {
  const key = Buffer.from(hkdfSync('sha256', clientSecret, '', 'insatsplan login attempt', 32));
  return {
    seal(attempt: Attempt): string {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const text = Buffer.concat([cipher.update(JSON.stringify(attempt), 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url');
    },

    /** Null for what we have not sealed, and for what is too old. */
    open(sealed: string, now = Date.now()): Attempt | null {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < 28) return null;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAuthTag(bytes.subarray(12, 28));
        const text = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
        const attempt = attemptSchema.parse(JSON.parse(text));
        return attempt.until > now ? attempt : null;
      } catch {
        return null;
      }
    },
  };
}
