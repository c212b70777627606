import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { actorOf } from '../accounts/authenticate.ts';
import { areas } from '../catalogue/schema.ts';
import { lastDay } from '../rulesets/publish.ts';
import type { InputFault } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { areaName, draftName, draftPath, draftsPath, effectDate, isAuthor, type RuleDraft } from './draft.ts';
import { headView, styles } from './draft-view.ts';
import { demandEdit, draftOf } from './found.ts';
import { rawForm, readNote, wholeOf } from './note-form.ts';
import type { PageRoutesOptions } from './page-routes.ts';
import { ruleDraftRepository } from './repository.ts';

type Params = { Params: { id: string } };
interface NoteShown {
  faults?: readonly InputFault[];
  /** What somebody has saved meanwhile. */
  newer?: RuleDraft;
  typed?: ReturnType<typeof readNote>['note'];
}

/** What is said of a change: its heading, what and why, from which day, and the areas that it concerns. */
export default async function draftNoteRoutes(app: FastifyInstance, { db, rulesets, drafts, effectOf, today }: PageRoutesOptions): Promise<void> {
  async function notePage(request: FastifyRequest, reply: FastifyReply, draft: RuleDraft, { faults = [], newer, typed }: NoteShown = {}) {
    const evaluation = await drafts.evaluate(draft);
    const effect = draft.operations.length === 0 ? null : await effectOf(evaluation, effectDate(draft, today()));
    const note = typed ?? draft;
    // The areas that change are ticked beforehand; a person says which it is.
    const suggested = typed === undefined && draft.areas.length === 0 ? (effect?.areas ?? []) : [];
    const newest = rulesets.versions().at(-1)?.appliesFrom ?? today();
    return renderPage(request, reply, {
      title: `${faults.length > 0 || newer !== undefined ? 'Texten sparades inte' : 'Om ändringen'} – ${draftName(draft)}`,
      template: 'rulebook/drafts/note',
      data: {
        styles,
        draft: headView(draft),
        note,
        revision: newer?.revision ?? (typed === undefined ? draft.revision : wholeOf(rawForm(request.body), 'revision')),
        faults,
        newer: newer === undefined ? null : { ...newer, areaNames: newer.areas.map(areaName) },
        areas: Object.entries(areas).map(([id, name]) => ({
          id,
          name,
          chosen: note.areas.includes(id) || suggested.includes(id),
          touched: effect?.areas.includes(id) ?? false,
        })),
        suggested: suggested.length > 0,
        untouched: effect !== null && effect.areas.length === 0,
        earliest: newest > today() ? newest : today(),
        latest: lastDay(today()),
      },
    });
  }

  app.get<Params>(`${draftsPath}/:id/text`, async (request, reply) => {
    const draft = await draftOf(db, request.params.id);
    demandEdit(request, draft);
    return notePage(request, reply, draft);
  });

  app.post<Params>(`${draftsPath}/:id/text`, async (request, reply) => {
    const draft = await draftOf(db, request.params.id);
    const raw = rawForm(request.body);
    const { note, faults } = readNote(raw);
    // What the author has typed is shown again also where the draft has gone on meanwhile.
    if (!isAuthor(actorOf(request), draft)) demandEdit(request, draft);
    if (faults.length > 0) return notePage(request, reply.code(422), draft, { faults, typed: note });
    const saved = await db.transaction().execute((trx) => ruleDraftRepository(trx).saveNote(draft.id, wholeOf(raw, 'revision'), note));
    if ('conflict' in saved) return notePage(request, reply.code(409), saved.conflict, { newer: saved.conflict, typed: note });
    return reply.redirect(`${draftPath(draft)}#text`, 303);
  });
}
