import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { actorOf } from '../accounts/authenticate.ts';
import { may } from '../accounts/permissions.ts';
import type { Database } from '../database/types.ts';
import { ruleReports } from '../reviews/reports.ts';
import { patchFor } from '../rule-changes/patch.ts';
import type { Rulesets } from '../rulesets/rulesets.ts';
import { AppError } from '../web/errors.ts';
import { count, url } from '../web/format.ts';
import { NotFoundError } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { contradictedRules, noteLacks } from './completeness.ts';
import { areaName, draftId, draftName, draftPath, draftsPath, effectDate, mayEdit, type RuleDraft, settleHref } from './draft.ts';
import { caseView, headView, nextStep, operationsView, styles, titleIn } from './draft-view.ts';
import type { EffectOf } from './effect.ts';
import { demandEdit, draftOf } from './found.ts';
import { rawForm, wholeOf } from './note-form.ts';
import { notTheirs } from './process.ts';
import { ruleDraftRepository } from './repository.ts';
import type { RuleDrafts } from './rule-drafts.ts';
import { draftStateLabels, isOver } from './states.ts';
import { stepInWords, stepsFrom } from './transitions.ts';

export interface PageRoutesOptions {
  db: Kysely<Database>;
  rulesets: Rulesets;
  drafts: RuleDrafts;
  effectOf: EffectOf;
  /** Today's date (ISO). */
  today: () => string;
}
type Params = { Params: { id: string } };
type OperationParams = { Params: { id: string; n: string } };

/** The page of a change: where it stands and what comes next, what it changes and does; an operation taken away; the patch. */
export default async function draftPageRoutes(app: FastifyInstance, { db, rulesets, drafts, effectOf, today }: PageRoutesOptions): Promise<void> {
  const repository = ruleDraftRepository(db);

  async function page(request: FastifyRequest, reply: FastifyReply, draft: RuleDraft, said?: string): Promise<string> {
    const actor = actorOf(request);
    const evaluation = await drafts.evaluate(draft);
    const over = isOver(draft.state);
    const effect = over || draft.operations.length === 0 ? null : await effectOf(evaluation, effectDate(draft, today()));
    const limits = { today: today(), newest: rulesets.versions().at(-1), touched: effect?.areas ?? [] };
    const titleOf = (rule: string) => titleIn(rulesets.current().knowledge.ruleset, rule) ?? rule;
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
        next: nextStep(draft, evaluation, actor, limits),
        operations: operationsView(draft, over ? { ...evaluation, faults: [] } : evaluation),
        faults: over ? [] : evaluation.faults.filter(({ operation }) => operation === null),
        contradicted: over ? [] : contradictedRules(evaluation.faults).map((one) => ({ ...one, title: titleOf(one.rule), href: settleHref(draft, one.rule) })),
        warnings: over ? [] : evaluation.warnings,
        addHref: url(`${draftPath(draft)}/andring/ny`, { regel: draft.rule ?? '' }),
        effect,
        base: evaluation.base,
        noteLacks: over ? [] : noteLacks(draft, limits),
        areaNames: draft.areas.map(areaName),
        untouched: effect !== null && effect.areas.length === 0,
        broken: over || after === null ? [] : evaluation.brokenCases.map((one) => caseView(after, one)),
        mended: over || after === null ? [] : evaluation.mendedCases.map((one) => caseView(after, one)),
        reports: reports.map((report) => ({ ...report, title: titleOf(report.rule) })),
        steps: (await repository.steps(draft.id)).map((step) => ({ ...step, text: stepInWords(step.step), stateLabel: draftStateLabels[step.to] })),
        others: stepsFrom(draft.state).filter((step) => step.id === 'withdraw' && notTheirs(actor, draft, step) === null),
        mayCopy: draft.state !== 'published' && !draft.unreadable,
        key: randomUUID(),
        mayPatch: after !== null && !over && draft.operations.length > 0,
      },
    });
  }

  app.get<Params>(`${draftsPath}/:id`, async (request, reply) => page(request, reply, await draftOf(db, request.params.id)));

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

  app.get<Params>(`${draftsPath}/:id/andring.patch`, async (request, reply) => {
    const draft = await draftOf(db, request.params.id);
    const { after, faults } = await drafts.evaluate(draft);
    if (after === null)
      throw new AppError('conflict', `Ändringen har ${count(faults.length, 'fel', 'fel')} och går inte att skriva som patch. Rätta dem först.`);
    reply.header('content-disposition', `attachment; filename="insatsplan-andring-${draft.id}.patch"`).type('text/x-patch; charset=utf-8');
    return patchFor(after);
  });
}
