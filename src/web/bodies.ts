import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { AppError } from './errors.ts';
import { decodeUtf8, parseForm } from './well-formed.ts';

/** Reads bodies: JSON and forms, both strictly UTF-8; every other type is refused with 415. */
export const bodies = fp(
  async function bodies(app: FastifyInstance) {
    const parseJson = app.getDefaultJsonParser('error', 'error');
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
      try {
        parseJson(request, refuseNull(decodeUtf8(body)), done);
      } catch (error) {
        done(error instanceof Error ? error : new Error(String(error)));
      }
    });
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) =>
      parseForm(decodeUtf8(body)),
    );
  },
  { name: 'bodies' },
);

/** JSON can carry the null character as an escape, which no text has and no database keeps. */
function refuseNull(text: string): string {
  if (/(?<!\\)(\\\\)*\\u0000/.test(text)) throw new AppError('bad_request', 'Texten innehåller tecken som inte går att spara.');
  return text;
}
