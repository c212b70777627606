import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { actorOf } from '../accounts/authenticate.ts';
import { may } from '../accounts/permissions.ts';
import type { Assessor } from '../assessment/assess.ts';
import type { Database } from '../database/types.ts';
import { effective, lineKey, untouched } from '../drafts/shaping.ts';
import type { NoticeWriter } from '../notices/write.ts';
import type { Proposals } from '../proposals/proposals.ts';
import { askPath, questionParams } from '../questions/question.ts';
import { type RuleReport, ruleReports } from '../reviews/reports.ts';
import { AppError } from '../web/errors.ts';
import { count, url } from '../web/format.ts';
import type { InputFault } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { draftId, draftName, draftPath, draftsPath, mayEdit } from './draft.ts';
import { headView, titleIn } from './draft-view.ts';
import { draftOf } from './found.ts';
import { fieldOf, rawForm, textFaults } from './note-form.ts';
import { reportRepository } from './report-repository.ts';
import { ruleDraftRepository } from './repository.ts';

export interface ReportRoutesOptions {
  db: Kysely<Database>;
  assessor: Assessor;
  proposals: Proposals;
  notices: NoticeWriter;
}

const reportsPath = '/metod/regelrapporter';
const longestMotive = 4000;
const outcomeLabels = { change: 'Ledde till en ändring', case: 'Sparad som fall', no: 'Motiverat nej' } as const;

/** Rules that lawyers found wrongly applied, each with its candidates, and how the report ends: in a change, a case, or a motivated no. */
export default async function reportRoutes(app: FastifyInstance, { db, assessor, proposals, notices }: ReportRoutesOptions): Promise<void> {
  const { knowledge } = assessor;
  const districts = new Map(knowledge.districts.all.map(({ id, name }) => [id, name]));

  const reportsOf = async (request: FastifyRequest): Promise<RuleReport[]> => {
    const actor = actorOf(request);
    return (await ruleReports(db)).filter(({ district }) => may(actor, 'review.legal', district));
  };

  /** The questions that lead to what the report is about: the lines as they stood in their version. */
  async function lineViews({ proposal, version: number, lines, ids }: RuleReport) {
    const version = await proposals.find(proposal, number);
    if (version === undefined) return [];
    const rules = (await assessor.under(version)) ?? assessor;
    const { legalBasis, district, inputs } = version;
    return lines.map((line) => {
      const { insats, targetGroup } = line;
      const currentState = inputs.currentStates[insats];
      const { design: assumed } = rules.defaultDesign(insats, targetGroup, legalBasis, currentState);
      const design = { ...assumed, ...effective(inputs.shaping?.[lineKey(insats, targetGroup)] ?? untouched).design };
      const candidate = { insats, targetGroup, legalBasis, date: inputs.date, design, ...(currentState === undefined ? {} : { currentState }) };
      const question = questionParams(assessor, candidate, district);
      return {
        ...line,
        href: url(`/forslag/${proposal}`, { version: number, q: line.name }),
        askHref: url(askPath, question),
        caseHref: url(`${askPath}/fall/nytt`, { ...question, rapport: ids[0] }),
      };
    });
  }

  interface Shown {
    /** The report that something is wrong with: one of its ids, what was written and what is wrong. */
    wrong?: { id: string; motive: string; fault: InputFault };
    said?: string;
  }

  async function page(request: FastifyRequest, reply: FastifyReply, { wrong, said }: Shown = {}): Promise<string> {
    const actor = actorOf(request);
    const reports = await reportsOf(request);
    const own = (await ruleDraftRepository(db).list(['draft', 'returned'])).filter((draft) => mayEdit(actor, draft));
    const { ruleset } = knowledge;
    const views = await Promise.all(
      reports.map(async (report) => ({
        ...report,
        id: report.ids[0] ?? '',
        title: titleIn(ruleset, report.rule) ?? report.rule,
        districtName: districts.get(report.district) ?? report.district,
        lines: await lineViews(report),
        newHref: url(`${draftsPath}/ny`, { rapport: [...report.ids] }),
        draftName: report.draft === null ? null : draftName({ id: report.draft }),
        draftHref: report.draft === null ? null : draftPath({ id: report.draft }),
        outcomeLabel: report.resolved?.outcome == null ? null : outcomeLabels[report.resolved.outcome],
        caseHref: report.resolved?.case == null ? null : `/metod/fraga/fall#fall-${report.resolved.case}`,
        wrong: wrong !== undefined && report.ids.includes(wrong.id) ? wrong : null,
      })),
    );
    return renderPage(request, reply, {
      title: wrong === undefined ? 'Regler som jurister har ifrågasatt' : 'Svaret sparades inte',
      template: 'reviews/reports',
      data: { styles: ['reviews.css'], reports: views, drafts: own.map(headView), said: said ?? null },
    });
  }

  app.get(reportsPath, (request, reply) => page(request, reply));

  /** The reports that a form names, as far as the reader may answer them. @throws AppError where there is none. */
  async function asked(request: FastifyRequest): Promise<RuleReport> {
    const ids = new Set(rawForm(request.body).rapport ?? []);
    const found = (await reportsOf(request)).find((report) => report.ids.some((id) => ids.has(id)));
    if (found === undefined) throw new AppError('not_found', 'Rapporten finns inte. Gå till listan över ifrågasatta regler.');
    return found;
  }

  app.post(`${reportsPath}/ta-upp`, async (request, reply) => {
    const report = await asked(request);
    const id = draftId(fieldOf(rawForm(request.body), 'andring'));
    if (id === null) return reply.redirect(url(`${draftsPath}/ny`, { rapport: report.ids }), 303);
    const draft = await draftOf(db, String(id));
    if (!mayEdit(actorOf(request), draft))
      throw new AppError('conflict', `${draftName(draft)} skrivs inte av dig längre, eller går inte att ändra. Börja på en ny ändring i stället.`);
    await db.transaction().execute((trx) => reportRepository(trx, notices).takeUp(report.ids, draft.id));
    return reply.redirect(`${draftPath(draft)}#rapporter`, 303);
  });

  app.post(`${reportsPath}/nej`, async (request, reply) => {
    const report = await asked(request);
    const { account } = actorOf(request);
    if (account === null) throw new AppError('forbidden', 'Logga in som jurist för att svara på en rapport.');
    const motive = fieldOf(rawForm(request.body), 'motiv');
    const [id = ''] = report.ids;
    const [fault] =
      motive.length < 10
        ? [{ field: `motiv-${id}`, message: 'Skriv med minst tio tecken varför regeln inte ändras.' }]
        : textFaults(`motiv-${id}`, motive, longestMotive, 'Motivet');
    if (fault !== undefined) return page(request, reply.code(422), { wrong: { id, motive, fault } });
    const ended = await db.transaction().execute((trx) => reportRepository(trx, notices).end(report.ids, { outcome: 'no', motive }, account.id));
    // The same press sent twice finds it answered as it was.
    const same = report.resolved?.outcome === 'no' && report.resolved.resolution === motive;
    if (ended === 0 && !same) {
      const message = 'Någon annan har redan avslutat rapporten. Det du skrev står kvar här nedanför.';
      return page(request, reply.code(409), {
        wrong: { id, motive, fault: { field: `motiv-${id}`, message } },
        said: count(report.ids.length, 'rad', 'rader'),
      });
    }
    return reply.redirect(`${reportsPath}#rapport-${id}`, 303);
  });
}
