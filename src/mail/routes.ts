import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { record } from '../audit/trail.ts';
import type { MailConfig } from '../config.ts';
import type { Database } from '../database/types.ts';
import { renderPage } from '../web/render.ts';
import { errorInWords } from './errors-in-words.ts';
import { givenUpMail, mailQueue, retryGivenUp } from './queue.ts';

export interface MailRoutesOptions {
  db: Kysely<Database>;
  /** Null where no e-mail is sent. */
  config: MailConfig | null;
}
const shown = 50;

/** How the sending of e-mail goes, for administrators. */
export default async function mailRoutes(app: FastifyInstance, { db, config }: MailRoutesOptions): Promise<void> {
  app.get('/drift/e-post', async (request, reply) => {
    const figures = await mailQueue(db).figures();
    const givenUp = await givenUpMail(db, shown);
    return renderPage(request, reply, {
      title: 'Utskick av e-post',
      template: 'mail/index',
      data: {
        // Never the name or the password that the server is asked with.
        config: config === null ? null : { host: config.host, port: config.port, from: config.from, digestHour: config.digestHour },
        figures: { ...figures, lastError: figures.lastError === null ? null : errorInWords(figures.lastError) },
        givenUp: givenUp.map((one) => ({ ...one, error: errorInWords(one.error) })),
        retried: z.object({ igen: z.coerce.number().int().min(0).max(1_000_000) }).safeParse(request.query).data?.igen ?? null,
      },
    });
  });

  app.post('/drift/e-post/forsok-igen', async (_request, reply) => {
    const letters = await db.transaction().execute(async (trx) => {
      const retried = await retryGivenUp(trx, new Date());
      if (retried > 0) await record(trx, { action: 'mail.retry', object: { type: 'mail', id: 'given-up' }, district: null, after: { letters: retried } });
      return retried;
    });
    return reply.redirect(`/drift/e-post?igen=${letters}`, 303);
  });
}
