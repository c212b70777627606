import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { readTrail } from '../audit/trail.ts';
import type { Database } from '../database/types.ts';
import type { NoticeNames } from '../notices/words.ts';
import type { Proposals } from '../proposals/proposals.ts';
import type { WorkingCopies } from '../proposals/working-copy.ts';
import { NotFoundError } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { answersInWords } from './answer-counts.ts';
import { type Doings, doingsOf } from './doings.ts';
import { storyOf } from './history.ts';
import { namesOf } from './people.ts';
import { byReason } from './return-reasons.ts';
import { sealsOf } from './seals.ts';
import { type LineReason, statusRepository } from './status-repository.ts';
import { statusTag } from './status-view.ts';

export interface HistoryRoutesOptions {
  db: Kysely<Database>;
  proposals: Pick<Proposals, 'versions' | 'allInputs'>;
  /** What districts and lines are called: the story is told without reading a version's document. */
  names: NoticeNames;
  workingCopies: Pick<WorkingCopies, 'ready'>;
  /** How many comments each line has, by line key. */
  comments: { counts(proposal: string): Promise<ReadonlyMap<string, number>> };
}

const lineOf = (key: string): [insats: string, targetGroup: string] => {
  const [insats = '', targetGroup = ''] = key.split('/');
  return [insats, targetGroup];
};

/** Asks that what is decided be checked. */
const checkSchema = z.object({ kontroll: z.literal('ja') });

/** The story of a proposal: who did what and when, for everybody who may read it. */
export default async function historyRoutes(app: FastifyInstance, { db, proposals, names, workingCopies, comments }: HistoryRoutesOptions): Promise<void> {
  const statuses = statusRepository(db);

  app.get<{ Params: { id: string } }>('/forslag/:id/historik', async (request, reply) => {
    const versions = await proposals.versions(request.params.id);
    const [newest] = versions;
    if (newest === undefined) throw new NotFoundError('Det finns inget förslag på den adressen. Gå till listan över förslag.');
    const { id } = newest;
    const inputs = new Map((await proposals.allInputs(id)).map((one) => [one.version, one.inputs]));
    const [steps, ready] = [await statuses.steps(id), await workingCopies.ready(id)];
    const own = (await statuses.ofAll([id])).get(id) ?? [];
    const all = await readTrail(db, { object: { type: 'proposal', id } });
    const events = all.filter(({ action }) => action !== 'proposal.view');
    const doings = await doingsOf(db, id);
    const people = [...steps, ...events, ...doings].flatMap(({ account }) => account ?? []);
    const nameOf = await namesOf(db, people);
    const named = (kind: Doings['kind']) =>
      doings.filter((one) => one.kind === kind).map(({ account, times, last }) => ({ name: nameOf(account), times, last }));
    const hrefOf = (key: string) => `/forslag/${id}/rader/${key}`;
    const linked = (reasons: readonly LineReason[]) =>
      reasons.map(({ insats, targetGroup, reason }) => ({ name: names.line(insats, targetGroup), href: hrefOf(`${insats}/${targetGroup}`), reason }));
    /** Lines that people have said something about, those with the most first. */
    const talksOf = (counts: ReadonlyMap<string, number>) =>
      [...counts]
        .map(([key, times]) => ({ name: names.line(...lineOf(key)), times, href: `${hrefOf(key)}#kommentarer` }))
        .sort((a, b) => b.times - a.times || a.name.localeCompare(b.name, 'sv'));
    const answers = await answersInWords(db, id);
    const story = storyOf({ versions, inputs, steps, statuses: own, ready, events, answers, nameOf });
    return renderPage(request, reply, {
      title: `Historik – ${newest.title}`,
      template: 'reviews/history',
      data: {
        styles: ['proposal.css', 'reviews.css'],
        id,
        proposalTitle: newest.title,
        districtName: names.district(newest.district),
        base: `/forslag/${id}`,
        newest: newest.version,
        status: statusTag(own.find(({ number }) => number === newest.version) ?? { status: 'draft' }),
        story: story.map((one) => ({ ...one, lines: byReason(linked(one.lines)) })),
        changes: named('change'),
        views: named('view'),
        seals: await sealsOf(db, own, events, checkSchema.safeParse(request.query).success),
        talks: talksOf(await comments.counts(id)),
      },
    });
  });
}
