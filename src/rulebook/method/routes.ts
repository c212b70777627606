import type { FastifyInstance } from 'fastify';
import { noticesAt } from '../../law/law.ts';
import { renderPage } from '../../web/render.ts';
import type { Rulebook } from '../rulebook.ts';
import { allRules, type RuleView } from '../rules/rule-view.ts';

/** A row of the table for pathway and stage. */
function pathwayRow({ id, number, title, text, conditions, rule: { event } }: RuleView) {
  return { id, number, title, text, conditions, ...(event.type === 'pathway' ? { pathway: event.params.pathway, stage: event.params.stage } : {}) };
}

/** Method: what the planner can and cannot say, and how it arrives at an answer. */
export default async function methodRoutes(app: FastifyInstance, { rulebook }: { rulebook: Rulebook }): Promise<void> {
  const { knowledge, today } = rulebook;

  app.get('/metod', async (request, reply) => {
    const { ruleset, catalogue, sources } = knowledge;
    const rules = allRules(knowledge);
    return renderPage(request, reply, {
      title: 'Metod och källor',
      template: 'rulebook/method/index',
      data: {
        laws: ruleset.laws.map((law) => ({ ...law, cited: knowledge.cite(law.citation), told: noticesAt(law, today()) })),
        pathway: rules.filter(({ kind }) => kind === 'pathway').map(pathwayRow),
        themes: ruleset.themes.map((theme) => ({ id: theme.id, title: theme.title, summary: theme.summary, count: theme.rules.length })),
        sources: sources.all.map(({ id, short, title, note }) => ({ id, short, title, note })),
        counts: { insatser: catalogue.insatser.length, groups: catalogue.groups.length, rules: rules.length },
        hash: ruleset.hash,
      },
    });
  });
}
