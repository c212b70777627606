import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Ruleset } from '../../assessment/ruleset.ts';
import { ruleKinds } from '../../rules/format.ts';
import { AppError } from '../../web/errors.ts';
import { count, number, type Query, url } from '../../web/format.ts';
import { oneOf, parseInput } from '../../web/input.ts';
import { renderPage } from '../../web/render.ts';
import { caseView, expectsOf } from '../ask/case-view.ts';
import type { Rulebook } from '../rulebook.ts';
import { kindLabels, ruleRefs, ruleThemes } from '../themes.ts';
import { createAnalyses } from './analyses.ts';
import { caseQuerySchema, caseViews, filterCases, resultLabels, results } from './case-filter.ts';
import { analysisView } from './city-view.ts';
import { coveragePicture, pictureHeight, pictureWidths } from './picture.ts';
import { proofView } from './proof-view.ts';
import type { Reports } from './report.ts';

export interface CaseRoutesOptions {
  rulebook: Rulebook;
  reports: Reports;
}

/** Few enough for a phone, where each case is a card of its own. */
const pageSize = 20;
/** Lawyers' cases beside the rules' own; the rest stand on their own page. */
const shownCases = 5;
const labels = { q: 'Sök', regel: 'Regel', tema: 'Lag eller riskområde', slag: 'Slag', resultat: 'Resultat', sida: 'Sida', kor: 'Kör' };
const styles = ['rule-cases.css'];

/** The rules' cases, what they prove, and what only the whole city shows. The ruleset is asked for at each request. */
export default async function caseRoutes(app: FastifyInstance, { rulebook, reports }: CaseRoutesOptions): Promise<void> {
  const { knowledge, assessor, today } = rulebook;
  const analyses = createAnalyses(knowledge, (error) => app.log.error({ err: error }, 'an analysis of the rules failed'));
  app.addHook('preClose', () => analyses.close());

  app.get('/metod/fall', async (request, reply) => {
    const { ruleset } = knowledge;
    const themes = ruleThemes(ruleset);
    const query = parseInput(caseQuerySchema(themes), request.query, labels);
    const report = reports(ruleset, query.kor === 'nu');
    const all = caseViews(report.cases.results, themes);
    const found = filterCases(all, query);
    const pages = Math.max(1, Math.ceil(found.length / pageSize));
    const refOf = ruleRefs(ruleset);
    const page = Math.min(query.sida, pages);
    const lawyers = (await rulebook.lawyersCases()).filter((one) => query.regel === '' || expectsOf(query.regel, one));
    // What stands wrong comes first here too.
    const shownLawyers = lawyers.toSorted((a, b) => Number(a.outcome === 'agrees') - Number(b.outcome === 'agrees')).slice(0, shownCases);
    const filters: Query = { q: query.q, regel: query.regel, tema: query.tema, slag: query.slag, resultat: query.resultat };
    const here = (change: Query): string => url('/metod/fall', { ...filters, ...change });
    reply.header('hx-replace-url', here(page === 1 ? {} : { sida: page }));
    return renderPage(request, reply, {
      title: 'Reglernas fall',
      template: 'rulebook/cases/index',
      fragment: 'rulebook/cases/list',
      announce: found.length === 0 ? 'Inga fall passar.' : `${count(found.length, 'fall', 'fall')} av ${number(all.length)}.`,
      data: {
        styles,
        query,
        report,
        failed: all.filter(({ passed }) => !passed).length,
        // What stands wrong comes first.
        shown: found.toSorted((a, b) => Number(a.passed) - Number(b.passed)).slice((page - 1) * pageSize, page * pageSize),
        found: found.length,
        total: all.length,
        pages,
        page,
        here,
        filtered: Object.values(filters).some((value) => value !== ''),
        themes,
        kinds: ruleKinds.map((id) => ({ id, label: kindLabels[id] })),
        results: results.map((id) => ({ id, label: resultLabels[id] })),
        ruleTitle: refOf(query.regel).title,
        lawyers: {
          total: lawyers.length,
          differ: lawyers.filter(({ outcome }) => outcome !== 'agrees').length,
          shown: shownLawyers.map((one) => caseView(assessor, one)),
        },
        cityState: analyses.of(ruleset, today()).state,
      },
    });
  });

  app.get('/metod/fall/tackning', async (request, reply) => {
    const { ruleset } = knowledge;
    const report = reports(ruleset);
    const size = { height: pictureHeight(report.themes.length), ...pictureWidths };
    return renderPage(request, reply, {
      title: 'Täckning och felprov',
      template: 'rulebook/cases/proof',
      data: { styles, ...proofView(report, ruleset), size },
    });
  });

  app.get('/metod/fall/bild.svg', async (request, reply) => {
    const { smal } = parseInput(z.object({ smal: oneOf(['1'], 'Smal bild') }), request.query, { smal: 'Smal bild' });
    // The picture is a document of its own: it may style itself, and may do nothing else.
    reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'").type('image/svg+xml');
    return coveragePicture(reports(knowledge.ruleset).themes, smal === '1' ? 'narrow' : 'wide');
  });

  app.get('/metod/fall/luckor', async (request, reply) => {
    const { ruleset } = knowledge;
    const state = analyses.of(ruleset, today());
    reply.header('cache-control', 'no-store');
    return renderPage(request, reply, {
      title: 'Luckor och krockar',
      template: 'rulebook/cases/city',
      fragment: 'rulebook/cases/city-state',
      data: { styles, state, hash: ruleset.hash, date: today(), view: state.state === 'done' ? analysisView(state.analysis, knowledge, ruleset) : null },
      // Said aloud only at the end: a voice at every step would drown the rest.
      ...(state.state === 'done' ? { announce: 'Hela staden är genomgången.' } : {}),
    });
  });

  app.post('/metod/fall/luckor', async (request, reply) => {
    const ruleset = askedFor(request.body);
    analyses.start(ruleset, today());
    return reply.redirect('/metod/fall/luckor', 303);
  });

  /** The ruleset that the person saw, which must still be the one in force. */
  function askedFor(body: unknown): Ruleset {
    const { ruleset } = knowledge;
    const asked = z.object({ regelverk: z.string().max(100) }).safeParse(body);
    if (asked.success && asked.data.regelverk === ruleset.hash) return ruleset;
    throw new AppError('conflict', 'Reglerna har ändrats sedan sidan öppnades. Öppna sidan Luckor och krockar igen och starta därifrån.');
  }
}
