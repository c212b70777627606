import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { readTrail } from '../audit/trail.ts';
import type { Database } from '../database/types.ts';
import { lineKey } from '../drafts/shaping.ts';
import type { Proposals } from '../proposals/proposals.ts';
import type { StoredVersion } from '../proposals/repository.ts';
import type { WorkingCopies } from '../proposals/working-copy.ts';
import { NotFoundError } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { answersInWords } from './answer-counts.ts';
import { type Doings, doingsOf } from './doings.ts';
import { storyOf } from './history.ts';
import { namesOf } from './people.ts';
import { byReason } from './return-reasons.ts';
import { sealsOf } from './seals.ts';
import { statusRepository } from './status-repository.ts';
import { namedReasons, statusTag } from './status-view.ts';

export interface HistoryRoutesOptions {
  db: Kysely<Database>;
  proposals: Pick<Proposals, 'find' | 'versions' | 'allInputs'>;
  workingCopies: Pick<WorkingCopies, 'ready'>;
  /** How many comments each line has, by line key. */
  comments: { counts(proposal: string): Promise<ReadonlyMap<string, number>> };
}

/** Asks that what is decided be checked. */
const checkSchema = z.object({ kontroll: z.literal('ja') });

/** The story of a proposal: who did what and when, for everybody who may read it. */
export default async function historyRoutes(app: FastifyInstance, { db, proposals, workingCopies, comments }: HistoryRoutesOptions): Promise<void> {
  const statuses = statusRepository(db);

  app.get<{ Params: { id: string } }>('/forslag/:id/historik', async (request, reply) => {
    const newest = await proposals.find(request.params.id);
    if (newest === undefined) throw new NotFoundError('Det finns inget förslag på den adressen. Gå till listan över förslag.');
    const { id } = newest;
    const inputs = new Map((await proposals.allInputs(id)).map((one) => [one.version, one.inputs]));
    const [versions, steps, ready] = [await proposals.versions(id), await statuses.steps(id), await workingCopies.ready(id)];
    const own = (await statuses.ofAll([id])).get(id) ?? [];
    const all = await readTrail(db, { object: { type: 'proposal', id } });
    const events = all.filter(({ action }) => action !== 'proposal.view');
    const doings = await doingsOf(db, id);
    const people = [...steps, ...events, ...doings].flatMap(({ account }) => account ?? []);
    const nameOf = await namesOf(db, people);
    const named = (kind: Doings['kind']) =>
      doings.filter((one) => one.kind === kind).map(({ account, times, last }) => ({ name: nameOf(account), times, last }));
    const answers = await answersInWords(db, id);
    const story = storyOf({ versions, inputs, steps, statuses: own, ready, events, answers, nameOf });
    return renderPage(request, reply, {
      title: `Historia – ${newest.draft.title}`,
      template: 'reviews/history',
      data: {
        styles: ['proposal.css', 'reviews.css'],
        id,
        draft: newest.draft,
        base: `/forslag/${id}`,
        newest: newest.version,
        status: statusTag(own.find(({ number }) => number === newest.version) ?? { status: 'draft' }),
        story: story.map((one) => ({ ...one, lines: byReason(namedReasons(newest, one.lines)) })),
        changes: named('change'),
        views: named('view'),
        seals: await sealsOf(db, own, events, checkSchema.safeParse(request.query).success),
        talks: talksOf(newest, await comments.counts(id)),
      },
    });
  });
}

/** Lines that people have said something about, those with the most first. */
function talksOf({ id, draft }: Pick<StoredVersion, 'id' | 'draft'>, counts: ReadonlyMap<string, number>) {
  const names = new Map(
    [...draft.lines, ...(draft.removed ?? [])].map(({ insats, targetGroup, name, targetGroupName }) => [
      lineKey(insats, targetGroup),
      `${name}, ${targetGroupName.toLowerCase()}`,
    ]),
  );
  return [...counts]
    .map(([key, times]) => ({ name: names.get(key) ?? 'En rad som inte längre finns', times, href: `/forslag/${id}/rader/${key}#kommentarer` }))
    .sort((a, b) => b.times - a.times || a.name.localeCompare(b.name, 'sv'));
}
