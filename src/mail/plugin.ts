import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Config } from '../config.ts';
import type { Database } from '../database/types.ts';
import type { NoticeNames } from '../notices/words.ts';
import mailRoutes from './routes.ts';
import { createSender, type Round } from './sender.ts';
import { sending } from './sending.ts';
import { createMailTransport } from './transport.ts';

export interface MailOptions {
  db: Kysely<Database>;
  config: Pick<Config, 'mail'>;
  noticeNames: NoticeNames;
  /** The address that people reach this by. */
  origin: string;
  /** Is told what came of each round of letters. */
  metrics: { mail(round: Round): void };
}

/** Letters about notices: their sending, where e-mail is set up, and the page that tells how it goes. */
export default async function mail(app: FastifyInstance, { db, config, noticeNames: names, origin, metrics }: MailOptions): Promise<void> {
  const settings = config.mail;
  if (settings !== undefined) {
    const { digestHour } = settings;
    await app.register(sending, { sender: createSender({ db, transport: createMailTransport(settings), names, origin, digestHour }), observe: metrics.mail });
  }
  await app.register(mailRoutes, { db, config: settings ?? null });
}
