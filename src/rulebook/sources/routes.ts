import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actorOf } from '../../accounts/authenticate.ts';
import { may } from '../../accounts/permissions.ts';
import type { Source } from '../../sources/schema.ts';
import { AppError } from '../../web/errors.ts';
import { type InputFault, NotFoundError, parseInput } from '../../web/input.ts';
import { renderPage } from '../../web/render.ts';
import { emptyCheck, readCheck, sourceCheckOf, type TypedCheck, wholeSource } from '../checks/form.ts';
import { type CheckResult, checksRepository } from '../checks/repository.ts';
import type { Rulebook } from '../rulebook.ts';
import { allRules } from '../rules/rule-view.ts';
import { indicatorsOf, type SourceParts, sourceView, sourceViews, waitingPlaces } from './source-view.ts';

type Params = { Params: { source: string } };
export const resultLabels: Readonly<Record<CheckResult, string>> = {
  unchanged: 'Oförändrad: registret stämmer',
  changed: 'Ändrad: reglerna ska ses över',
  unclear: 'Oklar: någon mer behöver läsa',
};
const pageQuery = z.object({ stalle: z.string().max(120).catch('') });

interface Unsaved {
  typed: TypedCheck;
  faults: readonly InputFault[];
}

/** The register of sources, a page for each, what waits to be checked, and the lawyer's note that a place has been checked. */
export default async function sourceRoutes(app: FastifyInstance, { rulebook }: { rulebook: Rulebook }): Promise<void> {
  const { db, knowledge } = rulebook;

  async function parts(): Promise<SourceParts> {
    return { knowledge, rules: allRules(knowledge), checks: await checksRepository(db).sourceChecks(), date: rulebook.today() };
  }

  app.get('/metod/kallor', async (request, reply) => {
    const sources = sourceViews(await parts());
    const waiting = sources.reduce((sum, source) => sum + source.waiting, 0);
    return renderPage(request, reply, { title: 'Källor', template: 'rulebook/sources/index', data: { sources, waiting } });
  });

  app.get('/metod/att-kontrollera', async (request, reply) => {
    const all = await parts();
    return renderPage(request, reply, {
      title: 'Att kontrollera',
      template: 'rulebook/sources/waiting',
      data: { places: waitingPlaces(all), sources: sourceViews(all), mayCheck: may(actorOf(request), 'rule.check', null) },
    });
  });

  function sourceOf(id: string): Source {
    const source = knowledge.sources.source(id);
    if (source === undefined) throw new NotFoundError('Det finns ingen källa med det id:t. Källregistret visar dem som finns.');
    return source;
  }

  async function page(request: FastifyRequest, reply: FastifyReply, source: Source, typed: TypedCheck, unsaved?: Unsaved): Promise<string> {
    const all = await parts();
    const labels = new Map(source.places.map(({ id, label }) => [id, label]));
    return renderPage(request, reply, {
      title: unsaved === undefined ? source.title : `Kontrollen är inte sparad: ${source.title}`,
      template: 'rulebook/sources/source',
      data: {
        source: sourceView(all, source),
        indicators: indicatorsOf(knowledge, source.id),
        checks: all.checks
          .filter((check) => check.source === source.id)
          .map((check) => ({
            ...check,
            label: check.place === '' ? 'Hela källan' : (labels.get(check.place) ?? check.place),
            told: resultLabels[check.result],
          })),
        mayCheck: may(actorOf(request), 'rule.check', null),
        resultLabels,
        typed,
        faults: unsaved?.faults ?? [],
        unsaved: unsaved !== undefined,
      },
    });
  }

  app.get<Params>('/metod/kallor/:source', async (request, reply) => {
    const source = sourceOf(request.params.source);
    const { stalle } = parseInput(pageQuery, request.query);
    const place = stalle === wholeSource ? stalle : knowledge.sources.place(source.id, stalle)?.id;
    if (stalle !== '' && place === undefined) throw new NotFoundError('Stället finns inte i källan. Gå till källan i källregistret och välj ett som finns.');
    return page(request, reply, source, emptyCheck(place));
  });

  app.post<Params>('/metod/kallor/:source/kontroll', async (request, reply) => {
    const source = sourceOf(request.params.source);
    const { account } = actorOf(request);
    if (account === null) throw new AppError('forbidden', 'Logga in för att spara en kontroll.');
    const typed = readCheck(request.body);
    const { result, faults } = sourceCheckOf(source, typed);
    if (result === null || faults.length > 0) return page(request, reply.code(422), source, typed, { typed, faults });
    const { id, version, note } = typed;
    const place = typed.place === wholeSource ? '' : typed.place;
    await db.transaction().execute((trx) => checksRepository(trx).addSourceCheck({ id, account: account.id, source: source.id, place, version, result, note }));
    return reply.redirect(`/metod/kallor/${source.id}#kontroller`, 303);
  });
}
