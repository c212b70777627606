import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actorOf } from '../../accounts/authenticate.ts';
import { may } from '../../accounts/permissions.ts';
import type { Assessor } from '../../assessment/assess.ts';
import { flagsView } from '../../assessment/insats-view.ts';
import { everyRule } from '../../assessment/ruleset.ts';
import type { Assessment } from '../../assessment/types.ts';
import type { CurrentState } from '../../candidate/build-facts.ts';
import { areas } from '../../catalogue/schema.ts';
import { askPath, type NoQuestion, type Question, questionParams, readQuestion } from '../../questions/question.ts';
import { traceRule } from '../../questions/rule-trace.ts';
import { switchedOffMotive } from '../../rules/format.ts';
import { AppError } from '../../web/errors.ts';
import { count, url } from '../../web/format.ts';
import { NotFoundError, parseInput } from '../../web/input.ts';
import { verdictLabels } from '../../web/labels.ts';
import { renderPage } from '../../web/render.ts';
import { ruleNumber } from '../rules/numbers.ts';
import { ruleHref } from '../themes.ts';
import { askQuerySchema, ruleShows } from './ask-query.ts';
import { keepAnswers } from './kept-answers.ts';
import { findInsatser, nearName, questionView } from './question-view.ts';
import { tracedConditions } from './trace-conditions.ts';
import { traceList } from './trace-list.ts';
import { targetOptions, whyNotView } from './why-not-view.ts';

export interface AskRoutesOptions {
  assessor: Assessor;
  /** Today's date (ISO). */
  today: () => string;
  /** What a district has told of its nuläge that a question at the date reads, by insats. */
  currentStateOf: (district: string, date: string) => Promise<{ currentStates: ReadonlyMap<string, CurrentState>; currentStateYear: number | null }>;
}

/** Which part of the page htmx swaps, by the element that it goes into. */
const fragments: ReadonlyMap<unknown, string> = new Map([
  ['div#fraga', 'rulebook/ask/body'],
  ['div#utfall', 'rulebook/ask/update'],
  ['div#under', 'rulebook/ask/under-update'],
  ['div#traffar', 'rulebook/ask/found'],
]);
const rawSchema = z.record(z.string(), z.unknown());
const most = 30;
const styles = ['ask.css'];

/** What came of fetching a district's nuläge. */
function currentStateSaid(said: string, { district, insats }: Question) {
  if (said === 'ingen') return { ok: false, text: 'Välj en stadsdel först.' };
  if (said === 'saknas')
    return {
      ok: false,
      text: `${district === '' ? 'Stadsdelen' : 'Den valda stadsdelen'} har inte lämnat några uppgifter om ${insats.name}. Svara själv om du vill.`,
    };
  return /^\d{4}$/.test(said) ? { ok: true, text: `Svaren är hämtade ur nuläget för ${said}. De följer med i länken.` } : null;
}

