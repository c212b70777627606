import type { FastifyInstance } from 'fastify';
import { AppError } from '../web/errors.ts';
import { renderPage } from '../web/render.ts';
import type { Home } from './home.ts';
import { statusLabels } from './transitions.ts';

export interface QueueRoutesOptions {
  home: Home;
}

/** What waits for managers and lawyers. */
export default async function queueRoutes(app: FastifyInstance, { home }: QueueRoutesOptions): Promise<void> {
  app.get('/granskning', async (request, reply) => {
    const waiting = request.actor === null ? null : await home.counted(request.actor);
    if (waiting === null) throw new AppError('forbidden', 'Här granskar stadsdelschefer och jurister. Dina egna förslag finns på startsidan.');
    return renderPage(request, reply, { title: 'Granskning', template: 'reviews/index', data: { styles: ['reviews.css'], waiting, statusLabels } });
  });
}
