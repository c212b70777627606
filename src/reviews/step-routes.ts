import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { actorOf } from '../accounts/authenticate.ts';
import { may } from '../accounts/permissions.ts';
import type { Database } from '../database/types.ts';
import { lineKey } from '../drafts/shaping.ts';
import { versionQuerySchema } from '../proposals/page-query.ts';
import type { Proposals } from '../proposals/proposals.ts';
import type { StoredVersion } from '../proposals/repository.ts';
import { statusOf as httpStatus } from '../web/errors.ts';
import { count, url } from '../web/format.ts';
import type { InputFault } from '../web/input.ts';
import { NotFoundError, parseInput } from '../web/input.ts';
import { renderPage, wantsFragment } from '../web/render.ts';
import { openItems } from './open-items.ts';
import { reasonFieldOf, withLinesAdded, withOwn, withoutLine, writtenOf } from './reason-form.ts';
import { statusRepository } from './status-repository.ts';
import { statusTag } from './status-view.ts';
import { readStep, type StepValues } from './step-form.ts';
import { StepRefusal } from './step-refusal.ts';
import { type TransitionId, transitionIds } from './transitions.ts';
import { transitionOf, type Workflow } from './workflow.ts';

export interface StepRoutesOptions {
  db: Kysely<Database>;
  proposals: Pick<Proposals, 'find'>;
  workflow: Workflow;
  /** Today's date (ISO). */
  today: () => string;
}
type Params = { Params: { id: string; transition: string } };

/** A return may concern every line of a large district, each with its reason. */
const bodyLimit = 4 * 1024 * 1024;
/** How many lines a search shows. */
const shownLines = 20;

const namesOf = ({ draft }: StoredVersion): Map<string, string> =>
  new Map(draft.lines.map((line) => [lineKey(line.insats, line.targetGroup), `${line.name}, ${line.targetGroupName}`]));

/** The lines that a search finds, without those that have a reason. */
function matching(names: ReadonlyMap<string, string>, { search, reasons }: Pick<StepValues, 'search' | 'reasons'>): [string, string][] {
  const words = search.toLocaleLowerCase('sv').split(/\s+/).filter(Boolean);
  const chosen = new Set(reasons.flatMap(({ lines }) => lines));
  return words.length === 0 ? [] : [...names].filter(([key, name]) => !chosen.has(key) && words.every((word) => name.toLocaleLowerCase('sv').includes(word)));
}

