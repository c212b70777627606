import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import type { Metrics } from './metrics.ts';
import { hasToken } from './token.ts';

export interface MeasuringOptions {
  metrics: Metrics;
  /** What Prometheus shows. Without it only a server that this machine alone can reach gives its figures. */
  token: string | undefined;
  /** Whether other machines can reach the server. Behind a proxy every request may seem to come from this machine. */
  isPublic: boolean;
}

/** Measures every request and answers `/metrics`; to whoever may not read it, it does not exist. */
export const measuring = fp(
  async function measuring(app: FastifyInstance, { metrics, token, isPublic }: MeasuringOptions) {
    app.addHook('onListen', async () => metrics.measureProcess());
    app.addHook('onResponse', async (request, reply) => {
      const { method, routeOptions } = request;
      metrics.requests.observe({ method, route: routeOptions.url ?? 'none', status: reply.statusCode }, reply.elapsedTime / 1000);
    });
    app.get('/metrics', async (request, reply) => {
      const allowed = token === undefined ? !isPublic : hasToken(request.headers.authorization, token);
      if (!allowed) return reply.callNotFound();
      return reply
        .type(metrics.registry.contentType)
        .header('cache-control', 'no-store')
        .send(await metrics.registry.metrics());
    });
  },
  { name: 'measuring' },
);
