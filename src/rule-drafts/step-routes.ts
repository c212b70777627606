import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { actorOf } from '../accounts/authenticate.ts';
import type { Database } from '../database/types.ts';
import type { Rulesets } from '../rulesets/rulesets.ts';
import { statusOf as httpStatus } from '../web/errors.ts';
import { type InputFault, NotFoundError, parseInput } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { faultLacks, lacksOf } from './completeness.ts';
import { areaName, draftName, draftPath, draftsPath, effectDate, type RuleDraft } from './draft.ts';
import { headView, operationsView, styles } from './draft-view.ts';
import type { EffectOf } from './effect.ts';
import { draftOf } from './found.ts';
import { fieldOf, rawForm, textFaults, wholeOf } from './note-form.ts';
import { notTheirs, type Process } from './process.ts';
import { DraftRefusal } from './refusal.ts';
import type { RuleDrafts } from './rule-drafts.ts';
import { type TransitionId, transitionIds, transitionOf } from './transitions.ts';

export interface StepRoutesOptions {
  db: Kysely<Database>;
  rulesets: Rulesets;
  drafts: RuleDrafts;
  effectOf: EffectOf;
  process: Process;
  /** Today's date (ISO). */
  today: () => string;
}
type Params = { Params: { id: string; step: string } };
const longestReason = 4000;
const revisionSchema = z.object({ revision: z.coerce.number('Öppna ändringen igen, och ta steget därifrån.').int().min(1) });

interface Shown {
  reason: string;
  /** As the form names it: "" for the whole change, else the number from 1. */
  at: string;
  faults?: readonly InputFault[];
  refusal?: DraftRefusal;
}

/** Taking a step with a change of the rules: the page that asks what the step needs, and the step itself. */
export default async function draftStepRoutes(app: FastifyInstance, { db, rulesets, drafts, effectOf, process, today }: StepRoutesOptions): Promise<void> {
  async function page(request: FastifyRequest, reply: FastifyReply, draft: RuleDraft, id: TransitionId, { reason, at, faults = [], refusal }: Shown) {
    const step = transitionOf(id);
    const actor = actorOf(request);
    const evaluation = await drafts.evaluate(draft);
    const tells = step.demands.includes('complete');
    const effect = tells ? await effectOf(evaluation, effectDate(draft, today())) : null;
    const own = notTheirs(actor, draft, step);
    const lacks = [
      ...(tells ? lacksOf(draft, { today: today(), newest: rulesets.versions().at(-1), touched: effect?.areas ?? [] }) : []),
      ...(step.demands.includes('no_faults') ? faultLacks(draft, evaluation) : []),
    ];
    const starts = step.from.includes(draft.state);
    const told = refusal ?? (starts ? own : null);
    return renderPage(request, reply, {
      title: `${refusal !== undefined || faults.length > 0 ? 'Inget har ändrats – ' : ''}${step.label} – ${draftName(draft)}`,
      template: 'rulebook/drafts/step',
      data: {
        styles,
        draft: headView(draft),
        step,
        action: `${draftPath(draft)}/steg/${id}`,
        // The form stands only for whoever may take the step from where the draft stands now, and when nothing is missing.
        open: starts && own === null && lacks.length === 0,
        starts,
        told: told === null ? null : { message: told.message, faults: told.faults },
        lacks: refusal !== undefined && refusal.lacks.length > 0 ? refusal.lacks : lacks,
        faults: [...faults, ...(refusal?.faults ?? [])],
        reason,
        at,
        base: evaluation.base,
        warnings: step.demands.includes('no_faults') ? evaluation.warnings : [],
        operations: operationsView(draft, evaluation),
        areaNames: draft.areas.map(areaName),
        effect,
        today: today(),
      },
    });
  }

  async function found(params: Params['Params']): Promise<{ draft: RuleDraft; id: TransitionId }> {
    const draft = await draftOf(db, params.id);
    const step = z.enum(transitionIds).safeParse(params.step);
    if (!step.success) throw new NotFoundError('Det finns inget sådant steg. Gå tillbaka till ändringen och välj ett steg där.');
    return { draft, id: step.data };
  }

  app.get<Params>(`${draftsPath}/:id/steg/:step`, async (request, reply) => {
    const { draft, id } = await found(request.params);
    return page(request, reply, draft, id, { reason: '', at: '' });
  });

  app.post<Params>(`${draftsPath}/:id/steg/:step`, async (request, reply) => {
    const { draft, id } = await found(request.params);
    const { revision } = parseInput(revisionSchema, request.body, { revision: 'Ändringens revision' });
    const raw = rawForm(request.body);
    const [reason, at] = [fieldOf(raw, 'skal'), fieldOf(raw, 'vid')];
    const faults = textFaults('skal', reason, longestReason, 'Texten');
    if (faults.length > 0) return page(request, reply.code(422), draft, id, { reason, at, faults });
    const number = z.coerce.number().int().min(1).max(draft.operations.length).safeParse(at).data;
    try {
      const after = await process.take(actorOf(request), draft.id, id, {
        revision,
        base: wholeOf(raw, 'regelverk'),
        reason,
        operation: number === undefined ? null : number - 1,
      });
      return reply.redirect(after.state === 'published' ? `/metod/versioner/${after.version}` : `${draftPath(after)}#nasta`, 303);
    } catch (error) {
      if (!(error instanceof DraftRefusal)) throw error;
      // How things stand now; the next press builds on that.
      return page(request, reply.code(httpStatus[error.code]), await draftOf(db, request.params.id), id, { reason, at, refusal: error });
    }
  });
}
