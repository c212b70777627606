import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { actorOf } from '../accounts/authenticate.ts';
import { may } from '../accounts/permissions.ts';
import { areas } from '../catalogue/schema.ts';
import type { Database } from '../database/types.ts';
import type { NoticeWriter } from '../notices/write.ts';
import { type RuleReport, ruleReports } from '../reviews/reports.ts';
import { patchFor } from '../rule-changes/patch.ts';
import { findPlaced } from '../rule-changes/places.ts';
import type { Rulesets } from '../rulesets/rulesets.ts';
import { AppError } from '../web/errors.ts';
import { count, url } from '../web/format.ts';
import { type InputFault, NotFoundError } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { noteLacks } from './completeness.ts';
import { draftId, draftName, draftPath, draftsPath, isAuthor, mayEdit, type RuleDraft } from './draft.ts';
import { areaName, caseView, headView, nextStep, operationsView, waitsFor } from './draft-view.ts';
import type { EffectOf } from './effect.ts';
import { fieldOf, keyOf, rawForm, readNote, titleFaults, wholeOf } from './note-form.ts';
import { notTheirs } from './process.ts';
import { reportRepository } from './report-repository.ts';
import { ruleDraftRepository } from './repository.ts';
import type { RuleDrafts } from './rule-drafts.ts';
import { type DraftState, draftStateLabels, isOver } from './states.ts';
import { stepInWords, stepsFrom } from './transitions.ts';

export interface DraftRoutesOptions {
  db: Kysely<Database>;
  rulesets: Rulesets;
  drafts: RuleDrafts;
  effectOf: EffectOf;
  notices: NoticeWriter;
  /** Today's date (ISO). */
  today: () => string;
}
type Params = { Params: { id: string } };
type OperationParams = { Params: { id: string; n: string } };

export const styles = ['reviews.css'];
const tabs = {
  pagar: { label: 'Pågår', states: ['draft', 'submitted', 'returned', 'checked'] },
  publicerade: { label: 'Publicerade', states: ['published'] },
  tillbakadragna: { label: 'Tillbakadragna', states: ['withdrawn'] },
} as const satisfies Record<string, { label: string; states: readonly DraftState[] }>;
const listQuery = z.object({ visa: z.enum(['pagar', 'publicerade', 'tillbakadragna']).catch('pagar').default('pagar') });
const mostReports = 200;
const startQuery = z.object({
  regel: z.string().max(200).catch(''),
  fall: z.uuid().or(z.literal('')).catch(''),
  rapport: z
    .union([z.string(), z.array(z.string())])
    .transform((value) => [value].flat())
    .catch([]),
});
/** Where a draft was begun: a rule's page, a lawyer's case, or reports. */
interface Start {
  rule: string;
  case: string;
  reports: readonly string[];
}
const uuids = (ids: readonly string[]): string[] => ids.filter((id) => z.uuid().safeParse(id).success).slice(0, mostReports);

/** The draft of an address. @throws NotFoundError where there is none. */
export async function draftOf(db: Kysely<Database>, text: string): Promise<RuleDraft> {
  const id = draftId(text);
  const draft = id === null ? undefined : await ruleDraftRepository(db).find(id);
  if (draft === undefined) throw new NotFoundError('Det finns ingen sådan ändring. Gå till listan över ändringar.');
  return draft;
}

