import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import type { Database } from '../database/types.ts';
import type { Proposals } from '../proposals/proposals.ts';
import { AppError } from '../web/errors.ts';
import { count, url } from '../web/format.ts';
import { type InputFault, parseInput } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { legalAnswerOf, readAnswer, type TypedAnswer, tickedOf } from './answer-form.ts';
import type { LegalCheck } from './answers.ts';
import { answersRepository, referrals } from './answers-repository.ts';
import { legalQueue, whyClosed } from './closed.ts';
import { answeredBefore, earlierChecks, earlierInWords } from './earlier-answers.ts';
import { type LegalItem, legalItems } from './legal-items.ts';
import {
  commonRules,
  filterLegal,
  type LegalQuery,
  legalGroups,
  legalProgress,
  legalQuerySchema,
  legalSections,
  legalShows,
  sectionOf,
} from './legal-queue.ts';
import { pageOf } from './pages.ts';
import { queueHead } from './queue-page.ts';
import { reportFates } from './reports.ts';
import { type Reviewed, reviewedVersion } from './reviewed-version.ts';

export interface LegalRoutesOptions {
  db: Kysely<Database>;
  proposals: Proposals;
}
type Params = { Params: { id: string } };

export const checkLabels = { right: 'Rätt', change: 'Ska ändras', rule_wrong: 'Regeln är fel tillämpad' } as const;

interface Unsaved {
  typed: TypedAnswer;
  items: readonly LegalItem[];
  faults: readonly InputFault[];
  newer?: readonly LegalCheck[];
  stopped?: string;
}

