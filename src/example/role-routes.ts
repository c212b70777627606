import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { sessionToken, setSessionCookie } from '../accounts/authenticate.ts';
import { ownAddress } from '../accounts/login-routes.ts';
import { NotFoundError } from '../web/input.ts';
import { renderPage } from '../web/render.ts';
import type { ExampleLogins } from './logins.ts';

const text = z.string().max(2000).catch('');
const bodySchema = z.object({ konto: z.uuid().catch(''), till: text });

/** Where somebody lands in a new role: where they were going, but for the pages that load and remove the example. */
function landing(till: string): string {
  const own = ownAddress(till);
  return /^\/(exempeldata|byt-roll|logga-in)/.test(own) ? '/' : own;
}

/** Changing role in the example: every made-up person with a button. */
export default async function roleRoutes(app: FastifyInstance, { logins }: { logins: ExampleLogins }): Promise<void> {
  app.get('/byt-roll', async (request, reply) => {
    const roles = await logins.offered();
    if (roles === null)
      throw new NotFoundError('Roller att prova finns bara där exempeldata är inlagd, på den här datorns egen adress. Logga in på vanligt sätt.');
    reply.header('cache-control', 'no-store');
    return renderPage(request, reply, { title: 'Byt roll', template: 'example/roles', data: { roles, till: '/', styles: ['reviews.css'] } });
  });

  app.post('/byt-roll', async (request, reply) => {
    const { konto, till } = bodySchema.parse(request.body ?? {});
    if (konto === '') throw new NotFoundError('Det finns ingen sådan roll att prova här. Läs in sidan igen.');
    setSessionCookie(reply, await logins.begin(konto, sessionToken(request)));
    return reply.redirect(landing(till), 303);
  });
}
