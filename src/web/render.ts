import { fileURLToPath } from 'node:url';
import fastifyView from '@fastify/view';
import { Eta } from 'eta';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { helpers } from './format.ts';
import type { AskNotice } from './site-notice.ts';
import { steady } from './steady.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** What every template of this answer sees beside its own data; made by @fastify/view. */
    locals: object | null;
  }
}

const viewsFolder = fileURLToPath(new URL('../../views', import.meta.url));

export interface RenderingOptions {
  /** What every page says at its top, for example that the data are examples; asked for each page. */
  notice?: AskNotice;
}

/** Sets up Eta; templates lie in `views/`, one folder for each part of the field. */
export const rendering = fp(
  async function rendering(app: FastifyInstance, { notice = async () => null }: RenderingOptions) {
    app.decorate('siteNotice', steady(notice, null));
    await app.register(fastifyView, {
      engine: { eta: new Eta({ views: viewsFolder, rmWhitespace: true }) },
      templates: viewsFolder,
      production: true,
      defaultContext: { h: helpers },
    });
  },
  { name: 'rendering' },
);

export interface Page {
  /** Shown in the browser's tab, before the product's name. */
  title: string;
  /** The whole page, for example `catalogue/index`; it takes the layout itself. */
  template: string;
  /** The part that htmx swaps in, for example `catalogue/results`; without it every request gets the whole page. */
  fragment?: string;
  data: object;
  /** Said in the page's one live region when the fragment is swapped in. */
  announce?: string;
}

/** Whether htmx asks for a part of the page (htmx 4: `HX-Request-Type` is `full` or `partial`). */
export function wantsFragment(request: FastifyRequest): boolean {
  return request.headers['hx-request'] === 'true' && request.headers['hx-request-type'] === 'partial';
}

/** Renders the page, or only its fragment when htmx asks for a part. Set another status on `reply` before the call. */
export async function renderPage(request: FastifyRequest, reply: FastifyReply, page: Page): Promise<string> {
  const data = { title: page.title, path: new URL(request.url, 'http://localhost').pathname, ...page.data };
  // Another person may have loaded or removed the example since: the whole page asks, and its parts stand below what it said.
  const whole = async () => reply.viewAsync(page.template, { ...data, siteNotice: await request.server.siteNotice() });
  if (page.fragment === undefined) return whole();
  reply.header('vary', 'HX-Request, HX-Request-Type');
  if (!wantsFragment(request)) return whole();
  const html = await reply.viewAsync(page.fragment, data);
  return page.announce === undefined ? html : html + (await reply.viewAsync('partials/announce', { text: page.announce }));
}
