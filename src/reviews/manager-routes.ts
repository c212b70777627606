import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { Database } from '../database/types.ts';
import { riskChart } from '../documents/risk-chart.ts';
import type { Proposals } from '../proposals/proposals.ts';
import { AppError } from '../web/errors.ts';
import { count, url } from '../web/format.ts';
import { type InputFault, parseInput } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { managerAnswerOf, readAnswer, type TypedAnswer, tickedOf } from './answer-form.ts';
import type { ManagerAnswer, ManagerSave } from './answers.ts';
import { answersRepository } from './answers-repository.ts';
import { type Queue, whyClosed } from './closed.ts';
import { createFlagAges } from './flag-ages.ts';
import { pageOf } from './pages.ts';
import { look, type Reviewed, reviewedVersion } from './reviewed-version.ts';
import { answeredSeverities, type RiskItem, riskItems } from './risk-items.ts';
import { filterRisks, isNews, type RiskQuery, type RiskQueueParts, riskCells, riskGroups, riskQuerySchema, shows } from './risk-queue.ts';
import { statusLabels } from './transitions.ts';

export interface ManagerRoutesOptions {
  db: Kysely<Database>;
  proposals: Proposals;
  afterReferral: NonNullable<ManagerSave['afterReferral']>;
}
type Params = { Params: { id: string } };

const managerQueue: Queue = {
  action: 'review.manager',
  before: 'submitted',
  open: 'manager_review',
  reads: 'Stadsdelschefen svarar på riskerna. Du kan läsa svaren.',
};

export const answerLabels = { accept: 'Acceptera risken', require_change: 'Begär ändring', refer_legal: 'Fråga jurist' } as const;
const queryNames = { allvar: 'Allvar', tema: 'Tema' };

/** An answer that was not saved: what was typed, and why. */
interface Unsaved {
  typed: TypedAnswer;
  items: readonly RiskItem[];
  faults: readonly InputFault[];
  /** What others have answered meanwhile. */
  newer?: readonly ManagerAnswer[];
  stopped?: string;
}

/** The ticked items; where none was, those of the group, so that somebody can tick them again. */
function toPutRight(parts: RiskQueueParts, { items, typed }: Unsaved): readonly RiskItem[] {
  if (items.length > 0) return items;
  const group = riskGroups(parts, parts.items).find(({ id }) => id === typed.group);
  const keys = new Set(group?.lines.map(({ key }) => key));
  return parts.items.filter(({ key }) => keys.has(key));
}

