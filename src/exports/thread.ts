import { Worker } from 'node:worker_threads';
import type { z } from 'zod';
import type { ExportChoices } from './choices.ts';
import { answerSchema, type Question } from './worker-messages.ts';

/** A thread of an export, asked one thing at a time. */
export function startThread(choices: ExportChoices) {
  // Much short-lived text: with more room for the young, less of it is copied about.
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: choices,
    // Whatever the process was started with is not for the thread.
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 128 },
  });
  const ended = Promise.withResolvers<never>();
  ended.promise.catch(() => undefined);
  worker.once('error', ended.reject);
  worker.once('exit', () => ended.reject(new Error('The export’s thread has ended.')));

  return {
    async ask(question: Question): Promise<z.infer<typeof answerSchema>> {
      const answered = Promise.withResolvers<unknown>();
      worker.once('message', answered.resolve);
      worker.postMessage(question);
      const answer = answerSchema.parse(await Promise.race([answered.promise, ended.promise]));
      if (answer.failed !== undefined) throw new Error(`The export failed: ${answer.failed}`);
      return answer;
    },
    async stop(): Promise<void> {
      await worker.terminate();
    },
  };
}
export type Thread = ReturnType<typeof startThread>;
