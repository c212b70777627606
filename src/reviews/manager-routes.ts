import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { Database } from '../database/types.ts';
import { riskChart } from '../documents/risk-chart.ts';
import { versionQuerySchema } from '../proposals/page-query.ts';
import type { Proposals } from '../proposals/proposals.ts';
import type { StoredVersion } from '../proposals/repository.ts';
import { AppError } from '../web/errors.ts';
import { count, url } from '../web/format.ts';
import { type InputFault, parseInput } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { managerAnswerOf, readAnswer, type TypedAnswer, tickedOf } from './answer-form.ts';
import type { ManagerAnswer, ManagerSave } from './answers.ts';
import { answersRepository } from './answers-repository.ts';
import { managerQueue, whyClosed } from './closed.ts';
import { answeredBefore, earlierInWords, earlierRisks } from './earlier-answers.ts';
import { createFlagAges } from './flag-ages.ts';
import { type Look, look } from './last-look.ts';
import { pageOf } from './pages.ts';
import { queueHead } from './queue-page.ts';
import { type Reviewed, reviewedVersion } from './reviewed-version.ts';
import { answeredSeverities, type RiskItem, riskItems } from './risk-items.ts';
import { filterRisks, isNews, type RiskQuery, type RiskQueueParts, riskCells, riskGroups, riskQuerySchema, shows } from './risk-queue.ts';

export interface ManagerRoutesOptions {
  db: Kysely<Database>;
  proposals: Proposals;
  afterReferral: NonNullable<ManagerSave['afterReferral']>;
}
type Params = { Params: { id: string } };

export const answerLabels = { accept: 'Acceptera risken', require_change: 'Begär ändring', refer_legal: 'Fråga jurist' } as const;
const queryNames = { allvar: 'Allvar', tema: 'Riskområde' };

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
    const { version } = reviewed;
    const account = request.actor?.account?.id ?? null;
    const [own, ages] = [await answersOf.managerAnswers(version), await agesOf(version)];
    const answers = new Map(own.map((answer) => [answer.key, answer]));
    const items = riskItems(version.draft);
    const seenBefore = await lastLook(query, version, account);
    const parts = { draft: version.draft, items, answers, ages, account, look: seenBefore };
    const closed = whyClosed(managerQueue, request, reviewed);
    const kinds = items.map(({ key }) => answers.get(key)?.kind);
    const open = { left: kinds.filter((kind) => kind === undefined).length, wrong: kinds.filter((kind) => kind === 'require_change').length };
    // What is being put right stands in a form of its own, and not in the list as well.
    const back = unsaved === undefined ? [] : toPutRight(parts, unsaved);
    const aside = new Set(back.map(({ key }) => key));
    const groups = riskGroups(
      parts,
      filterRisks(parts, query).filter(({ key }) => !aside.has(key)),
    );
    const since = { sedan: seenBefore?.at.toISOString(), sedd: seenBefore?.number ?? undefined };
    const before = closed === null && open.left > 0 ? await answeredBefore(db, proposals, version, 'manager_answer') : undefined;
    const earlier = before === undefined ? null : await earlierRisks(db, version, before);
    const kept: RiskQuery = { ...query, ...since, plats: undefined, sparat: undefined, sida: 1 };
    const base = `/granskning/${version.id}`;
    return renderPage(request, reply, {
      title: `${unsaved === undefined ? 'Risker att svara på' : 'Svaret är inte sparat'}: ${version.draft.district.name}`,
      template: 'reviews/risks',
      data: {
        ...(await queueHead(db, managerQueue, reviewed, closed, open)),
        base,
        earlier: earlier && earlierInWords(earlier, ({ title, name, targetGroupName }) => `${name} – ${targetGroupName.toLowerCase()}: ${title}`),
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
          answered: items.length - open.left,
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

  /** What this look is compared with. It is written only where somebody comes to the review itself: not while they filter, nor read an earlier version. */
  async function lastLook({ sedan, sedd, version: earlier }: RiskQuery, version: StoredVersion, account: string | null): Promise<Look | null> {
    if (sedan !== undefined) return { at: new Date(sedan), number: sedd ?? null };
    return account === null || earlier !== undefined ? null : look(db, account, version);
  }

  app.get<Params>('/granskning/:id', async (request, reply) => {
    const query = parseInput(riskQuerySchema, request.query, queryNames);
    return page(request, reply, await reviewedVersion(db, proposals, request.params.id, query.version), query);
  });

  app.get<Params>('/granskning/:id/riskbild.svg', async (request, reply) => {
    const { version } = await reviewedVersion(db, proposals, request.params.id, parseInput(versionQuerySchema, request.query).version);
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
    const why = typed.version === version.version ? whyClosed(managerQueue, request, reviewed)?.why : 'En annan version granskas nu än den du svarade på.';
    if (why !== undefined) return stop(why);
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
      return stop(whyClosed(managerQueue, request, await reviewedVersion(db, proposals, version.id))?.why ?? 'Versionen granskas inte längre.');
    const said = `${count(outcome.stored.length, 'rad', 'rader')} har fått ett annat svar medan du skrev.`;
    return page(request, reply.code(409), reviewed, query, { typed, items, faults: [{ field: 'rader', message: said }], newer: outcome.stored });
  });
}
