import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';
import type { Round, Sender } from './sender.ts';

export interface SendingOptions {
  sender: Sender;
  observe(round: Round): void;
  /** Milliseconds between two rounds. */
  every?: number;
}

/** Sends letters while the server listens, and waits for the one under way when it stops. */
export const sending = fp(
  async function sending(app: FastifyInstance, { sender, observe, every = 15_000 }: SendingOptions) {
    const stop = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    let underWay: Promise<void> = Promise.resolve();

    async function round(): Promise<void> {
      try {
        const done = await sender.round(stop.signal);
        observe(done);
        if (done.stopped !== null) app.log.warn({ err: done.stopped, waiting: done.figures.waiting }, 'the e-mail server could not be used');
      } catch (error) {
        app.log.error({ err: error }, 'letters could not be sent');
      }
    }
    const next = (): void => {
      if (stop.signal.aborted) return;
      underWay = round().then(() => {
        if (!stop.signal.aborted) timer = setTimeout(next, every).unref();
      });
    };
    app.addHook('onListen', async () => next());
    app.addHook('preClose', async () => {
      stop.abort();
      clearTimeout(timer);
      await underWay;
    });
  },
  { name: 'mail-sending' },
);