/** Taking a step with a version: the page that asks what the step needs, and the step itself. */
export default async function stepRoutes(app: FastifyInstance, { db, proposals, workflow, today }: StepRoutesOptions): Promise<void> {
  const statuses = statusRepository(db);

  async function found({ id, transition }: Params['Params'], number: number | undefined): Promise<{ version: StoredVersion; transition: TransitionId }> {
    const step = z.enum(transitionIds).safeParse(transition);
    const version = await proposals.find(id, number);
    if (version === undefined) throw new NotFoundError('Det finns inget sådant förslag eller ingen sådan version. Gå till listan över förslag.');
    if (!step.success) throw new NotFoundError('Det finns inget sådant steg. Gå tillbaka till förslaget och välj ett steg där.');
    return { version, transition: step.data };
  }

  interface Shown {
    version: StoredVersion;
    transition: TransitionId;
    values: StepValues;
    faults?: readonly InputFault[];
    refusal?: StepRefusal;
    announce?: string;
    /** What gets the focus when the form is shown anew: the line that was taken in, or what the search found. */
    focus?: string;
  }

  async function page(
    request: FastifyRequest,
    reply: FastifyReply,
    { version, transition, values, faults = [], refusal, announce, focus = '' }: Shown,
  ): Promise<string> {
    const step = transitionOf(transition);
    const status = await statuses.of(version.id, version.version);
    const lines = namesOf(version);
    const asked = new Set((await openItems.asked(db, version, transition)).map(({ insats, targetGroup }) => lineKey(insats, targetGroup)));
    const matches = matching(lines, values);
    const actor = actorOf(request);
    return renderPage(request, reply, {
      title: `${refusal !== undefined || faults.length > 0 ? 'Inget har ändrats – ' : ''}${step.label} – ${version.draft.title}`,
      template: 'reviews/step',
      fragment: 'reviews/step-body',
      ...(announce === undefined ? {} : { announce }),
      data: {
        styles: ['proposal.css', 'reviews.css'],
        version,
        draft: version.draft,
        base: `/forslag/${version.id}`,
        backHref: url(`/forslag/${version.id}`, { version: version.version }, 'status'),
        action: `/forslag/${version.id}/steg/${transition}`,
        step,
        isReturn: step.to === 'returned',
        // The form stands only for whoever may take the step from where the version stands now.
        open: actor.account !== null && may(actor, step.action, version.district) && step.from.includes(status.status) && refusal?.why !== 'own',
        status: { ...status, ...statusTag(status) },
        // After a refusal the page shows how things stand now, and the next press builds on that.
        revision: refusal === undefined ? values.revision : status.revision,
        values,
        reasons: values.reasons.map((one) => ({
          field: reasonFieldOf(one),
          reason: one.reason,
          // What was asked for in the review stays: there it can be changed.
          lines: one.lines.map((key) => ({ key, name: lines.get(key) ?? key, asked: asked.has(key) })),
        })),
        faults,
        refusal: refusal ?? null,
        focus,
        matches: matches.slice(0, shownLines).map(([key, name]) => ({ key, name })),
        found: matches.length,
        // Those that a search would find, had they no reason yet.
        chosenFound: matching(lines, { search: values.search, reasons: [] }).length - matches.length,
        today: today(),
      },
    });
  }

  app.get<Params>('/forslag/:id/steg/:transition', async (request, reply) => {
    const { version, transition } = await found(request.params, parseInput(versionQuerySchema, request.query).version);
    const { revision } = await statuses.of(version.id, version.version);
    const reasons = writtenOf(await openItems.asked(db, version, transition));
    const values = { version: version.version, revision, reason: '', whole: false, reasons, decisionNumber: '', decisionDate: '', search: '' };
    return page(request, reply, { version, transition, values });
  });

  app.post<Params>('/forslag/:id/steg/:transition', { bodyLimit }, async (request, reply) => {
    const body = z.object({ version: z.coerce.number().int().min(1).max(1_000_000) });
    const number = parseInput(body, request.body, { version: 'Versionens nummer' }).version;
    const { version, transition } = await found(request.params, number);
    const known = new Set(version.draft.lines.map((line) => lineKey(line.insats, line.targetGroup)));
    const { values, pressed, input, faults } = readStep(request.body, known);
    const again = (reasons: StepValues['reasons'], announce: string, focus: string) =>
      page(request, reply, { version, transition, values: { ...values, reasons }, announce, focus });
    if (pressed.what === 'add' || pressed.what === 'add-found') {
      const keys = pressed.what === 'add' ? [pressed.key] : matching(namesOf(version), values).map(([key]) => key);
      const reasons = withLinesAdded(values.reasons, keys);
      return again(reasons, `${count(keys.length, 'rad är vald', 'rader är valda')}. Skriv vad som behöver ändras.`, reasons.at(-1)?.lines[0] ?? 'rader');
    }
    if (pressed.what === 'remove') return again(withoutLine(values.reasons, pressed.key), 'Raden är borttagen ur listan.', 'rader');
    if (pressed.what === 'own') return again(withOwn(values.reasons, pressed.key), 'Raden har fått ett eget skäl.', pressed.key);
    if (pressed.what === 'search') return page(request, reply, { version, transition, values, focus: 'found' });
    try {
      if (faults.length > 0) throw new StepRefusal('invalid', 'invalid', 'Något behöver rättas. Inget har ändrats.', { faults });
      await workflow.take(actorOf(request), { proposal: version.id, number: version.version, transition }, input);
    } catch (error) {
      if (!(error instanceof StepRefusal)) throw error;
      reply.code(httpStatus[error.code]);
      // What has been asked for since the form was opened is put into it.
      const told = new Set(values.reasons.flatMap(({ lines }) => lines));
      const missing = (await openItems.asked(db, version, transition)).filter(({ insats, targetGroup }) => !told.has(lineKey(insats, targetGroup)));
      return page(request, reply, {
        version,
        transition,
        values: { ...values, reasons: [...values.reasons, ...writtenOf(missing)] },
        faults: error.faults,
        refusal: error,
        announce: `${error.message} ${count(error.faults.length, 'sak', 'saker')} att rätta.`,
      });
    }
    const newest = (await proposals.find(version.id))?.version;
    // Whoever begins a review is led to what there is to answer.
    const queue = { 'start-manager-review': openItems.href.risks, 'start-legal-review': openItems.href.legal } as const;
    const next =
      transition === 'start-manager-review' || transition === 'start-legal-review'
        ? queue[transition](version)
        : url(`/forslag/${version.id}`, newest === version.version ? {} : { version: version.version }, 'status');
    return wantsFragment(request) ? reply.header('hx-redirect', next).send('') : reply.redirect(next, 303);
  });
}
