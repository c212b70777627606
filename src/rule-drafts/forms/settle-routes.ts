import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../database/types.ts';
import { describe } from '../../rule-changes/describe.ts';
import type { Operation } from '../../rule-changes/operations.ts';
import { findPlaced } from '../../rule-changes/places.ts';
import { AppError } from '../../web/errors.ts';
import { count } from '../../web/format.ts';
import { type InputFault, NotFoundError } from '../../web/input.ts';
import { renderPage } from '../../web/render.ts';
import { draftName, draftPath, draftsPath, type RuleDraft, settleHref } from '../draft.ts';
import { demandEdit, draftOf } from '../found.ts';
import { fieldOf, rawForm, wholeOf } from '../note-form.ts';
import { ruleDraftRepository } from '../repository.ts';
import type { RuleDrafts, Side } from '../rule-drafts.ts';
import { rulesAfter } from './context.ts';
import { ruleHead, styles } from './form-page.ts';
import { type Concerned, concernedCases, isContradicted, rulesOf, settle } from './settle.ts';
import { answerRest, caseFieldsView, readTyped, settledOf, type TypedForm, untouched } from './settle-form.ts';

export interface SettleRoutesOptions {
  db: Kysely<Database>;
  drafts: RuleDrafts;
}
type AtDraft = { Params: { id: string } };
const querySchema = z.object({ regel: z.string().max(200).catch('').default('') });

/** Cases that a change concerns, settled together: each is answered by a person, all for one reason. */
export default async function settleRoutes(app: FastifyInstance, { db, drafts }: SettleRoutesOptions): Promise<void> {
  interface Place {
    draft: RuleDraft;
    base: Side;
    rule: string;
    concerned: Concerned[];
  }

  async function placeOf(request: FastifyRequest<AtDraft>): Promise<Place> {
    const draft = await draftOf(db, request.params.id);
    demandEdit(request, draft);
    const { before, faults } = await drafts.evaluateOperations([]);
    if (before === null) throw new AppError('conflict', faults.map(({ problem, remedy }) => `${problem} ${remedy}`).join(' '));
    const { regel } = querySchema.parse(request.query ?? {});
    if (!rulesOf(draft.operations).includes(regel)) throw new NotFoundError('Ändringen gäller inte den regeln. Gå tillbaka till ändringen.');
    return { draft, base: before, rule: regel, concerned: concernedCases(before, draft.operations, regel) };
  }

  interface Shown {
    typed: TypedForm;
    faults?: readonly InputFault[];
    /** The form was of other cases, or of an earlier save: what is shown now is new. */
    moved?: boolean;
    announce?: string;
  }

  function page(request: FastifyRequest, reply: FastifyReply, { draft, base, rule, concerned }: Place, shown: Shown) {
    const { typed, faults = [], moved = false, announce } = shown;
    const { rules } = rulesAfter(base, draft.operations);
    const found = findPlaced(rules, rule)?.rule;
    const n = concerned.filter(isContradicted).length;
    return renderPage(request, reply, {
      title: `${faults.length > 0 || moved ? 'Inte sparat' : 'Fall som säger något annat'} – ${draftName(draft)}`,
      template: 'rule-drafts/forms/settle',
      ...(announce === undefined ? {} : { announce }),
      data: {
        styles,
        draft: { name: draftName(draft), href: draftPath(draft), title: draft.title, revision: draft.revision },
        rule: ruleHead(found),
        action: settleHref(draft, rule),
        operations: draft.operations.flatMap((op, at) =>
          (op.type === 'set-leaf' || op.type === 'replace-conditions') && op.rule === rule
            ? [{ text: describe(op, base.ruleset), href: `${draftPath(draft)}/andring/${at + 1}` }]
            : [],
        ),
        cases: concerned.map((one, i) => caseFieldsView(one, typed.cases[i] ?? { case: one.case.name, how: '', name: one.case.name }, i, faults)),
        movable: concerned.filter((one) => one.moved !== null).length,
        contradicted: n,
        found: count(n, 'fall säger', 'fall säger'),
        reason: typed.reason,
        reasonFaults: faults.filter(({ field }) => field === 'skal').map(({ message }) => message),
        faults: faults.map((fault) => ({ ...fault, id: fault.field === '' ? null : `f-${fault.field}` })),
        moved,
        unsaved: faults.length > 0 || moved || announce !== undefined,
      },
    });
  }

  /** Faults of the operations that settle cases, at the fields of the cases. */
  async function faultsOf(operations: readonly Operation[], at: ReadonlyMap<string, number>, concerned: readonly Concerned[]): Promise<InputFault[]> {
    const { faults } = await drafts.evaluateOperations(operations);
    return [...at].flatMap(([name, operation]) => {
      const i = concerned.findIndex((one) => one.case.name === name);
      return faults
        .filter((fault) => fault.operation === operation)
        .map(({ field, problem, remedy }) => ({
          field: field === 'newName' || (field === 'name' && i !== -1) ? `namn.${i}` : `svar.${i}`,
          message: `${problem} ${remedy}`,
        }));
    });
  }

  app.get<AtDraft>(`${draftsPath}/:id/fall`, async (request, reply) => {
    const place = await placeOf(request);
    return page(request, reply, place, { typed: untouched(place.concerned) });
  });

  app.post<AtDraft>(`${draftsPath}/:id/fall`, async (request, reply) => {
    const place = await placeOf(request);
    const { draft, concerned } = place;
    const raw = rawForm(request.body);
    const revision = wholeOf(raw, 'revision');
    const { typed, others } = readTyped(raw, concerned);
    // A press that was sent twice: the first has settled them, and only those that were to be kept are left.
    if (draft.revision === revision + 1 && typed.cases.every(({ how }) => how === 'keep')) return reply.redirect(`${draftPath(draft)}#andringar`, 303);
    if (draft.revision !== revision || others) return page(request, reply.code(409), place, { typed, moved: true });
    const doing = fieldOf(raw, 'gora');
    if (doing === 'alla-answer' || doing === 'alla-move') {
      const chosen = answerRest(typed, concerned, doing === 'alla-move' ? 'move' : 'answer');
      return page(request, reply, place, { typed: chosen, announce: 'De fall som inte var besvarade är nu ifyllda. Läs igenom dem. Inget är sparat.' });
    }
    const read = settledOf(typed, concerned);
    if ('faults' in read) return page(request, reply.code(422), place, { typed, faults: read.faults });
    const { operations, at } = settle(draft.operations, concerned, read.answers, typed.reason);
    const faults = await faultsOf(operations, at, concerned);
    if (faults.length > 0) return page(request, reply.code(422), place, { typed, faults });
    if (at.size === 0 && operations.length === draft.operations.length) return reply.redirect(`${draftPath(draft)}#andringar`, 303);
    const saved = await db.transaction().execute((trx) => ruleDraftRepository(trx).saveOperations(draft.id, revision, operations));
    if ('saved' in saved) return reply.redirect(`${draftPath(draft)}#andringar`, 303);
    const now = { ...place, draft: saved.conflict, concerned: concernedCases(place.base, saved.conflict.operations, place.rule) };
    return page(request, reply.code(409), now, { typed: readTyped(raw, now.concerned).typed, moved: true });
  });
}
