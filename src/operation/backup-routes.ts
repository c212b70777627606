import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Kysely } from 'kysely';
import type { Database } from '../database/types.ts';
import { AppError } from '../web/errors.ts';
import { writeBackup } from './backup.ts';
import { doorPath, opensDoor } from './door.ts';

export interface BackupRoutesOptions {
  db: Kysely<Database>;
  /** Today's date (ISO). */
  today: () => string;
}

/** A copy of everything, for administrators, and for the command line on this machine. */
export default async function backupRoutes(app: FastifyInstance, { db, today }: BackupRoutesOptions): Promise<void> {
  let underWay = false;

  /** It is made whole first, so that a slow reader holds up nobody and a failure is an answer of its own. */
  async function send(reply: FastifyReply): Promise<FastifyReply> {
    if (underWay) throw new AppError('conflict', 'En säkerhetskopia görs redan. Vänta tills den är klar och försök igen.');
    underWay = true;
    const folder = await mkdtemp(join(tmpdir(), 'insatsplan-backup-'));
    try {
      const file = join(folder, 'backup');
      await writeBackup(db, file);
      const made = await open(file);
      const { size } = await made.stat();
      reply.header('content-length', size).header('content-disposition', `attachment; filename="insatsplan-${today()}.backup"`);
      return reply.header('cache-control', 'no-store').type('application/gzip').send(made.createReadStream());
    } finally {
      // What is open can be read to its end; nothing is left behind, even by a server that is killed while it sends.
      await rm(folder, { recursive: true, force: true });
      underWay = false;
    }
  }

  app.get('/drift/sakerhetskopia', { exposeHeadRoute: false }, (_request, reply) => send(reply));
  // Not for browsers: to whoever lacks the token it does not exist.
  app.get(doorPath, { exposeHeadRoute: false }, async (request, reply) => {
    if (!opensDoor(request.headers.authorization)) return reply.callNotFound();
    return send(reply);
  });
}
