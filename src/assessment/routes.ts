import type { FastifyInstance } from 'fastify';
import { findContradictions } from '../candidate/contradictions.ts';
import type { Insats, TargetGroup } from '../catalogue/schema.ts';
import type { LegalBasis } from '../law/law.ts';
import { AppError } from '../web/errors.ts';
import { count, type Query, url } from '../web/format.ts';
import { InputError, NotFoundError, parseInput } from '../web/input.ts';
import { verdictLabels } from '../web/labels.ts';
import { renderPage } from '../web/render.ts';
import { parseForm } from '../web/well-formed.ts';
import type { Assessor } from './assess.ts';
import { designForm } from './design-form.ts';
import { CandidateError } from './errors.ts';
import { designParams, type InsatsQuery, insatsQuerySchema, readDesign } from './insats-query.ts';
import { bothBases, changeSentence, classificationView, flagsView, headView, statisticsView } from './insats-view.ts';
import { traceView } from './trace-view.ts';
import type { Assessment, Candidate } from './types.ts';

export interface InsatsRoutesOptions {
  assessor: Assessor;
  /** Today's date (ISO). */
  today: () => string;
}

const defaultBasis = 'sol-2025-400';
const fieldLabels = { malgrupp: 'Målgrupp', grund: 'Rättslig grund', datum: 'Datum' };

/** Which part of the page htmx swaps, by the element it goes into (htmx sends `tag#id`): another pair, another whole design, one answer. */
const fragments: ReadonlyMap<unknown, string> = new Map([
  ['div#insats', 'insats/body'],
  ['section#prova', 'insats/tryout'],
  ['div#utfall', 'insats/update'],
]);

