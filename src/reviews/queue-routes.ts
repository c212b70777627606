import type { FastifyInstance } from 'fastify';
import { may } from '../accounts/permissions.ts';
import type { Db } from '../database/types.ts';
import type { Knowledge } from '../knowledge.ts';
import { AppError } from '../web/errors.ts';
import { renderPage } from '../web/render.ts';
import type { Home } from './home.ts';
import { ruleReports } from './reports.ts';
import { statusLabels } from './transitions.ts';

export interface QueueRoutesOptions {
  db: Db;
  knowledge: Knowledge;
  home: Home;
}

/** What waits for managers and lawyers, and the rules that lawyers found wrongly applied. */
export default async function queueRoutes(app: FastifyInstance, { db, knowledge, home }: QueueRoutesOptions): Promise<void> {
  const districts = new Map(knowledge.districts.all.map(({ id, name }) => [id, name]));

  app.get('/granskning', async (request, reply) => {
    const waiting = request.actor === null ? null : await home.counted(request.actor);
    if (waiting === null) throw new AppError('forbidden', 'Här granskar stadsdelschefer och jurister. Dina egna förslag finns på startsidan.');
    return renderPage(request, reply, { title: 'Granskning', template: 'reviews/index', data: { styles: ['reviews.css'], waiting, statusLabels } });
  });

  app.get('/metod/regelrapporter', async (request, reply) => {
    const { actor } = request;
    const reports = (await ruleReports(db)).filter(({ district }) => actor !== null && may(actor, 'review.legal', district));
    const { laws, themes } = knowledge.ruleset;
    const rules = [...laws.flatMap((law) => law.rules), ...themes.flatMap((theme) => theme.rules)];
    const titles = new Map(rules.map(({ name, event }) => [name, event.params.title]));
    return renderPage(request, reply, {
      title: 'Regler som jurister har ifrågasatt',
      template: 'reviews/reports',
      data: {
        styles: ['reviews.css'],
        reports: reports.map((report) => ({
          ...report,
          title: titles.get(report.rule) ?? report.rule,
          districtName: districts.get(report.district) ?? report.district,
        })),
      },
    });
  });
}
