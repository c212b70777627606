import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { AppError } from './errors.ts';
import { escapeHtml } from './format.ts';
import { type Problem, type Translate, toProblem } from './problem.ts';
import { renderPage, wantsFragment } from './render.ts';

export interface ErrorHandlingOptions {
  /** Knows the errors of the layers above this one. */
  translate?: Translate;
}

/** Answers every failed request: a page for people, `application/problem+json` (RFC 9457) for programs. Never a stack trace. */
export const errorHandling = fp(
  async function errorHandling(app: FastifyInstance, { translate }: ErrorHandlingOptions) {
    app.setErrorHandler<FastifyError>(async (error, request, reply) => {
      const problem = toProblem(error, translate);
      if (problem.status >= 500) request.log.error({ err: error, method: request.method, route: request.routeOptions.url ?? 'none' }, 'request failed');
      return answer(request, reply, problem);
    });
    app.setNotFoundHandler(async (request, reply) => {
      const known = new AppError('not_found', 'Det finns ingenting på den adressen. Kontrollera den, eller börja från startsidan.');
      return answer(request, reply, toProblem(known));
    });
  },
  { name: 'error-handling' },
);

/** Programs ask under /api/ or say that they want JSON rather than a page. */
function wantsJson(request: FastifyRequest): boolean {
  if (request.url.startsWith('/api/')) return true;
  const accept = request.headers.accept ?? '';
  return !accept.includes('text/html') && /application\/([a-z.+-]*\+)?json/.test(accept);
}

async function answer(request: FastifyRequest, reply: FastifyReply, problem: Problem): Promise<unknown> {
  reply.code(problem.status).header('cache-control', 'no-store').removeHeader('content-disposition');
  if (wantsJson(request)) {
    const { code, title, status, detail, faults } = problem;
    return reply
      .type('application/problem+json; charset=utf-8')
      .send({ type: `urn:insatsplan:problem:${code}`, title, status, detail, errors: faults, requestId: request.id });
  }
  reply.type('text/html; charset=utf-8');
  // An error is not an answer to the part that was asked for: it takes the page's whole content.
  if (wantsFragment(request)) reply.header('hx-retarget', '#innehall').header('hx-reswap', 'innerHTML');
  try {
    return await renderPage(request, reply, {
      title: problem.title,
      template: 'error/index',
      fragment: 'error/message',
      data: { problem, requestId: problem.status >= 500 || problem.status === 403 ? request.id : null },
    });
  } catch (error) {
    request.log.error({ err: error }, 'the error page failed');
    return plainPage(problem, request.id);
  }
}

/** For when the templates themselves have failed. */
function plainPage({ title, detail }: Problem, requestId: string): string {
  return `<!doctype html><html lang="sv"><meta charset="utf-8"><title>${escapeHtml(title)} – Insatsplan</title><main><h1>${escapeHtml(title)}</h1><p>${escapeHtml(
    detail,
  )}</p><p>Ärendenummer ${escapeHtml(requestId)}</p><p><a href="/">Till startsidan</a></p></main></html>`;
}
