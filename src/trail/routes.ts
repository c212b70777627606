import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { actorOf } from '../accounts/authenticate.ts';
import { accountRepository } from '../accounts/repository.ts';
import { exportTrail, trailFormatIds, trailFormats } from '../audit/export.ts';
import { readTrail, record } from '../audit/trail.ts';
import { verificationInWords } from '../audit/verify.ts';
import { actionWords, objectWords } from '../audit/words.ts';
import type { Database } from '../database/types.ts';
import type { Knowledge } from '../knowledge.ts';
import { url } from '../web/format.ts';
import { parseInput } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { type Check, createCheck } from './check.ts';
import { logLabels, logQuerySchema, trailQuery, typedQuerySchema } from './query.ts';
import { createTrailWords } from './value-words.ts';
import { rowView } from './view.ts';

export interface TrailRoutesOptions {
  db: Kysely<Database>;
  knowledge: Pick<Knowledge, 'catalogue' | 'districts' | 'ruleset'>;
}

const rowsOnPage = 50;
const byLabel = new Intl.Collator('sv').compare;
const listOf = (words: Readonly<Record<string, string>>) =>
  Object.entries(words)
    .map(([id, label]) => ({ id, label }))
    .sort((a, b) => byLabel(a.label, b.label));
const [actions, objects] = [listOf(actionWords), listOf(objectWords)];

const checkInWords = (check: Check): string => {
  if (check.state === 'none') return 'Ingen har kontrollerat loggen sedan servern startade.';
  if (check.state === 'running') return `${check.rows} rader är kontrollerade.`;
  return check.state === 'failed' ? 'Kontrollen kunde inte göras. Försök igen.' : verificationInWords(check.found);
};

/** The trail: read, taken out as a file, and checked. */
export default async function trailRoutes(app: FastifyInstance, { db, knowledge }: TrailRoutesOptions): Promise<void> {
  const names = new Map(knowledge.districts.all.map(({ id, name }) => [id, name]));
  const words = createTrailWords(knowledge);
  const check = createCheck(db, (error) => app.log.error({ err: error }, 'the trail could not be checked'));
  app.addHook('preClose', () => check.close());

  app.get('/logg', async (request, reply) => {
    const read = logQuerySchema.safeParse(request.query);
    const faults = read.success ? [] : read.error.issues.map(({ path, message }) => ({ field: String(path[0] ?? 'fran'), message }));
    if (faults.length > 0) reply.code(400);
    const fore = read.data?.fore;
    const filters = typedQuerySchema.parse(request.query);
    const found = read.success
      ? await readTrail(db, {
          ...trailQuery(read.data, actorOf(request)),
          ...(fore === undefined ? {} : { before: fore }),
          newestFirst: true,
          limit: rowsOnPage + 1,
        })
      : [];
    const people = await accountRepository(db).all();
    const accounts = new Map(people.map(({ id, name }) => [id, name]));
    const shown = found.slice(0, rowsOnPage);
    const last = shown.at(-1);
    reply.header('cache-control', 'no-store');
    return renderPage(request, reply, {
      title: faults.length > 0 ? 'Rätta uppgifterna – Logg' : 'Logg',
      template: 'trail/index',
      data: {
        query: filters,
        faults,
        actions,
        objects,
        people: people.map(({ id, name, email }) => ({ id, name, email })),
        rows: shown.map((event) => rowView(event, { districts: names, accounts, words })),
        newest: fore === undefined ? null : url('/logg', filters),
        older: found.length > rowsOnPage && last !== undefined ? url('/logg', { ...filters, fore: last.seq }) : null,
        files: trailFormatIds.map((format) => ({ label: format.toUpperCase(), href: url(`/logg/fil.${format}`, filters) })),
      },
    });
  });

  for (const format of trailFormatIds) {
    app.get(`/logg/fil.${format}`, async (request, reply) => {
      const query = parseInput(logQuerySchema, request.query, logLabels);
      const asked = trailQuery(query, actorOf(request));
      const { fran: from, till: to } = query;
      await db
        .transaction()
        .execute((trx) => record(trx, { action: 'trail.export', object: { type: 'trail', id: 'trail' }, district: null, after: { from, to, format } }));
      reply
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="insatsplan-logg${from && `-${from}`}${to && `-${to}`}.${format}"`)
        .type(trailFormats[format]);
      return reply.send(Readable.from(exportTrail(db, asked, format)));
    });
  }

  app.get('/logg/kontroll', async (request, reply) => {
    const latest = check.latest();
    reply.header('cache-control', 'no-store');
    const words = checkInWords(latest);
    return renderPage(request, reply, {
      title: latest.state === 'running' ? 'Loggen kontrolleras' : 'Kontroll av loggen',
      template: 'trail/check',
      fragment: 'trail/check-status',
      ...(latest.state === 'running' ? {} : { announce: words }),
      data: { check: latest, words },
    });
  });

  app.post('/logg/kontroll', async (_request, reply) => {
    await check.start();
    return reply.redirect('/logg/kontroll', 303);
  });
}
