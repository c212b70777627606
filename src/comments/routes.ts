import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actorOf } from '../accounts/authenticate.ts';
import { lineKey } from '../drafts/shaping.ts';
import type { Proposals } from '../proposals/proposals.ts';
import type { StoredVersion } from '../proposals/repository.ts';
import type { WorkingCopies } from '../proposals/working-copy.ts';
import { AppError } from '../web/errors.ts';
import { NotFoundError } from '../web/input.ts';
import { renderPage, wantsFragment } from '../web/render.ts';
import type { CommentedLine, Comments, Unsaved } from './comments.ts';
import { readComment } from './form.ts';

export interface CommentRoutesOptions {
  proposals: Pick<Proposals, 'existing'>;
  workingCopies: Pick<WorkingCopies, 'line' | 'pairsOf'>;
  comments: Comments;
}
type Params = { Params: { id: string; insats: string; group: string } };
type CommentParams = { Params: Params['Params'] & { comment: string } };
const address = '/forslag/:id/rader/:insats/:group/kommentarer';

/** A line's comments: a page of their own, the same part of the line's page, and what is sent. */
export default async function commentRoutes(app: FastifyInstance, { proposals, workingCopies, comments }: CommentRoutesOptions): Promise<void> {
  interface Found extends CommentedLine {
    version: StoredVersion;
    heading: { insats: string; group: string };
    href: string;
  }
  async function found({ id, insats, group }: Params['Params']): Promise<Found> {
    const version = await proposals.existing(id);
    const row = await workingCopies.line({ proposal: version.id, insats, targetGroup: group });
    const pair = workingCopies.pairsOf(version, row === undefined ? [] : [row]).get(lineKey(insats, group));
    if (pair === undefined) throw new NotFoundError('Förslaget har ingen sådan rad. Gå tillbaka till förslaget och välj en rad där.');
    return {
      version,
      proposal: version,
      insats,
      group,
      heading: { insats: pair.insats.name, group: pair.group.name },
      href: `/forslag/${id}/rader/${insats}/${group}`,
    };
  }

  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    line: Found,
    { unsaved, announce }: { unsaved?: Unsaved; announce?: string } = {},
  ): Promise<string> {
    const { proposal, insats, group, version, heading, href } = line;
    return renderPage(request, reply, {
      title: `${unsaved === undefined ? 'Kommentarer' : 'Rätta kommentaren'}: ${heading.insats}`,
      template: 'comments/index',
      fragment: 'comments/thread',
      ...(announce === undefined ? {} : { announce }),
      data: {
        styles: ['proposal.css', 'reviews.css'],
        draft: version.draft,
        heading,
        href,
        backHref: `/forslag/${version.id}`,
        comments: await comments.thread(actorOf(request), proposal, { insats, group }, unsaved),
      },
    });
  }

  app.get<Params>(address, async (request, reply) => page(request, reply, await found(request.params)));

  app.post<Params>(address, async (request, reply) => {
    const line = await found(request.params);
    const { values, faults } = readComment(request.body);
    if (faults.length > 0) return page(request, reply.code(422), line, { unsaved: { values, faults }, announce: 'Kommentaren sparades inte.' });
    try {
      const id = await comments.write(actorOf(request), line, values);
      if (!wantsFragment(request)) return reply.redirect(`${line.href}#kommentar-${id}`, 303);
      return page(request, reply, line, { announce: 'Kommentaren är sparad.' });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
      const unsaved = { values, faults: [{ field: 'kommentar', message: error.message }] };
      return page(request, reply.code(409), line, { unsaved, announce: error.message });
    }
  });

  app.post<CommentParams>(`${address}/:comment/ta-bort`, async (request, reply) => {
    const line = await found(request.params);
    const id = z.uuid().safeParse(request.params.comment);
    if (!id.success) throw new NotFoundError('Kommentaren finns inte på den raden. Gå tillbaka till raden.');
    await comments.strike(actorOf(request), line, id.data);
    if (!wantsFragment(request)) return reply.redirect(`${line.href}#kommentar-${id.data}`, 303);
    return page(request, reply, line, { announce: 'Kommentaren är borttagen.' });
  });
}
