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
        parseJson(request, refuseNoText(decodeUtf8(body)), (error, sent) => done(error ?? (isForm(request.url, sent) ? null : noObject()), sent));
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

/** What stands in for a form has fields by name; only the API, which says its own shapes, may get a list. */
const isForm = (url: string, sent: unknown): boolean => url.startsWith('/api/') || sent === null || (typeof sent === 'object' && !Array.isArray(sent));
const noObject = () => new AppError('bad_request', 'Förfrågan har inga fält. Skicka ett JSON-objekt.');

/** JSON can carry the null character and halves of characters as escapes, which no text has and no database keeps. */
function refuseNoText(text: string): string {
  const escapes = text.replace(/\\\\/g, '').replace(/\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}/g, '');
  if (/\\u(0000|[dD][89a-fA-F])/.test(escapes))
    throw new AppError('bad_request', 'Texten innehåller tecken som inte går att spara. Skriv om den utan dem, eller klistra in den som ren text.');
  return text;
}