/** The lawyer's queue: verdicts, exceptions, providers, disputed risks and villkor of the version under review. */
export default async function legalRoutes(app: FastifyInstance, { db, proposals }: LegalRoutesOptions): Promise<void> {
  async function itemsOf({ version }: Reviewed): Promise<LegalItem[]> {
    return legalItems(version.draft, { referred: referrals(await answersRepository(db).managerAnswers(version)) });
  }

  async function page(request: FastifyRequest, reply: FastifyReply, reviewed: Reviewed, query: LegalQuery, unsaved?: Unsaved): Promise<string> {
    const { version } = reviewed;
    const items = await itemsOf(reviewed);
    const checks = new Map((await answersRepository(db).legalChecks(version)).map((check) => [check.key, check]));
    const progress = legalProgress(items, checks);
    // One part at a time; from the start the first that has something left. What is wrong is looked for everywhere.
    const everywhere = query.del === '' && query.visa !== 'kvar';
    const section = query.del !== '' ? query.del : everywhere ? null : ((progress.find(({ total, checked }) => checked < total) ?? progress[0])?.id ?? null);
    // The ticked items; where none was, those of the group, so that somebody can tick them again.
    const ticked = new Set(unsaved?.items.map(({ key }) => key) ?? []);
    const again = ticked.size > 0 ? [] : (legalGroups(items, checks).find(({ id }) => id === unsaved?.typed.group)?.lines ?? []);
    const back = items.filter(({ key }) => ticked.has(key) || again.some((line) => line.key === key));
    const aside = new Set(back.map(({ key }) => key));
    const groups = legalGroups(
      filterLegal(items, checks, section, query.visa).filter(({ key }) => !aside.has(key)),
      checks,
    );
    const base = `/granskning/${version.id}/juridik`;
    const closed = whyClosed(legalQueue, request, reviewed);
    const kinds = items.map(({ key }) => checks.get(key)?.kind);
    const countOf = (kind: (typeof kinds)[number]): number => kinds.filter((one) => one === kind).length;
    const [left, wrong, change] = [countOf(undefined), countOf('rule_wrong'), countOf('change')];
    const before = closed === null && left > 0 ? await answeredBefore(db, proposals, version, 'legal_check') : undefined;
    const earlier = before === undefined ? null : await earlierChecks(db, version, before);
    const fates = await reportFates(db, version.id, version.version);
    return renderPage(request, reply, {
      title: `${unsaved === undefined ? 'Juridisk granskning' : 'Svaret är inte sparat'}: ${version.draft.district.name}`,
      template: 'reviews/legal',
      data: {
        ...(await queueHead(db, legalQueue, reviewed, closed, { left, wrong: wrong + change })),
        base,
        earlier:
          earlier &&
          earlierInWords(
            earlier,
            ({ subject, line, flag }) => `${line.name} – ${line.targetGroupName.toLowerCase()}: ${flag?.title ?? legalSections[sectionOf({ subject, line })]}`,
          ),
        query,
        section,
        progress,
        checked: items.length - left,
        total: items.length,
        wrong,
        change,
        ...pageOf(groups, query.sida),
        /** What has become of the report that a check made: known by its line and its words. */
        fateOf: ({ answer, lines: [line] }: (typeof groups)[number]) =>
          answer?.kind === 'rule_wrong'
            ? (fates.find((fate) => fate.insats === line?.insats && fate.targetGroup === line?.targetGroup && fate.motive === answer.motive) ?? null)
            : null,
        groups: groups.length,
        shows: legalShows,
        checkLabels,
        here: (to: Partial<LegalQuery>) => url(base, { del: section ?? '', visa: query.visa, version: query.version, ...to }, 'ko'),
        filter: url('', { del: section ?? '', visa: query.visa, sida: query.sida }).slice(1),
        unsaved:
          unsaved === undefined
            ? null
            : {
                ...unsaved,
                about: legalGroups(back, checks)
                  .map(({ heading }) => heading)
                  .join(', '),
                rules: commonRules(back),
                lines: legalGroups(back, checks).flatMap(({ lines }) => lines),
              },
      },
    });
  }

  app.get<Params>('/granskning/:id/juridik', async (request, reply) => {
    const query = parseInput(legalQuerySchema, request.query);
    return page(request, reply, await reviewedVersion(db, proposals, request.params.id, query.version), query);
  });

  app.post<Params>('/granskning/:id/juridik', async (request, reply) => {
    const reviewed = await reviewedVersion(db, proposals, request.params.id);
    const { version } = reviewed;
    const { actor, district } = request;
    if (actor?.account == null || district === null) throw new AppError('forbidden', 'Logga in för att svara.');
    const account = actor.account.id;
    const typed = readAnswer(request.body, request.query);
    const query = parseInput(legalQuerySchema, typed.filter);
    const ticked = tickedOf(await itemsOf(reviewed), typed);
    const items = ticked.map(({ item }) => item);
    const stop = (stopped: string) => page(request, reply.code(409), reviewed, query, { typed, items, faults: [], stopped });
    const why = typed.version === version.version ? whyClosed(legalQueue, request, reviewed)?.why : 'En annan version granskas nu än den du svarade på.';
    if (why !== undefined) return stop(why);
    const { outcome, wrongRule, faults } = legalAnswerOf(typed, ticked, new Set(commonRules(items).map(({ rule }) => rule)));
    if (outcome === null || faults.length > 0) return page(request, reply.code(422), reviewed, query, { typed, items, faults });
    const saved = await db
      .transaction()
      .execute((trx) =>
        answersRepository(trx).saveLegal(
          { id: version.id, version: version.version, district, account },
          { outcome, motive: typed.motive, wrongRule, items: ticked },
        ),
      );
    if (saved.saved) {
      const plats = typed.place + (query.visa === 'kvar' ? 0 : 1);
      return reply.redirect(url(`/granskning/${version.id}/juridik`, { ...query, plats, sparat: ticked.length }), 303);
    }
    if ('status' in saved)
      return stop(whyClosed(legalQueue, request, await reviewedVersion(db, proposals, version.id))?.why ?? 'Versionen granskas inte längre.');
    const said = `${count(saved.stored.length, 'rad', 'rader')} har fått ett annat svar medan du skrev.`;
    return page(request, reply.code(409), reviewed, query, { typed, items, faults: [{ field: 'rader', message: said }], newer: saved.stored });
  });
}
