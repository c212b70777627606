import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Assessor } from '../assessment/assess.ts';
import type { DatabaseWatch } from '../database/watch.ts';

export interface MetricsParts {
  watch: DatabaseWatch;
}

/** What this process measures of itself, for Prometheus. Labels are routes and closed lists, never addresses or ids. */
export function createMetrics({ watch }: MetricsParts) {
  const registry = new Registry();
  const registers = [registry];
  const histogram = <T extends string>(name: string, help: string, labelNames: readonly T[], buckets: number[]) =>
    new Histogram({ name: `insatsplan_${name}`, help, labelNames: [...labelNames], buckets, registers });

  const requests = histogram(
    'http_request_duration_seconds',
    'Requests by route pattern.',
    ['method', 'route', 'status'],
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  );
  const evaluator = histogram('evaluator_duration_seconds', 'Assessments by kind.', ['work'], [0.00001, 0.0001, 0.001, 0.01, 0.1, 0.5, 1, 5]);
  const drafts = histogram('draft_duration_seconds', 'Drafts that this process has built for a page.', [], [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]);
  const queries = histogram('database_query_duration_seconds', 'Queries by kind.', ['kind', 'outcome'], [0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5]);
  const waits = histogram('database_connection_wait_seconds', 'The wait for a connection of the pool.', [], [0.0001, 0.001, 0.01, 0.1, 0.5, 1, 5]);
  watch.observe({
    query: (kind, seconds, failed) => queries.observe({ kind, outcome: failed ? 'failed' : 'done' }, seconds),
    waited: (seconds) => waits.observe(seconds),
  });

  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name: `insatsplan_${name}`,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  gauge('database_connections_in_use', 'Connections that are handed out.', () => watch.inUse());
  let exportsUnderWay: () => readonly { done: number; total: number }[] = () => [];
  gauge('city_exports_running', 'Exports for a whole city under way.', () => exportsUnderWay().length);
  gauge('city_export_proposals_waiting', 'Proposals that exports under way have not written yet.', () =>
    exportsUnderWay().reduce((sum, { done, total }) => sum + total - done, 0),
  );

  let versionsNotInForce: () => number = () => 0;
  gauge('ruleset_versions_not_in_force', 'Published versions of the rules that could not be put in force.', () => versionsNotInForce());

  const mails = new Counter({ name: 'insatsplan_mails_total', help: 'Letters that this process has tried, by outcome.', labelNames: ['outcome'], registers });
  let mailFigures = { waiting: 0, givenUp: 0 };
  gauge('mails_waiting', 'Letters that wait to be sent, at the last round of this process.', () => mailFigures.waiting);
  gauge('mails_given_up', 'Letters of the last 30 days that could not be sent, at the last round of this process.', () => mailFigures.givenUp);

  const timed = <T>(observe: (seconds: number) => void, work: () => T): T => {
    const since = performance.now();
    try {
      return work();
    } finally {
      observe((performance.now() - since) / 1000);
    }
  };

  return {
    registry,
    requests,
    /** The process itself: processor, memory, the event loop. */
    measureProcess: () => collectDefaultMetrics({ register: registry }),
    watchExports(running: typeof exportsUnderWay): void {
      exportsUnderWay = running;
    },
    watchRules(notInForce: typeof versionsNotInForce): void {
      versionsNotInForce = notInForce;
    },
    /** What came of a round of letters. */
    mail({ sent, failed, givenUp, figures }: { sent: number; failed: number; givenUp: number; figures: typeof mailFigures }): void {
      for (const [outcome, n] of Object.entries({ sent, failed, given_up: givenUp })) mails.inc({ outcome }, n);
      mailFigures = figures;
    },
    draft: <T>(work: () => T): T => timed((seconds) => drafts.observe(seconds), work),
    /** The same assessor, measured. */
    assessor: (assessor: Assessor): Assessor => ({
      ...assessor,
      assess: (candidate) =>
        timed(
          (seconds) => evaluator.observe({ work: 'assess' }, seconds),
          () => assessor.assess(candidate),
        ),
      async explain(candidate) {
        const end = evaluator.startTimer({ work: 'explain' });
        return assessor.explain(candidate).finally(end);
      },
      assessCatalogue: (...args) =>
        timed(
          (seconds) => evaluator.observe({ work: 'catalogue' }, seconds),
          () => assessor.assessCatalogue(...args),
        ),
    }),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;