/** The page of one insats: the law's answer, flags, the try-out of a design, statistics, and the trace behind an answer. */
export default async function insatsRoutes(app: FastifyInstance, { assessor, today }: InsatsRoutesOptions): Promise<void> {
  const { knowledge } = assessor;
  const { catalogue } = knowledge;

  function findInsats(id: string): Insats {
    const insats = catalogue.insatsById.get(id);
    if (insats === undefined) throw new NotFoundError(`Katalogen har ingen insats med id ”${id.slice(0, 80)}”. Sök efter insatsen i katalogen.`);
    return insats;
  }

  const groupsOf = (insats: Insats): TargetGroup[] => insats.classification.targetGroups.flatMap((id) => catalogue.groupById.get(id) ?? []);

  function readLaw(legalBasis: string, date: string): LegalBasis {
    try {
      return assessor.rulesAt(legalBasis, date).law;
    } catch (error) {
      if (error instanceof CandidateError)
        throw new InputError([{ field: error.field === 'date' ? fieldLabels.datum : fieldLabels.grund, message: error.message }]);
      throw error;
    }
  }

  /** Reads an address: which pair, under which law, in which design. */
  function readState(insats: Insats, raw: unknown) {
    const query: InsatsQuery = parseInput(insatsQuerySchema, raw, fieldLabels);
    const groups = groupsOf(insats);
    const group = query.malgrupp === '' ? groups[0] : groups.find((item) => item.id === query.malgrupp);
    if (group === undefined) {
      throw new InputError([
        {
          field: fieldLabels.malgrupp,
          message: `Insatsen ges inte till målgruppen ”${query.malgrupp.slice(0, 80)}”. Välj en av: ${groups.map((item) => item.name).join(', ')}.`,
        },
      ]);
    }
    const legalBasis = query.grund === '' ? defaultBasis : query.grund;
    const date = query.datum === '' ? today() : query.datum;
    const law = readLaw(legalBasis, date);
    const defaults = assessor.defaultDesign(insats.id, group.id, legalBasis);
    const tried = readDesign(raw, defaults.design);
    const context: Query = {
      malgrupp: group.id === groups[0]?.id ? '' : group.id,
      grund: legalBasis === defaultBasis ? '' : legalBasis,
      datum: date === today() ? '' : date,
    };
    const candidate: Candidate = { insats: insats.id, targetGroup: group.id, legalBasis, date, design: tried.design };
    return { query, groups, group, law, date, defaults, tried, context, candidate };
  }

  /** The assessment of the page that the reader came from, where that page was about the same pair and law. */
  function assessmentBefore(insats: Insats, header: unknown, candidate: Candidate): Assessment | null {
    if (typeof header !== 'string' || !URL.canParse(header)) return null;
    const current = new URL(header);
    if (current.pathname !== `/insatser/${insats.id}`) return null;
    try {
      const before = readState(insats, parseForm(current.search.slice(1))).candidate;
      const same = before.targetGroup === candidate.targetGroup && before.legalBasis === candidate.legalBasis && before.date === candidate.date;
      return same ? assessor.assess(before) : null;
    } catch (error) {
      if (error instanceof InputError || error instanceof AppError) return null;
      throw error;
    }
  }

  app.get<{ Params: { id: string } }>('/insatser/:id', async (request, reply) => {
    const insats = findInsats(request.params.id);
    const { query, groups, group, law, date, defaults, tried, context, candidate } = readState(insats, request.query);
    const href = (params: Query, anchor = ''): string => url(`/insatser/${insats.id}`, { ...context, ...params }, anchor);
    const here = href(designParams(tried.changes));
    if (query.prova !== '' && tried.problems.length === 0 && request.headers['hx-request'] !== 'true') return reply.redirect(`${here}#prova`, 303);

    const problems = [...tried.problems, ...findContradictions(tried.design)];
    const reasons = new Map([...defaults.assumed, ...defaults.leftOpen].map(({ field, reason }) => [field, reason]));
    const assessment = assessor.assess(candidate);
    const changed = changeSentence(assessmentBefore(insats, request.headers['hx-current-url'], candidate), assessment);
    reply.header('hx-replace-url', here);
    return renderPage(request, reply, {
      title: insats.name,
      template: 'insats/index',
      fragment: fragments.get(request.headers['hx-target']) ?? 'insats/update',
      announce: `${changed ?? `${verdictLabels[assessment.law.verdict]}. ${count(assessment.flags.length, 'flagga', 'flaggor')}.`}${problems.length > 0 ? ` ${count(problems.length, 'sak', 'saker')} att rätta.` : ''}`,
      data: {
        head: headView(insats),
        groups,
        group,
        legalBases: knowledge.ruleset.laws,
        law,
        date,
        dateParam: context.datum,
        context,
        assessment,
        changed,
        problems,
        form: designForm(tried.design, defaults.design, reasons, problems),
        changeCount: Object.keys(tried.changes).length,
        flags: flagsView(assessment.flags, tried.changes, tried.design, (params) => href(params, 'prova')),
        resetHref: href({}, 'prova'),
        whyHref: url(`/insatser/${insats.id}/varfor`, { ...context, ...designParams(tried.changes) }),
        askHref: url('/metod/fraga', { insats: insats.id, ...context, datum: date, ...designParams(tried.changes) }),
        bases: bothBases(assessor, insats, groups, date, String(context.datum ?? '')),
        statistics: statisticsView(insats),
        classification: classificationView(insats),
      },
    });
  });

  app.get<{ Params: { id: string } }>('/insatser/:id/varfor', async (request, reply) => {
    const insats = findInsats(request.params.id);
    const { group, law, date, context, tried, candidate } = readState(insats, request.query);
    const explained = await assessor.explain(candidate);
    return renderPage(request, reply, {
      title: `Varför? ${insats.name}`,
      template: 'insats/why',
      fragment: 'partials/trace',
      data: {
        head: headView(insats),
        group,
        law,
        date,
        assessment: explained,
        trace: traceView(explained.trace),
        backHref: url(`/insatser/${insats.id}`, { ...context, ...designParams(tried.changes) }),
      },
    });
  });
}
