import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import { steady } from '../web/steady.ts';
import type { Examples } from './examples.ts';

export interface ExampleMarkOptions {
  examples: Examples;
}

/** Files that are made of what people have entered. */
const ownFiles = /^\/(forslag|stadsdelar)\//;

/** Programs and files get the mark too: a header on each answer of the API and each file, and a file name that says it. */
export const exampleMark = fp(
  async function exampleMark(app: FastifyInstance, { examples }: ExampleMarkOptions) {
    const isLoaded = steady(() => examples.isLoaded(), false);
    app.addHook('onSend', async (request, reply) => {
      const disposition = reply.getHeader('content-disposition');
      const isFile = typeof disposition === 'string' && ownFiles.test(request.url);
      if (!isFile && !request.url.startsWith('/api/')) return;
      if (!(await isLoaded())) return;
      reply.header('x-insatsplan-example', 'true');
      if (isFile) reply.header('content-disposition', disposition.replace('filename="', 'filename="exempel-'));
    });
  },
  { name: 'example-mark' },
);
