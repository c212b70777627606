import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { actorOf } from '../accounts/authenticate.ts';
import { visibleDistricts } from '../accounts/reach.ts';
import { record } from '../audit/trail.ts';
import type { Database } from '../database/types.ts';
import { type InputFault, NotFoundError, parseInput } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import { deliveries, deliverySchema, type Notice } from './kinds.ts';
import { noticeRepository, type Reader } from './repository.ts';
import { deliveryLabels, type NoticeNames, noticeInWords, placeOf } from './words.ts';

export interface NoticeRoutesOptions {
  db: Kysely<Database>;
  names: NoticeNames;
  /** The hour (0–23, Stockholm) when digests are sent; null where no letters are sent from here. */
  digestHour: number | null;
}
type Params = { Params: { notice: string } };

const noticesOnPage = 50;
const idSchema = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const querySchema = z.object({ visa: z.enum(['olasta', 'alla'], 'Välj olästa eller alla.').default('olasta'), fore: idSchema.optional() });
const dayOf = (at: Date): string => at.toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });

/** What one is told of, and how it comes by e-mail: each sees the own and nobody else's. */
export default async function noticeRoutes(app: FastifyInstance, { db, names, digestHour }: NoticeRoutesOptions): Promise<void> {
  const notices = noticeRepository(db);

  function readerOf(request: FastifyRequest): Reader {
    const actor = actorOf(request);
    if (actor.account === null)
      throw new NotFoundError('Det finns inga konton här än, och notiser går till konton. Läs i README hur den första administratören skapas.');
    return { account: actor.account.id, reach: visibleDistricts(actor) };
  }

  async function own(request: FastifyRequest<Params>): Promise<{ reader: Reader; notice: Notice }> {
    const reader = readerOf(request);
    const id = idSchema.safeParse(request.params.notice);
    const notice = id.success ? await notices.find(id.data, reader) : undefined;
    if (notice === undefined) throw new NotFoundError('Notisen finns inte längre, eller så är den inte din. Gå till dina notiser.');
    return { reader, notice };
  }

  app.get('/notiser', async (request, reply) => {
    const reader = readerOf(request);
    const { visa, fore } = parseInput(querySchema, request.query, { visa: 'Visa', fore: 'Sida' });
    const found = await notices.list(reader, { unread: visa === 'olasta', before: fore, limit: noticesOnPage + 1 });
    const shown = found.slice(0, noticesOnPage);
    const last = shown.at(-1);
    const days = Map.groupBy(shown, ({ at }) => dayOf(at));
    return renderPage(request, reply, {
      title: 'Notiser',
      template: 'notices/index',
      data: {
        days: [...days].map(([day, all]) => ({ day, notices: all.map((one) => ({ ...one, ...noticeInWords(one, names) })) })),
        visa,
        fore,
        unread: await notices.unread(reader),
        newest: shown[0]?.id ?? 0,
        older: found.length > noticesOnPage && last !== undefined ? last.id : null,
      },
    });
  });

  // To open what a notice tells of is to have read it.
  app.get<Params>('/notiser/:notice/oppna', async (request, reply) => {
    const { reader, notice } = await own(request);
    await notices.markRead(notice.id, reader.account);
    return reply.redirect(placeOf(notice), 303);
  });

  app.post<Params>('/notiser/:notice/last', async (request, reply) => {
    const { reader, notice } = await own(request);
    await notices.markRead(notice.id, reader.account);
    return reply.redirect('/notiser', 303);
  });

  app.post('/notiser/lasta', async (request, reply) => {
    const reader = readerOf(request);
    const { till } = parseInput(z.object({ till: z.coerce.number('ska vara ett nummer').int().min(0).max(Number.MAX_SAFE_INTEGER) }), request.body);
    await notices.markAllRead(till, reader.account);
    return reply.redirect('/notiser', 303);
  });

  async function choicePage(request: FastifyRequest, reply: FastifyReply, chosen: string, faults: readonly InputFault[]): Promise<string> {
    return renderPage(request, reply, {
      title: faults.length > 0 ? 'Rätta valet – Notiser med e-post' : 'Notiser med e-post',
      template: 'notices/choice',
      data: {
        email: actorOf(request).account?.email ?? '',
        chosen,
        faults,
        digestHour,
        choices: deliveries.map((id) => ({ id, label: deliveryLabels[id] })),
        saved: z.object({ sparat: z.literal('1') }).safeParse(request.query).success && faults.length === 0,
      },
    });
  }

  app.get('/mitt-konto/notiser', async (request, reply) => choicePage(request, reply, await notices.choiceOf(readerOf(request).account), []));

  app.post('/mitt-konto/notiser', async (request, reply) => {
    const { account } = readerOf(request);
    const sent = z.object({ val: deliverySchema }).safeParse(request.body);
    if (!sent.success) return choicePage(request, reply.code(422), '', [{ field: 'val', message: 'Välj hur du vill ha notiserna.' }]);
    await db.transaction().execute(async (trx) => {
      // Held, so that the same choice sent twice is told once.
      await trx.selectFrom('account').select('id').where('id', '=', account).forUpdate().execute();
      const [before, after] = [await noticeRepository(trx).choiceOf(account), sent.data.val];
      if (before === after) return;
      await noticeRepository(trx).choose(account, after);
      await record(trx, {
        action: 'notice.choose',
        object: { type: 'account', id: account },
        district: null,
        before: { mail: before },
        after: { mail: after },
      });
    });
    return reply.redirect('/mitt-konto/notiser?sparat=1', 303);
  });
}
