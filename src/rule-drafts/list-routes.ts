import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { actorOf } from '../accounts/authenticate.ts';
import { may } from '../accounts/permissions.ts';
import type { Database } from '../database/types.ts';
import type { NoticeWriter } from '../notices/write.ts';
import { type RuleReport, ruleReports } from '../reviews/reports.ts';
import type { Rulesets } from '../rulesets/rulesets.ts';
import { AppError } from '../web/errors.ts';
import { url } from '../web/format.ts';
import type { InputFault } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { draftName, draftPath, draftsPath, mayEdit } from './draft.ts';
import { headView, styles, titleIn, waitsFor } from './draft-view.ts';
import { draftOf } from './found.ts';
import { fieldOf, keyOf, rawForm, titleFaults } from './note-form.ts';
import { reportRepository } from './report-repository.ts';
import { ruleDraftRepository } from './repository.ts';
import type { DraftState } from './states.ts';

export interface ListRoutesOptions {
  db: Kysely<Database>;
  rulesets: Rulesets;
  notices: NoticeWriter;
  /** Today's date (ISO). */
  today: () => string;
}
type Params = { Params: { id: string } };

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

/** Changes of the rules: the list, and how one begins: of itself, from a rule, a case or reports, or as a copy. */
export default async function draftListRoutes(app: FastifyInstance, { db, rulesets, notices, today }: ListRoutesOptions): Promise<void> {
  const repository = ruleDraftRepository(db);
  const titleOf = (rule: string): string | null => titleIn(rulesets.current().knowledge.ruleset, rule);
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
}
