import { availableParallelism } from 'node:os';
import type { Ruleset } from '../assessment/ruleset.ts';
import type { Decided } from '../drafts/decided.ts';
import type { ProposalInputs } from '../proposals/proposal-inputs.ts';
import { openArchive } from './archive.ts';
import type { ExportChoices } from './choices.ts';
import { startThread, type Thread } from './thread.ts';

/** A proposal to be exported. Its text is asked for when its turn comes, so that few lie in memory at a time. */
export interface ExportItem {
  /** The district's name, shown while it is worked on. */
  name: string;
  /** The draft as JSON text. `build` makes one in a thread, by the ruleset that the inputs name. */
  text(build: (inputs: ProposalInputs, ruleset: Ruleset) => Promise<string>): Promise<{ draft: string; version: number | null; decided?: Decided | null }>;
}

export interface ExportRun {
  choices: ExportChoices;
  items: readonly ExportItem[];
  /** The archive to write; must not exist. */
  file: string;
  signal: AbortSignal;
  /** Told when a proposal is begun or done; `name` is null while the workbook of all is made. */
  onProgress: (progress: { done: number; name: string | null }) => void;
}

/** As many as help; with two processors the pages still get their share. */
const threadsFor = (items: number): number => Math.min(items, Math.max(2, availableParallelism() - 1), 4);

/**
 * Writes the archive in threads of its own. Where it is cancelled or fails, no half file is left.
 * @throws the signal's reason where it is cancelled.
 */
export async function runExport({ choices, items, file, signal, onProgress }: ExportRun): Promise<void> {
  signal.throwIfAborted();
  const archive = await openArchive(file);
  const renderers = Array.from({ length: threadsFor(items.length) }, () => startThread(choices));
  const collector = choices.together ? startThread(choices) : null;
  const threads = collector === null ? renderers : [...renderers, collector];
  const cancelled = Promise.withResolvers<never>();
  cancelled.promise.catch(() => undefined);
  const cancel = () => cancelled.reject(signal.reason);
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();

  const queue = [...items.entries()];
  let collected: Promise<unknown> = Promise.resolve();
  let done = 0;
  async function work(thread: Thread): Promise<void> {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [at, item] = next;
      onProgress({ done, name: item.name });
      const { decided = null, ...found } = await item.text(
        async (inputs, ruleset) => (await thread.ask({ ask: 'build', inputs, ruleset: { ...ruleset } })).draft ?? '',
      );
      if (collector !== null) {
        collected = collected.then(() => collector.ask({ ask: 'collect', at, decided, ...found }));
        collected.catch(() => undefined);
      }
      if (choices.formats.length > 0) await archive.add((await thread.ask({ ask: 'render', decided, ...found })).files);
      // The workbook must not fall behind, or the texts would pile up.
      await collected;
      done += 1;
      onProgress({ done, name: item.name });
    }
  }

  try {
    await Promise.race([Promise.all(renderers.map(work)), cancelled.promise]);
    if (collector !== null) {
      onProgress({ done, name: null });
      await archive.add((await Promise.race([collector.ask({ ask: 'together' }), cancelled.promise])).files);
    }
    signal.throwIfAborted();
    await archive.finish();
  } catch (error) {
    queue.length = 0;
    await Promise.all(threads.map((thread) => thread.stop()));
    await archive.discard();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    await Promise.all(threads.map((thread) => thread.stop()));
  }
}