/** Changes of the rules: the list, a new one, its page, and what is said of it. */
export default async function draftRoutes(app: FastifyInstance, { db, rulesets, drafts, effectOf, notices, today }: DraftRoutesOptions): Promise<void> {
  const repository = ruleDraftRepository(db);
  const earliest = () => ({ today: today(), newest: rulesets.versions().at(-1) });
  const newestNumber = () => rulesets.versions().at(-1)?.number ?? 0;

  app.get(draftsPath, async (request, reply) => {
    const { visa } = listQuery.parse(request.query ?? {});
    const actor = actorOf(request);
    const all = await repository.list();
    const shown = all.filter(({ state }) => (tabs[visa].states as readonly DraftState[]).includes(state));
    const views = shown.map((draft) => ({ ...headView(draft), waits: waitsFor(actor, draft) }));
    return renderPage(request, reply, {
      title: 'Ändringar av reglerna',
      template: 'rulebook/drafts/index',
      data: {
        styles,
        visa,
        tabs: Object.entries(tabs).map(([id, { label, states }]) => ({
          id,
          label,
          href: url(draftsPath, { visa: id === 'pagar' ? '' : id }),
          count: all.filter(({ state }) => (states as readonly DraftState[]).includes(state)).length,
        })),
        waiting: views.filter(({ waits }) => waits !== null),
        others: views.filter(({ waits }) => waits === null),
        version: rulesets.current().version,
        faults: rulesets.faults().length,
        withoutAccounts: actor.account === null,
      },
    });
  });

  const titleOf = (rule: string): string | null => {
    const { ruleset } = rulesets.current().knowledge;
    return findPlaced(ruleset, rule)?.rule.event.params.title ?? null;
  };

  async function newPage(
    request: FastifyRequest,
    reply: FastifyReply,
    start: Start,
    typed: { title: string; key: string },
    faults: readonly InputFault[] = [],
  ) {
    const actor = actorOf(request);
    const reports = start.reports.length === 0 ? [] : await reportsAmong(request, start.reports);
    const own = reports.length === 0 ? [] : (await repository.list(['draft', 'returned'])).filter((draft) => mayEdit(actor, draft)).map(headView);
    return renderPage(request, reply, {
      title: faults.length > 0 ? 'Rätta rubriken' : 'Ny ändring av reglerna',
      template: 'rulebook/drafts/new',
      data: { styles, start, ruleTitle: start.rule === '' ? null : (titleOf(start.rule) ?? start.rule), reports, own, typed, faults },
    });
  }

  /** The open reports with one of these ids, among those that the reader may see. */
  async function reportsAmong(request: FastifyRequest, ids: readonly string[]): Promise<RuleReport[]> {
    const actor = actorOf(request);
    const wanted = new Set(ids);
    return (await ruleReports(db)).filter(
      (report) => report.resolved === null && report.ids.some((id) => wanted.has(id)) && may(actor, 'review.legal', report.district),
    );
  }

  app.get(`${draftsPath}/ny`, async (request, reply) => {
    const { regel, fall, rapport } = startQuery.parse(request.query ?? {});
    const reports = uuids(rapport);
    const rule = regel !== '' ? regel : ((await reportsAmong(request, reports))[0]?.rule ?? '');
    const known = titleOf(rule);
    const title = known === null ? '' : `Ändra ”${known}”`.slice(0, 200);
    return newPage(request, reply, { rule: known === null ? '' : rule, case: fall, reports }, { title, key: randomUUID() });
  });

  app.post(draftsPath, async (request, reply) => {
    const raw = rawForm(request.body);
    const title = fieldOf(raw, 'titel');
    const start = { rule: fieldOf(raw, 'regel').slice(0, 200), case: z.uuid().safeParse(fieldOf(raw, 'fall')).data ?? '', reports: uuids(raw.rapport ?? []) };
    const faults = titleFaults(title);
    if (faults.length > 0) return newPage(request, reply.code(422), start, { title, key: keyOf(raw) ?? randomUUID() }, faults);
    const ids = (await reportsAmong(request, start.reports)).flatMap((report) => report.ids);
    const known = start.case === '' ? undefined : await db.selectFrom('candidate_case').select('id').where('id', '=', start.case).executeTakeFirst();
    const key = keyOf(raw);
    const draft = await db.transaction().execute(async (trx) => {
      const made = await ruleDraftRepository(trx).create({
        ...(key === undefined ? {} : { key }),
        title,
        author: actorOf(request).account?.id ?? null,
        basedOn: newestNumber(),
        rule: titleOf(start.rule) === null ? null : start.rule,
        case: known?.id ?? null,
      });
      await reportRepository(trx, notices).takeUp(ids, made.id);
      return made;
    });
    return reply.redirect(draftPath(draft), 303);
  });

  async function page(request: FastifyRequest, reply: FastifyReply, draft: RuleDraft, said?: string): Promise<string> {
    const actor = actorOf(request);
    const evaluation = await drafts.evaluate(draft);
    const from = draft.appliesFrom !== null && draft.appliesFrom > today() ? draft.appliesFrom : today();
    const over = isOver(draft.state);
    const reports = (await ruleReports(db)).filter((report) => report.draft === draft.id && may(actor, 'review.legal', report.district));
    const { after } = evaluation;
    return renderPage(request, reply, {
      title: `${draftName(draft)} ${draft.title}`,
      template: 'rulebook/drafts/draft',
      data: {
        styles,
        draft: headView(draft),
        said: said ?? null,
        mayEdit: mayEdit(actor, draft),
        next: nextStep(draft, evaluation, actor, earliest()),
        operations: operationsView(draft, over ? { ...evaluation, faults: [] } : evaluation),
        faults: over ? [] : evaluation.faults.filter(({ operation }) => operation === null),
        warnings: over ? [] : evaluation.warnings,
        addHref: url(`${draftPath(draft)}/andring/ny`, { regel: draft.rule ?? '' }),
        effect: over || draft.operations.length === 0 ? null : await effectOf(evaluation, from),
        base: evaluation.base,
        noteLacks: over ? [] : noteLacks(draft, earliest()),
        areaNames: draft.areas.map(areaName),
        broken: over || after === null ? [] : evaluation.brokenCases.map((one) => caseView(after, one)),
        mended: over || after === null ? [] : evaluation.mendedCases.map((one) => caseView(after, one)),
        reports: reports.map((report) => ({ ...report, title: titleOf(report.rule) ?? report.rule })),
        steps: (await repository.steps(draft.id)).map((step) => ({ ...step, text: stepInWords(step.step), stateLabel: draftStateLabels[step.to] })),
        others: stepsFrom(draft.state).filter((step) => step.id === 'withdraw' && notTheirs(actor, draft, step) === null),
        mayCopy: draft.state !== 'published' && !draft.unreadable,
        key: randomUUID(),
        mayPatch: after !== null && !over && draft.operations.length > 0,
      },
    });
  }

  app.get<Params>(`${draftsPath}/:id`, async (request, reply) => page(request, reply, await draftOf(db, request.params.id)));

  interface NoteShown {
    faults?: readonly InputFault[];
    /** What somebody has saved meanwhile. */
    newer?: RuleDraft;
    typed?: ReturnType<typeof readNote>['note'];
  }

  async function notePage(request: FastifyRequest, reply: FastifyReply, draft: RuleDraft, { faults = [], newer, typed }: NoteShown = {}) {
    const evaluation = await drafts.evaluate(draft);
    const from = draft.appliesFrom !== null && draft.appliesFrom > today() ? draft.appliesFrom : today();
    const effect = draft.operations.length === 0 ? null : await effectOf(evaluation, from);
    const note = typed ?? draft;
    // The areas that change are ticked beforehand; a person says which it is.
    const suggested = typed === undefined && draft.areas.length === 0 ? (effect?.areas ?? []) : [];
    const limits = earliest();
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
        earliest: limits.newest !== undefined && limits.newest.appliesFrom > limits.today ? limits.newest.appliesFrom : limits.today,
      },
    });
  }

  /** @throws AppError where somebody else writes the draft, or nobody does any more. */
  function demandEdit(request: FastifyRequest, draft: RuleDraft): void {
    if (mayEdit(actorOf(request), draft)) return;
    if (draft.state === 'draft' || draft.state === 'returned')
      throw new AppError('forbidden', `Bara den som skriver ${draftName(draft)} kan ändra den. Gör en kopia, så kan du arbeta vidare med den.`);
    throw new AppError('conflict', `${draftName(draft)} har läget ”${draftStateLabels[draft.state]}” och går inte att ändra. Inget har sparats.`);
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

  app.post<OperationParams>(`${draftsPath}/:id/andring/:n/ta-bort`, async (request, reply) => {
    const draft = await draftOf(db, request.params.id);
    demandEdit(request, draft);
    const at = draftId(request.params.n);
    const revision = wholeOf(rawForm(request.body), 'revision');
    // A press that is sent twice must not take the next one too.
    if (draft.revision !== revision)
      return page(request, reply.code(409), draft, 'Ändringen har ändrats sedan du öppnade sidan. Inget har tagits bort. Se vad som gäller nu.');
    if (at === null || at > draft.operations.length) throw new NotFoundError('Det finns ingen sådan rad i ändringen. Gå tillbaka till ändringen.');
    const operations = draft.operations.filter((_, i) => i !== at - 1);
    const saved = await db.transaction().execute((trx) => ruleDraftRepository(trx).saveOperations(draft.id, revision, operations));
    if ('conflict' in saved) return page(request, reply.code(409), saved.conflict, 'Någon sparade före dig. Inget har tagits bort. Se vad som gäller nu.');
    return reply.redirect(`${draftPath(draft)}#andringar`, 303);
  });

  app.post<Params>(`${draftsPath}/:id/kopiera`, async (request, reply) => {
    const draft = await draftOf(db, request.params.id);
    if (draft.state === 'published' || draft.unreadable)
      throw new AppError('conflict', `${draftName(draft)} går inte att kopiera. Börja på en ny ändring i stället.`);
    const key = keyOf(rawForm(request.body));
    const { operations, title, what, why, areas: chosen, appliesFrom, rule, case: from } = draft;
    const made = await db.transaction().execute((trx) =>
      ruleDraftRepository(trx).create({
        ...(key === undefined ? {} : { key }),
        ...{ title, what, why, areas: chosen, operations, rule, case: from, copiedFrom: draft.id },
        appliesFrom: appliesFrom !== null && appliesFrom >= today() ? appliesFrom : null,
        author: actorOf(request).account?.id ?? null,
        basedOn: newestNumber(),
      }),
    );
    return reply.redirect(draftPath(made), 303);
  });

  app.get<Params>(`${draftsPath}/:id/andring.patch`, async (request, reply) => {
    const draft = await draftOf(db, request.params.id);
    const { after, faults } = await drafts.evaluate(draft);
    if (after === null)
      throw new AppError('conflict', `Ändringen har ${count(faults.length, 'fel', 'fel')} och går inte att skriva som patch. Rätta dem först.`);
    reply.header('content-disposition', `attachment; filename="insatsplan-andring-${draft.id}.patch"`).type('text/x-patch; charset=utf-8');
    return patchFor(after);
  });
}
