import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { clearSessionCookie } from '../accounts/authenticate.ts';
import { AppError } from '../web/errors.ts';
import { NotFoundError } from '../web/input.ts';
import { renderPage, wantsFragment } from '../web/render.ts';
import type { Examples } from './examples.ts';
import type { Progress } from './load.ts';

export interface ExampleRoutesOptions {
  examples: Examples;
  /** Begin to load as soon as the server listens; whoever comes meanwhile sees how far it is. */
  fill?: boolean;
}

/** Where the first page tells what there is to see. */
const guidePath = '/#exempel';

/** Example data: what loading means and the choice to do it, how far it has come, and the choice to remove it all. */
export default async function exampleRoutes(app: FastifyInstance, { examples, fill = false }: ExampleRoutesOptions): Promise<void> {
  if (fill) app.addHook('onListen', () => examples.start());
  app.addHook('preClose', () => examples.stop());

  const progressPage = (request: FastifyRequest, reply: FastifyReply, { done, of, doing }: Progress) =>
    renderPage(request, reply, { title: 'Exempeldata läggs in', template: 'example/progress', fragment: 'example/progress-status', data: { done, of, doing } });

  // Asked for again and again while the load goes on, also by the one who then needs a role: the load has made accounts. It tells no more than every page does.
  app.get('/exempeldata/framsteg', async (request, reply) => {
    const progress = examples.progress();
    reply.header('cache-control', 'no-store');
    if (progress !== null) return progressPage(request, reply, progress);
    return goTo(request, reply, (await examples.isLoaded()) ? guidePath : '/exempeldata');
  });

  app.get('/exempeldata', async (request, reply) => {
    const progress = examples.progress();
    reply.header('cache-control', 'no-store');
    if (progress !== null) return progressPage(request, reply, progress);
    const failure = examples.takeFailure();
    if (failure !== undefined) throw failure;
    const state = await examples.state();
    if (state === 'loaded') return goTo(request, reply, guidePath);
    if (state === 'used')
      throw new AppError('conflict', 'Här finns egna uppgifter. Exempeldata kan bara läggas in där ingen har skrivit något. Då blandas aldrig de två.');
    return renderPage(request, reply, { title: 'Fyll med exempeldata', template: 'example/offer', data: {} });
  });

  app.post('/exempeldata', async (_request, reply) => {
    await examples.start();
    return reply.redirect('/exempeldata/framsteg', 303);
  });

  app.get('/exempeldata/ta-bort', async (request, reply) => {
    if ((await examples.state()) !== 'loaded') throw new NotFoundError('Här finns ingen exempeldata att ta bort. Gå till startsidan.');
    return renderPage(request, reply, { title: 'Ta bort all exempeldata', template: 'example/remove', data: {} });
  });

  app.post('/exempeldata/ta-bort', async (request, reply) => {
    await examples.remove();
    if (request.actor?.account?.example === true) clearSessionCookie(reply);
    return reply.redirect('/', 303);
  });
}

/** A new page for the browser, also where htmx asked. */
function goTo(request: FastifyRequest, reply: FastifyReply, path: string) {
  return wantsFragment(request) ? reply.header('hx-redirect', path).code(200).send('') : reply.redirect(path, 303);
}
