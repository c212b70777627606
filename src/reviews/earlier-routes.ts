import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database, Db } from '../database/types.ts';
import type { Proposals } from '../proposals/proposals.ts';
import { proposalRepository, type StoredVersion } from '../proposals/repository.ts';
import { AppError } from '../web/errors.ts';
import { url } from '../web/format.ts';
import { parseInput } from '../web/input.ts';
import type { Answering, ManagerSave } from './answers.ts';
import { answersRepository } from './answers-repository.ts';
import { legalQueue, managerQueue, type Queue, whyClosed } from './closed.ts';
import { answeredBefore, earlierChecks, earlierRisks, takeOver } from './earlier-answers.ts';
import { reviewedVersion } from './reviewed-version.ts';

export interface EarlierRoutesOptions {
  db: Kysely<Database>;
  proposals: Proposals;
  afterReferral: NonNullable<ManagerSave['afterReferral']>;
}
type Params = { Params: { id: string } };

/** The version that the person saw. */
const sentSchema = z.object({ version: z.coerce.number().int().min(1).max(1_000_000) });

interface TakenOver {
  queue: Queue;
  table: 'manager_answer' | 'legal_check';
  /** The queue's page. */
  page: string;
  /** Finds and saves in a transaction that holds the proposal; says how many answers it was. */
  save: (trx: Db, answering: Answering, version: StoredVersion, before: StoredVersion) => Promise<number>;
}

/** Taking over what was answered to the version before, where the question is the same. */
export default async function earlierRoutes(app: FastifyInstance, { db, proposals, afterReferral }: EarlierRoutesOptions): Promise<void> {
  async function take(request: FastifyRequest<Params>, reply: FastifyReply, { queue, table, page, save }: TakenOver): Promise<FastifyReply> {
    const reviewed = await reviewedVersion(db, proposals, request.params.id);
    const { version } = reviewed;
    const { actor, district } = request;
    if (actor?.account == null || district === null) throw new AppError('forbidden', 'Logga in för att svara.');
    const seen = parseInput(sentSchema, request.body, { version: 'Versionens nummer' }).version;
    const why = seen === version.version ? whyClosed(queue, request, reviewed)?.why : 'En annan version granskas nu än den du såg.';
    if (why !== undefined) throw new AppError('conflict', `${why} Inget är sparat.`);
    const answering: Answering = { id: version.id, version: version.version, district, account: actor.account.id };
    const before = await answeredBefore(db, proposals, version, table);
    const saved =
      before === undefined
        ? 0
        : await db.transaction().execute(async (trx) => {
            await proposalRepository(trx).lock(version.id);
            return save(trx, answering, version, before);
          });
    return reply.redirect(url(page, { sparat: saved === 0 ? undefined : saved }, 'ko'), 303);
  }

  app.post<Params>('/granskning/:id/tidigare', (request, reply) =>
    take(request, reply, {
      queue: managerQueue,
      table: 'manager_answer',
      page: `/granskning/${request.params.id}`,
      save: async (trx, answering, version, before) => {
        const found = await earlierRisks(trx, version, before);
        const { saveManager } = answersRepository(trx);
        return found === null ? 0 : takeOver(found, ({ kind, motive }, items) => saveManager(answering, { kind, motive, items, afterReferral }));
      },
    }),
  );

  app.post<Params>('/granskning/:id/juridik/tidigare', (request, reply) =>
    take(request, reply, {
      queue: legalQueue,
      table: 'legal_check',
      page: `/granskning/${request.params.id}/juridik`,
      save: async (trx, answering, version, before) => {
        const found = await earlierChecks(trx, version, before);
        const { saveLegal } = answersRepository(trx);
        return found === null ? 0 : takeOver(found, ({ kind, motive }, items) => saveLegal(answering, { outcome: kind, motive, wrongRule: null, items }));
      },
    }),
  );
}
