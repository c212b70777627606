import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Assessor } from '../assessment/assess.ts';
import { CandidateError } from '../assessment/errors.ts';
import { latestDate } from '../assessment/parse-candidate.ts';
import { DistrictError, findDistrict } from '../districts/districts.ts';
import { AppError } from '../web/errors.ts';
import { count } from '../web/format.ts';
import { parseInput } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { differenceLabels } from './line-content.ts';
import type { Renewal } from './proposal-inputs.ts';
import type { Proposals } from './proposals.ts';
import { type Choice, reassess } from './reassessment.ts';
import type { StoredVersion } from './repository.ts';
import { movedState, type StalenessOf, staleView } from './staleness.ts';
import { causeInWords, stateInWords } from './version-notes.ts';
import type { WorkingCopies } from './working-copy.ts';

export interface ReassessmentRoutesOptions {
  assessor: Assessor;
  proposals: Proposals;
  workingCopies: WorkingCopies;
  staleness: StalenessOf;
  /** Today's date (ISO). */
  today: () => string;
}
type Params = { Params: { id: string } };

const querySchema = z.object({
  datum: z.string('Skriv ett datum.').trim().max(40).optional(),
  nulage: z.enum(['behall', 'nu'], 'Välj ett av nulägena i formuläret.').default('nu'),
});
const saveSchema = z.object({
  version: z.coerce.number('Versionens nummer saknas. Läs in sidan igen.').int().min(1).max(1_000_000),
  datum: z.iso.date('Datumet går inte att läsa. Läs in sidan igen.'),
  nulage: z.enum(['behall', 'nu'], 'Välj ett av nulägena i formuläret.'),
  avtryck: z.uuid('Sidan är för gammal. Läs in den igen.'),
});

/** What a proposal would become with the rules, the nuläge and the date of another day; it is stored only when somebody says so. */
export default async function reassessmentRoutes(
  app: FastifyInstance,
  { assessor, proposals, workingCopies, staleness, today }: ReassessmentRoutesOptions,
): Promise<void> {
  const { knowledge } = assessor;

  const stored = proposals.existing;

  /** What is wrong with a date for this proposal, in words; null where nothing is. */
  function dateFault({ inputs }: StoredVersion, date: string): string | null {
    if (!z.iso.date().safeParse(date).success) return 'Det är inget datum. Skriv år, månad och dag, till exempel 2026-11-22.';
    if (date > latestDate) return `Datumet ligger för långt fram. Välj en dag till och med ${latestDate}.`;
    try {
      assessor.rulesAt(inputs.legalBasis, date);
      findDistrict(knowledge.districts, inputs.district, date);
      return null;
    } catch (error) {
      if (error instanceof CandidateError || error instanceof DistrictError) return error.message;
      throw error;
    }
  }

  async function renewalOf({ inputs }: StoredVersion, { date, state }: Choice): Promise<Renewal> {
    if (state === 'now') return { date, ...(await proposals.currentStateOf(inputs.district, date)) };
    return { date, currentStates: new Map(Object.entries(inputs.currentStates)), currentStateYear: inputs.currentStateYear ?? null };
  }

  interface Shown {
    date: string;
    state: Choice['state'];
    /** What stopped a save. */
    problem?: string;
  }

  async function page(request: FastifyRequest, reply: FastifyReply, version: StoredVersion, { date, state, problem }: Shown): Promise<string> {
    const fault = dateFault(version, date);
    if (fault !== null) reply.code(422);
    const base = `/forslag/${version.id}`;
    const moved = await staleness.of(version.inputs);
    const result =
      fault === null
        ? await reassess({ assessor, proposals, workingCopies }, version, await workingCopies.parts(version.id), await renewalOf(version, { date, state }))
        : null;
    const atDate = fault === null ? await proposals.currentStateOf(version.inputs.district, date) : null;
    const feed = atDate === null || atDate.currentStateYear === null ? null : { year: atDate.currentStateYear, states: atDate.currentStates };
    return renderPage(request, reply, {
      title: `${fault !== null ? 'Rätta datumet' : problem === undefined ? 'Ompröva' : 'Inte sparat'} – ${version.draft.title}`,
      template: 'proposals/reassess',
      fragment: 'proposals/reassess-result',
      announce:
        fault ??
        (result === null || result.changed.length === 0 ? 'Ingen rad skulle ändras.' : `${count(result.changed.length, 'rad', 'rader')} skulle ändras.`),
      data: {
        styles: ['proposal.css'],
        version,
        draft: version.draft,
        base,
        date,
        state,
        fault,
        problem: problem ?? null,
        today: today(),
        todayFault: dateFault(version, today()),
        moved: staleView(version.inputs, moved, today()).sentences,
        kept: stateInWords(version.inputs),
        now:
          atDate === null
            ? null
            : stateInWords({ currentStates: Object.fromEntries(atDate.currentStates), currentStateYear: atDate.currentStateYear ?? undefined }),
        stateMoved: atDate === null ? null : movedState(version.inputs, feed),
        newerYear: newerYear(moved.currentState?.to ?? null, feed?.year ?? null),
        result: result === null ? null : { ...result, alike: result.alike.map((one) => ({ ...one, cause: causeInWords(one) })) },
        kinds: differenceLabels,
      },
    });
  }

  app.get<Params>('/forslag/:id/omprovning', async (request, reply) => {
    const { datum, nulage } = parseInput(querySchema, request.query, { datum: 'Datum', nulage: 'Nuläge' });
    const version = await stored(request.params.id);
    return page(request, reply, version, { date: datum === undefined || datum === '' ? version.inputs.date : datum, state: nulage === 'nu' ? 'now' : 'kept' });
  });

  app.post<Params>('/forslag/:id/omprovning', async (request, reply) => {
    const { version: number, datum, nulage, avtryck } = parseInput(saveSchema, request.body, { datum: 'Datum', nulage: 'Nuläge', version: 'Version' });
    const version = await stored(request.params.id);
    const choice: Choice = { date: datum, state: nulage === 'nu' ? 'now' : 'kept' };
    if (dateFault(version, datum) !== null) return page(request, reply, version, choice);
    try {
      await workingCopies.saveVersion(version.id, number, await renewalOf(version, choice), avtryck);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
      reply.code(409);
      return page(request, reply, await stored(version.id), { ...choice, problem: error.message });
    }
    return reply.redirect(`/forslag/${version.id}`, 303);
  });
}

/** The year of answers that only a later date would read. */
const newerYear = (newest: number | null, read: number | null): number | null => (newest !== null && (read === null || newest > read) ? newest : null);
