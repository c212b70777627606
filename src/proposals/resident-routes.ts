import type { FastifyInstance, FastifyRequest } from 'fastify';
import { noAnnexReason, residentPages, residentWords, sectionInWords, standsInWords } from '../documents/resident-page.ts';
import { type Decided, statusSentence } from '../drafts/decided.ts';
import { url } from '../web/format.ts';
import { NotFoundError, parseInput } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { versionQuerySchema } from './page-query.ts';
import type { Proposals } from './proposals.ts';
import type { StoredVersion } from './repository.ts';
import type { Standings } from './standing.ts';

export interface ResidentRoutesOptions {
  proposals: Proposals;
  standings: Pick<Standings, 'decided'>;
}

const styles = ['proposal.css', 'resident.css'];

/** What opens, told to residents: a list, and a page for each insats that can be printed or copied to the city's own pages. */
export default async function residentRoutes(app: FastifyInstance, { proposals, standings }: ResidentRoutesOptions): Promise<void> {
  async function stored(
    request: FastifyRequest<{ Params: { id: string } }>,
  ): Promise<{ found: StoredVersion; query: { version?: number }; decided: Decided | null }> {
    const { version } = parseInput(versionQuerySchema, request.query);
    const found = await proposals.existing(request.params.id, version);
    return { found, query: version === undefined ? {} : { version }, decided: await standings.decided(found.id, found.version) };
  }

  app.get<{ Params: { id: string } }>('/forslag/:id/invanare', async (request, reply) => {
    const { found, query, decided } = await stored(request);
    const { draft } = found;
    const base = `/forslag/${found.id}`;
    const later = draft.lines.filter(({ section }) => section === 'stage2' || section === 'stage3');
    return renderPage(request, reply, {
      title: `Till invånare – ${draft.title}`,
      template: 'proposals/residents',
      data: {
        styles,
        draft,
        status: statusSentence(found.version, decided),
        decided,
        backHref: url(base, query),
        pages: residentPages(draft).map((page) => ({ ...page, href: url(`${base}/invanare/${page.insats}`, query) })),
        reason: noAnnexReason(draft),
        later: new Set(later.map(({ insats }) => insats)).size,
        files: { docx: url(`${base}/invanare.docx`, query), md: url(`${base}/invanare.md`, query) },
      },
    });
  });

  app.get<{ Params: { id: string; insats: string } }>('/forslag/:id/invanare/:insats', async (request, reply) => {
    const { found, query, decided } = await stored(request);
    const page = residentPages(found.draft).find(({ insats }) => insats === request.params.insats);
    if (page === undefined) {
      throw new NotFoundError(
        'Den insatsen öppnas inte i etapp 1 i den här versionen, så det finns ingen sida om den. Gå till förslaget och öppna listan Till invånare.',
      );
    }
    return renderPage(request, reply, {
      title: `${page.title} – till invånare`,
      template: 'proposals/resident',
      data: {
        styles,
        draft: found.draft,
        status: statusSentence(found.version, decided),
        decided,
        stands: standsInWords(decided),
        page,
        words: residentWords,
        sectionInWords,
        backHref: url(`/forslag/${found.id}/invanare`, query),
        proposalHref: url(`/forslag/${found.id}`, query),
      },
    });
  });
}