/** The manager's queue: the risks of the version under review, answered in groups. */
export default async function managerRoutes(app: FastifyInstance, { db, proposals, afterReferral }: ManagerRoutesOptions): Promise<void> {
  const answersOf = answersRepository(db);
  const agesOf = createFlagAges(db);

  async function page(request: FastifyRequest, reply: FastifyReply, reviewed: Reviewed, query: RiskQuery, unsaved?: Unsaved): Promise<string> {
    const { version, status } = reviewed;
    const account = request.actor?.account?.id ?? null;
    const [own, ages] = [await answersOf.managerAnswers(version), await agesOf(version)];
    const answers = new Map(own.map((answer) => [answer.key, answer]));
    const items = riskItems(version.draft);
    const seenBefore = query.sedan === undefined ? (account === null ? null : await look(db, account, version.id)) : new Date(query.sedan);
    const parts = { draft: version.draft, items, answers, ages, account, look: seenBefore };
    // What is being put right stands in a form of its own, and not in the list as well.
    const back = unsaved === undefined ? [] : toPutRight(parts, unsaved);
    const aside = new Set(back.map(({ key }) => key));
    const groups = riskGroups(
      parts,
      filterRisks(parts, query).filter(({ key }) => !aside.has(key)),
    );
    const kept: RiskQuery = { ...query, sedan: seenBefore?.toISOString(), plats: undefined, sparat: undefined, sida: 1 };
    const base = `/granskning/${version.id}`;
    return renderPage(request, reply, {
      title: `${unsaved === undefined ? 'Risker att svara på' : 'Svaret är inte sparat'}: ${version.draft.district.name}`,
      template: 'reviews/risks',
      data: {
        styles: ['proposal.css', 'reviews.css'],
        scripts: ['review.js'],
        base,
        version,
        statusLabel: statusLabels[status],
        closed: whyClosed(managerQueue, request, reviewed),
        query,
        ...pageOf(groups, query.sida),
        risks: groups.reduce((sum, { lines }) => sum + lines.length, 0),
        groups: groups.length,
        shows,
        answerLabels,
        severities: answeredSeverities,
        themes: riskCells(version.draft, items, answers),
        here: (change: Partial<RiskQuery>) => url(base, { ...kept, ...change }, 'ko'),
        kept,
        filter: url('', { ...kept, sida: query.sida }).slice(1),
        look: seenBefore,
        progress: {
          answered: items.filter(({ key }) => answers.has(key)).length,
          total: items.length,
          news: items.filter((item) => isNews(parts, item)).length,
        },
        unsaved:
          unsaved === undefined
            ? null
            : { ...unsaved, about: [...new Set(back.map(({ title }) => title))].join(', '), lines: riskGroups(parts, back).flatMap(({ lines }) => lines) },
      },
    });
  }

  app.get<Params>('/granskning/:id', async (request, reply) => {
    const query = parseInput(riskQuerySchema, request.query, queryNames);
    return page(request, reply, await reviewedVersion(db, proposals, request.params.id), query);
  });

  app.get<Params>('/granskning/:id/riskbild.svg', async (request, reply) => {
    const { version } = await reviewedVersion(db, proposals, request.params.id);
    const themes = riskCells(version.draft, riskItems(version.draft), new Map()).map(({ theme, title, cells }) => {
      const of = (severity: string) => cells.find((cell) => cell.severity === severity)?.count ?? 0;
      return { theme, title, counts: { blocking: of('blocking'), high: of('high'), medium: of('medium'), low: 0, info: 0 } };
    });
    // The picture is a document of its own: it may style itself, and may do nothing else.
    reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'").type('image/svg+xml');
    return riskChart({ themes }, 420, answeredSeverities);
  });

  app.post<Params>('/granskning/:id', async (request, reply) => {
    const reviewed = await reviewedVersion(db, proposals, request.params.id);
    const { version } = reviewed;
    const { actor, district } = request;
    if (actor?.account == null || district === null) throw new AppError('forbidden', 'Logga in för att svara.');
    const typed = readAnswer(request.body, request.query);
    const query = parseInput(riskQuerySchema, typed.filter, queryNames);
    const ticked = tickedOf(riskItems(version.draft), typed);
    const items = ticked.map(({ item }) => item);
    const stop = (stopped: string) => page(request, reply.code(409), reviewed, query, { typed, items, faults: [], stopped });
    const why = typed.version === version.version ? whyClosed(managerQueue, request, reviewed) : 'En annan version granskas nu än den du svarade på.';
    if (why !== null) return stop(why);
    const { kind, faults } = managerAnswerOf(typed, ticked);
    if (kind === null || faults.length > 0) return page(request, reply.code(422), reviewed, query, { typed, items, faults });
    const outcome = await db
      .transaction()
      .execute((trx) =>
        answersRepository(trx).saveManager(
          { id: version.id, version: version.version, district, account: actor.account?.id ?? '' },
          { kind, motive: typed.motive, items: ticked, afterReferral },
        ),
      );
    if (outcome.saved) {
      // What is answered leaves the list of what is not, and the next group then stands in its place.
      const plats = typed.place + (query.visa === 'obesvarade' ? 0 : 1);
      return reply.redirect(url(`/granskning/${version.id}`, { ...query, plats, sparat: ticked.length }), 303);
    }
    if ('status' in outcome)
      return stop(whyClosed(managerQueue, request, await reviewedVersion(db, proposals, version.id)) ?? 'Versionen granskas inte längre.');
    const said = `${count(outcome.stored.length, 'rad', 'rader')} har fått ett annat svar medan du skrev.`;
    return page(request, reply.code(409), reviewed, query, { typed, items, faults: [{ field: 'rader', message: said }], newer: outcome.stored });
  });
}
