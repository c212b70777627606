import type { FastifyInstance } from 'fastify';
import { footerOf } from '../drafts/wording.ts';
import { versionQuerySchema } from '../proposals/page-query.ts';
import type { Proposals } from '../proposals/proposals.ts';
import type { Standings } from '../proposals/standing.ts';
import { parseInput } from '../web/input.ts';

/** A text as a CSS string: quotes, backslashes and everything that ends a string are written as code points. */
export const cssString = (text: string): string =>
  `"${text.replaceAll(/["\\<]|\p{Cc}|[\u2028\u2029]/gu, (sign) => `\\${(sign.codePointAt(0) ?? 0xfffd).toString(16)} `)}"`;

/**
 * What stands at the foot of every printed page of a proposal. Only a style sheet can write in a page's margin, and the security policy
 * wants it from an address of its own.
 */
export default async function paperRoutes(
  app: FastifyInstance,
  { proposals, standings }: { proposals: Pick<Proposals, 'existing'>; standings: Pick<Standings, 'decided'> },
): Promise<void> {
  app.get<{ Params: { id: string } }>('/forslag/:id/papper.css', async (request, reply) => {
    const found = await proposals.existing(request.params.id, parseInput(versionQuerySchema, request.query).version);
    const text = cssString(footerOf(found.draft, found.version, await standings.decided(found.id, found.version)));
    return reply
      .type('text/css; charset=utf-8')
      .send(`@page {\n  @bottom-left {\n    content: ${text};\n    font: 8pt sans-serif;\n    white-space: nowrap;\n  }\n}\n`);
  });
}
