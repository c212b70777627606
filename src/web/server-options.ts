import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { type FastifyServerOptions, LogController } from 'fastify';
import { loggerOptions } from './logging.ts';
import { isWellFormed } from './well-formed.ts';

/** Where an address that cannot be decoded is sent, so that it is refused by the same hooks and pages as everything else. */
export const malformedPath = '/felaktig-adress';

/** What the HTTP server needs before any plugin is registered. */
export function serverOptions({ logLevel, trustProxy }: { logLevel: string; trustProxy: string | undefined }): FastifyServerOptions {
  return {
    // Without a named proxy nobody's word about another address is taken.
    trustProxy: trustProxy ?? false,
    logger: loggerOptions(logLevel),
    // Fastify's own lines hold whole addresses; `logging` writes others.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    // Ids that stay apart when several processes write one log and one trail.
    genReqId: () => randomUUID(),
    // One candidate with a full design is 5 kB; a whole district's changes stay far below this.
    bodyLimit: 256 * 1024,
    requestTimeout: 30_000,
    // Short, so that an idle browser does not hold up a shutdown.
    keepAliveTimeout: 5_000,
    // Longer ids are answered by the routes as unknown ones; Node itself limits the whole address to 16 kB.
    routerOptions: { maxParamLength: 16 * 1024 },
    rewriteUrl: (request) => (isWellFormed(request.url ?? '') ? (request.url ?? '/') : malformedPath),
    clientErrorHandler: answerClientError,
  };
}

/** Answers what is not HTTP at all, where there is no request to answer through. */
function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, text] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'Adressen eller huvudena är för långa.']
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ['408 Request Timeout', 'Förfrågan tog för lång tid.']
        : ['400 Bad Request', 'Förfrågan går inte att läsa.'];
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
}
