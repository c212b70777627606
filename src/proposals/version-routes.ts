import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { standingInWords } from '../drafts/shape-line.ts';
import { parseInput } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { compareVersions } from './compare.ts';
import { compareParts } from './compare-parts.ts';
import { differenceLabels } from './line-content.ts';
import type { Proposals } from './proposals.ts';
import { documentHref } from './sections/parts.ts';
import { madeByOthers, type StalenessOf } from './staleness.ts';
import type { Standings } from './standing.ts';
import { byCause, changesBetween, stateInWords } from './version-notes.ts';
import type { LineState, WorkingCopies } from './working-copy.ts';

export interface VersionRoutesOptions {
  proposals: Proposals;
  workingCopies: WorkingCopies;
  staleness: StalenessOf;
  standings: Pick<Standings, 'versions'>;
}
type Params = { Params: { id: string } };
const styles = ['proposal.css'];
const number = z.coerce
  .number('Ange versionens nummer.')
  .int('Ange versionens nummer.')
  .min(1, 'Ange versionens nummer.')
  .max(1_000_000, 'Så många versioner finns inte. Välj en version i listan.');
const versionSchema = z.object({ version: number });
const compareSchema = z.object({ fran: number, till: number });

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
export default async function versionRoutes(app: FastifyInstance, { proposals, workingCopies, staleness, standings }: VersionRoutesOptions): Promise<void> {
  const stored = proposals.existing;

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
    const { id, inputs } = await stored(request.params.id);
    // The rules of the version are not here any more: what the move to today's would change is shown before anything is saved.
    if (madeByOthers(await staleness.of(inputs))) return reply.redirect(`/forslag/${id}/omprovning`, 303);
    await workingCopies.saveVersion(id, version);
    return reply.redirect(`/forslag/${id}`, 303);
  });

  const versionsPage = async (request: FastifyRequest, reply: FastifyReply, id: string) => {
    const newest = await stored(id);
    const [versions, ready] = [await proposals.versions(id), await workingCopies.ready(id)];
    const tags = await standings.versions(id);
    const inputs = new Map((await proposals.allInputs(id)).map((one) => [one.version, one.inputs]));
    return renderPage(request, reply, {
      title: `Versioner – ${newest.draft.title}`,
      template: 'proposals/versions',
      data: {
        styles,
        draft: newest.draft,
        base: `/forslag/${newest.id}`,
        versions: versions.map((head, index) => {
          const [own, before] = [inputs.get(head.version), inputs.get(versions[index + 1]?.version ?? 0)];
          const notes = own === undefined || before === undefined ? null : changesBetween(before, own);
          return {
            ...head,
            date: own?.date ?? head.date,
            state: own === undefined ? '' : stateInWords(own),
            notes,
            ready: ready.get(head.version) ?? null,
            tag: tags.get(head.version) ?? null,
          };
        }),
      },
    });
  };
  app.get<Params>('/forslag/:id/versioner', (request, reply) => versionsPage(request, reply, request.params.id));

  app.get<Params>('/forslag/:id/jamfor', async (request, reply) => {
    const { fran, till } = parseInput(compareSchema, request.query, { fran: 'Från version', till: 'Till version' });
    const [from, to] = [await stored(request.params.id, fran), await stored(request.params.id, till)];
    const lines = compareVersions(from, to, await workingCopies.rulesOf(to));
    return renderPage(request, reply, {
      title: `Version ${fran} och ${till} – ${to.draft.title}`,
      template: 'proposals/compare',
      data: {
        styles,
        draft: to.draft,
        base: `/forslag/${to.id}`,
        from,
        to,
        kinds: differenceLabels,
        renewed: changesBetween(from.inputs, to.inputs).renewed,
        count: lines.length,
        parts: compareParts(from, to),
        groups: byCause(lines),
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