/** Ask: any candidate, real or made up; its answer, every rule's trace, and "why not?". The address holds the whole question. */
export default async function askRoutes(app: FastifyInstance, { assessor, today, currentStateOf }: AskRoutesOptions): Promise<void> {
  const answers = keepAnswers(assessor);

  app.get(askPath, async (request, reply) => {
    const raw = rawSchema.parse(request.query ?? {});
    const query = parseInput(askQuerySchema, raw, { sok: 'Insats', regel: 'Sök bland alla regler' });
    const question = readQuestion(assessor, raw, today());
    if ('missing' in question || query.byt !== '') return pick(request, reply, question, query.sok);
    if (query.hamta !== '') return reply.redirect(await withCurrentState(request, question), 303);
    const params = questionParams(assessor, question.candidate, question.district);
    const shown = { mal: query.mal, visa: query.visa === 'nara' ? '' : query.visa, regel: query.regel };
    const here = url(askPath, { ...params, ...shown });
    if (query.prova !== '' && question.faults.length === 0 && question.problems.length === 0 && request.headers['hx-request'] !== 'true')
      return reply.redirect(`${here}#svar`, 303);
    const assessment = assessor.assess(question.candidate);
    const why = whyNotView(assessor, answers, question.candidate, query.mal);
    if (question.faults.length === 0) reply.header('hx-replace-url', here);
    else reply.code(400);
    return renderPage(request, reply, {
      title: `Fråga regelverket: ${question.insats.name}`,
      template: 'rulebook/ask/index',
      fragment: fragments.get(request.headers['hx-target']) ?? 'rulebook/ask/update',
      announce: said(request.headers['hx-target'] === 'div#under' ? why : null, question, assessment),
      data: {
        styles,
        q: questionView(assessor, question, shown, raw),
        said: currentStateSaid(query.nulage, question),
        query,
        here,
        assessment,
        flags: flagsView(assessment.flags, question.changes, question.candidate.design, () => ''),
        whyNot: why,
        targets: targetOptions(assessor, query.mal),
        trace: traceList(assessor, answers.states(question.candidate), query, params),
        shows: ruleShows,
      },
    });
  });

  /** What the live region says: the answer, or, where that was asked for, what would have to differ. */
  function said(why: ReturnType<typeof whyNotView>, { problems, faults }: Question, { law, flags }: Assessment): string {
    const wrong = problems.length + faults.length;
    const [change] = why?.problem === null ? why.within.changes : [];
    const more =
      change === undefined ? 'Ingen ändring av utformningen räcker. Se under Varför inte.' : `Minst ${count(change.facts.length, 'ändring', 'ändringar')}.`;
    const answer = why?.problem === null ? `${why.text}. ${more}` : `${verdictLabels[law.verdict]}. ${count(flags.length, 'flagga', 'flaggor')}.`;
    return `${answer}${wrong > 0 ? ` ${count(wrong, 'sak', 'saker')} att rätta.` : ''}`;
  }

  /** The page for choosing an insats, with what else was asked for kept. */
  function pick(request: FastifyRequest, reply: FastifyReply, question: Question | NoQuestion, sok: string) {
    const missing = 'missing' in question ? question.missing : null;
    const rest =
      'missing' in question
        ? question.rest
        : { malgrupp: '', grund: question.candidate.legalBasis, datum: question.candidate.date, stadsdel: question.district };
    if (missing !== null) reply.code(404);
    const { total, found } = findInsatser(assessor.knowledge.catalogue.insatser, sok, most);
    const hits = found.map((insats) => ({
      name: insats.name,
      category: insats.category,
      area: areas[insats.area],
      href: url(askPath, { insats: insats.id, ...rest }),
    }));
    return renderPage(request, reply, {
      title: 'Fråga regelverket',
      template: 'rulebook/ask/pick',
      fragment: 'rulebook/ask/found',
      announce: total === 0 ? 'Ingen insats hittades.' : `${count(total, 'insats', 'insatser')} hittades.`,
      data: {
        instead: total === 0 ? nearName(assessor.knowledge.catalogue.insatser, sok) : null,
        styles,
        missing,
        rest,
        sok,
        hits,
        total,
        all: assessor.knowledge.catalogue.insatser.length,
        byt: 'missing' in question ? '' : '1',
        current: 'missing' in question ? null : question.insats,
      },
    });
  }

  /** The address of the question with what its district has told of the insats. */
  async function withCurrentState(request: FastifyRequest, { candidate, district, insats }: Question): Promise<string> {
    const address = (said: string, state?: CurrentState) =>
      url(askPath, { ...questionParams(assessor, state === undefined ? candidate : { ...candidate, currentState: state }, district), nulage: said }, 'nulage');
    if (district === '') return address('ingen');
    if (!may(actorOf(request), 'current_state.read', district))
      throw new AppError('forbidden', 'Din roll får inte läsa den stadsdelens nuläge. Svara själv på de fyra frågorna i stället.');
    const { currentStates, currentStateYear } = await currentStateOf(district, candidate.date);
    const state = currentStates.get(insats.id);
    return state === undefined ? address('saknas') : address(String(currentStateYear ?? ''), state);
  }

  app.get<{ Params: { rule: string } }>(`${askPath}/regel/:rule`, async (request, reply) => {
    const raw = rawSchema.parse(request.query ?? {});
    const question = readQuestion(assessor, raw, today());
    if ('missing' in question) throw new NotFoundError(question.missing?.message ?? 'Adressen saknar en insats. Börja på sidan Fråga regelverket.');
    const trace = await traceRule(assessor, question.candidate, request.params.rule);
    const rule = everyRule(assessor.knowledge.ruleset).find(({ name }) => name === request.params.rule);
    if (trace === null || rule === undefined) {
      const motive = rule === undefined ? null : switchedOffMotive(rule);
      if (motive !== null) throw new NotFoundError(`Regeln är avstängd och prövas inte på någon insats. Motiv: ${motive}`);
      throw new NotFoundError('Regeln finns inte för den rättsliga grunden den dagen. Gå tillbaka till frågan och sök bland reglerna.');
    }
    const params = questionParams(assessor, question.candidate, question.district);
    return renderPage(request, reply, {
      title: `Spår: ${trace.title}`,
      template: 'rulebook/ask/rule-page',
      fragment: 'rulebook/ask/rule',
      data: {
        styles,
        trace,
        number: ruleNumber(rule),
        conditions: tracedConditions(rule.conditions, trace.conditions),
        ruleHref: ruleHref(rule.name),
        insats: question.insats,
        group: question.group,
        backHref: url(askPath, params, 'spar'),
        whyNotHref: url(askPath, { ...params, mal: `regel.${trace.rule}` }, 'varfor'),
        proposeHref: url('/metod/andringar/foresla', { slag: 'add-case', regel: trace.rule, fires: String(trace.fired), fraga: url('', params).slice(1) }),
      },
    });
  });
}
