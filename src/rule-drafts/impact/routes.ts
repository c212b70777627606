import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { actorOf } from '../../accounts/authenticate.ts';
import type { Database } from '../../database/types.ts';
import { toExcel } from '../../files/excel.ts';
import { csvDialectSchema } from '../../web/csv.ts';
import { AppError } from '../../web/errors.ts';
import { count, url } from '../../web/format.ts';
import { NotFoundError, parseInput } from '../../web/input.ts';
import { renderPage } from '../../web/render.ts';
import { draftId, draftName, draftPath, draftsPath, effectDate, type RuleDraft } from '../draft.ts';
import { ruleDraftRepository } from '../repository.ts';
import type { RuleDrafts } from '../rule-drafts.ts';
import type { DraftImpacts } from './draft-impact.ts';
import { impactCsv, impactWorkbook } from './export.ts';
import { impactPicture, widths } from './picture.ts';
import { impactQueryLabels, impactQuerySchema } from './query.ts';
import { impactBars, impactView, type ShownImpact } from './view.ts';

export interface ImpactRoutesOptions {
  db: Kysely<Database>;
  drafts: RuleDrafts;
  impacts: DraftImpacts;
  /** Today's date (ISO). */
  today: () => string;
}

type AtDraft = { Params: { id: string } };
const csvSchema = z.object({ tecken: csvDialectSchema.default('semikolon') });
const pictureSchema = z.object({ smal: z.enum(['', '1']).catch('').default(''), efter: z.enum(['omrade', 'stadsdel']).catch('omrade').default('omrade') });

/** What a draft does to the whole city and to open proposals. */
export default async function impactRoutes(app: FastifyInstance, { db, drafts, impacts, today }: ImpactRoutesOptions): Promise<void> {
  async function draftOf({ params }: FastifyRequest<AtDraft>): Promise<RuleDraft> {
    const id = draftId(params.id);
    const draft = id === null ? undefined : await ruleDraftRepository(db).find(id);
    if (draft === undefined) throw new NotFoundError('Ändringen finns inte. Gå till listan över ändringar.');
    return draft;
  }

  async function shownOf(request: FastifyRequest<AtDraft>, draft: RuleDraft): Promise<ShownImpact | null> {
    const query = parseInput(impactQuerySchema, request.query, impactQueryLabels);
    const { before, after } = await drafts.evaluate(draft);
    if (before === null || after === null) return null;
    return {
      impact: await impacts.of(before.ruleset, after.ruleset, effectDate(draft, today())),
      before: before.ruleset,
      after: after.ruleset,
      knowledge: before.assessor.knowledge,
      actor: actorOf(request),
      query,
      path: `${draftPath(draft)}/effekt`,
    };
  }

  async function wholeOf(request: FastifyRequest<AtDraft>): Promise<{ draft: RuleDraft; shown: ShownImpact }> {
    const draft = await draftOf(request);
    const shown = await shownOf(request, draft);
    if (shown === null) throw new AppError('conflict', 'Ändringen har fel som måste rättas först. De står på ändringens sida.');
    return { draft, shown };
  }

  app.get<AtDraft>(`${draftsPath}/:id/effekt`, async (request, reply) => {
    const draft = await draftOf(request);
    const shown = await shownOf(request, draft);
    const view = shown === null ? null : impactView(shown);
    if (view !== null) reply.header('hx-replace-url', url(view.path, view.query));
    return renderPage(request, reply, {
      title: `Vad ${draftName(draft)} gör med staden`,
      template: 'rule-drafts/impact/index',
      fragment: 'rule-drafts/impact/list',
      announce: view === null || view.rowsFound === 0 ? 'Inga kandidater passar.' : `${count(view.found, 'kandidat', 'kandidater')}.`,
      data: { styles: ['rule-drafts-forms.css', 'compare.css'], draft: { ...draft, name: draftName(draft), href: draftPath(draft) }, view },
    });
  });

  app.get<AtDraft>(`${draftsPath}/:id/effekt/bild.svg`, async (request, reply) => {
    const { smal, efter } = parseInput(pictureSchema, request.query);
    const { shown } = await wholeOf(request);
    // The picture is a document of its own: it may style itself, and may do nothing else.
    reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'").type('image/svg+xml');
    return impactPicture(impactBars(shown, efter), smal === '1' ? widths.narrow : widths.wide);
  });

  const send = (reply: FastifyReply, draft: RuleDraft, ending: string, type: string, content: string | Buffer) =>
    reply.header('content-disposition', `attachment; filename="insatsplan-andring-${draft.id}-effekt.${ending}"`).type(type).send(content);

  app.get<AtDraft>(`${draftsPath}/:id/effekt.csv`, async (request, reply) => {
    const { tecken } = parseInput(csvSchema, request.query, { tecken: 'Skiljetecken' });
    const { draft, shown } = await wholeOf(request);
    return send(reply, draft, 'csv', 'text/csv; charset=utf-8', impactCsv(shown, tecken));
  });

  app.get<AtDraft>(`${draftsPath}/:id/effekt.xlsx`, async (request, reply) => {
    const { draft, shown } = await wholeOf(request);
    const file = await toExcel(impactWorkbook(shown));
    return send(reply, draft, 'xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', Buffer.from(file));
  });
}
