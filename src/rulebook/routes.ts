import type { FastifyInstance } from 'fastify';
import type { Knowledge } from '../knowledge.ts';
import { noticesAt } from '../law/law.ts';
import { reviewers, severities } from '../rules/format.ts';
import { count, url } from '../web/format.ts';
import { parseInput } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { filterRules, ruleQuerySchema } from './rule-filter.ts';
import { allRules, conditionView, signalTheme } from './rule-view.ts';
import { sourcesView } from './source-view.ts';

export interface RulebookRoutesOptions {
  knowledge: Knowledge;
  /** Today's date (ISO). */
  today: () => string;
}

/** Method, rules and sources: what the planner can and cannot say, and what each answer rests on. */
export default async function rulebookRoutes(app: FastifyInstance, { knowledge, today }: RulebookRoutesOptions): Promise<void> {
  const { catalogue } = knowledge;
  let kept: ReturnType<typeof viewsOf> | undefined;
  /** What the pages show of the rules in force; made anew when those change. */
  const views = () => {
    if (kept?.ruleset.hash !== knowledge.ruleset.hash) kept = viewsOf(knowledge);
    return kept;
  };

  app.get('/metod', async (request, reply) => {
    const { ruleset, rules, pathway, sources } = views();
    return renderPage(request, reply, {
      title: 'Metod och källor',
      template: 'rulebook/method',
      data: {
        laws: ruleset.laws.map((law) => ({ ...law, cited: knowledge.cite(law.citation), told: noticesAt(law, today()) })),
        pathway,
        themes: ruleset.themes.map((theme) => ({ id: theme.id, title: theme.title, summary: theme.summary, count: theme.rules.length })),
        sources: sources.map(({ id, short, title, note }) => ({ id, short, title, note })),
        counts: { insatser: catalogue.insatser.length, groups: catalogue.groups.length, rules: rules.length },
        hash: ruleset.hash,
      },
    });
  });

  app.get('/metod/regler', async (request, reply) => {
    const { ruleset, rules, themes, schema } = views();
    const query = parseInput(schema, request.query, { q: 'Sök', tema: 'Lag eller riskområde', allvar: 'Allvarsgrad', granskas: 'Granskas av' });
    const found = filterRules(rules, query);
    reply.header('hx-replace-url', url('/metod/regler', query));
    return renderPage(request, reply, {
      title: 'Regler',
      template: 'rulebook/rules',
      fragment: 'rulebook/rule-list',
      announce: found.length === 0 ? 'Inga regler passar.' : `${count(found.length, 'regel', 'regler')} av ${rules.length}.`,
      data: {
        query,
        found,
        total: rules.length,
        themes,
        severities,
        reviewers,
        filtered: Object.values(query).some((value) => value !== ''),
        hash: ruleset.hash,
      },
    });
  });

  app.get('/metod/kallor', async (request, reply) =>
    renderPage(request, reply, { title: 'Källor', template: 'rulebook/sources', data: { sources: views().sources } }),
  );
}

function viewsOf(knowledge: Knowledge) {
  const { ruleset } = knowledge;
  const rules = allRules(knowledge);
  const themes = [
    ...ruleset.laws.map((law) => ({ id: law.id, title: law.shortTitle, kind: 'Lagen' })),
    ...ruleset.themes.map((theme) => ({ id: theme.id, title: theme.title, kind: 'Risk' })),
    { id: signalTheme, title: 'Stödjande omständigheter', kind: 'Stöd' },
  ];
  return {
    ruleset,
    rules,
    themes,
    schema: ruleQuerySchema(themes.map((theme) => theme.id)),
    sources: sourcesView(knowledge, rules),
    pathway: ruleset.pathway.map(({ name, conditions, event: { params } }) => ({ id: name, ...params, conditions: conditionView(conditions) })),
  };
}
