import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { standingInWords } from '../drafts/shape-line.ts';
import { NotFoundError, parseInput } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { compareParts, compareVersions } from './compare.ts';
import type { Proposals } from './proposals.ts';
import type { StoredVersion } from './repository.ts';
import { documentHref } from './sections/parts.ts';
import type { LineState, WorkingCopies } from './working-copy.ts';

export interface VersionRoutesOptions {
  proposals: Proposals;
  workingCopies: WorkingCopies;
}
type Params = { Params: { id: string } };
const styles = ['proposal.css'];
const number = z.coerce
  .number('Ange versionens nummer.')
  .int('Ange versionens nummer.')
  .min(1, 'Ange versionens nummer.')
  .max(1_000_000, 'Så många versioner finns inte.');
const versionSchema = z.object({ version: number });
const compareSchema = z.object({ fran: number, till: number });
const causes = { people: 'Ändrat av människor', rules: 'Ändrade regler eller katalog', both: 'Ändrat av människor och av nya regler' } as const;
const kinds = {
  added: 'Raden har kommit till',
  removed: 'Raden är borttagen',
  standing: 'Väg och etapp',
  conditions: 'Villkor',
  flags: 'Flaggor',
  motive: 'Motiv',
  responses: 'Svar på flaggor',
} as const;

/** A line of the working copy as lists show it. */
export function lineEntry(id: string, { pair, standing, shaping, pending, missing }: LineState) {
  return {
    href: `/forslag/${id}/rader/${pair.insats.id}/${pair.group.id}`,
    name: pair.insats.name,
    group: pair.group.name,
    standing: standingInWords(standing),
    removed: shaping.removed,
    pending,
    missing,
  };
}

/** Versions: save the working copy as one, list and compare them, see what is missing, and mark one as ready. */
export default async function versionRoutes(app: FastifyInstance, { proposals, workingCopies }: VersionRoutesOptions): Promise<void> {
  async function stored(id: string, version?: number): Promise<StoredVersion> {
    const found = await proposals.find(id, version);
    if (found === undefined) throw new NotFoundError('Det finns inget sådant förslag eller ingen sådan version. Gå till listan över förslag.');
    return found;
  }

  app.get<Params>('/forslag/:id/saknas', async (request, reply) => {
    const version = await stored(request.params.id);
    const { missing, unwritten } = await workingCopies.state(version);
    return renderPage(request, reply, {
      title: `Vad saknas? ${version.draft.title}`,
      template: 'proposals/missing',
      data: {
        styles,
        draft: version.draft,
        backHref: `/forslag/${version.id}`,
        lines: missing.map((line) => lineEntry(version.id, line)),
        unwritten: unwritten.map((one) => ({ ...one, href: documentHref(version.id, one.part) })),
      },
    });
  });

  app.post<Params>('/forslag/:id/versioner', async (request, reply) => {
    const { version } = parseInput(versionSchema, request.body);
    const { id } = await stored(request.params.id);
    await workingCopies.saveVersion(id, version);
    return reply.redirect(`/forslag/${id}`, 303);
  });

  const versionsPage = async (request: FastifyRequest, reply: FastifyReply, id: string) => {
    const newest = await stored(id);
    const [versions, ready] = [await proposals.versions(id), await workingCopies.ready(id)];
    return renderPage(request, reply, {
      title: `Versioner – ${newest.draft.title}`,
      template: 'proposals/versions',
      data: {
        styles,
        draft: newest.draft,
        base: `/forslag/${newest.id}`,
        versions: versions.map((head, index) => ({
          ...head,
          ready: ready.get(head.version) ?? null,
          otherRules: versions[index + 1] !== undefined && (versions[index + 1]?.ruleset !== head.ruleset || versions[index + 1]?.catalogue !== head.catalogue),
        })),
      },
    });
  };
  app.get<Params>('/forslag/:id/versioner', (request, reply) => versionsPage(request, reply, request.params.id));

  app.get<Params>('/forslag/:id/jamfor', async (request, reply) => {
    const { fran, till } = parseInput(compareSchema, request.query, { fran: 'Från version', till: 'Till version' });
    const [from, to] = [await stored(request.params.id, fran), await stored(request.params.id, till)];
    const lines = compareVersions(from, to);
    return renderPage(request, reply, {
      title: `Version ${fran} och ${till} – ${to.draft.title}`,
      template: 'proposals/compare',
      data: {
        styles,
        draft: to.draft,
        base: `/forslag/${to.id}`,
        from,
        to,
        kinds,
        otherRules: from.ruleset !== to.ruleset || from.catalogue !== to.catalogue,
        count: lines.length,
        parts: compareParts(from, to),
        groups: Object.entries(causes).flatMap(([cause, title]) => {
          const own = lines.filter((line) => line.cause === cause);
          return own.length === 0 ? [] : [{ cause, title, lines: own }];
        }),
      },
    });
  });

  app.post<Params>('/forslag/:id/klar', async (request, reply) => {
    const { version } = parseInput(versionSchema, request.body);
    const { id } = await stored(request.params.id);
    await workingCopies.markReady(id, version);
    return reply.redirect(`/forslag/${id}`, 303);
  });

  app.post<Params>('/forslag/:id/inte-klar', async (request, reply) => {
    const { version } = parseInput(versionSchema, request.body);
    const { id } = await stored(request.params.id);
    await workingCopies.unmarkReady(id, version);
    return reply.redirect(`/forslag/${id}`, 303);
  });
}
