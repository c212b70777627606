import type { Ruleset } from '../../assessment/ruleset.ts';
import type { Knowledge } from '../../knowledge.ts';
import { analyseCity, type CityAnalysis, type Progress } from './analysis.ts';

export type AnalysisState = { state: 'none' } | ({ state: 'running' } & Progress) | { state: 'done'; analysis: CityAnalysis; at: Date } | { state: 'failed' };

/** How many analyses are kept: the ruleset in force, the one before it, and drafts that somebody looks at. */
const kept = 4;

/** The analyses that this server makes in the background, by ruleset and date. They live in its memory and end with it. */
export function createAnalyses(knowledge: Knowledge, onFailure: (error: unknown) => void = () => undefined) {
  const made = new Map<string, AnalysisState>();
  const controller = new AbortController();
  const running = new Set<Promise<void>>();
  const keyOf = (ruleset: Ruleset, date: string): string => `${ruleset.hash} ${date}`;

  async function run(ruleset: Ruleset, date: string): Promise<void> {
    const key = keyOf(ruleset, date);
    try {
      const onProgress = (progress: Progress) => made.set(key, { state: 'running', ...progress });
      const analysis = await analyseCity(knowledge, ruleset, date, { onProgress, signal: controller.signal });
      made.set(key, { state: 'done', analysis, at: new Date() });
    } catch (error) {
      made.set(key, { state: 'failed' });
      if (!controller.signal.aborted) onFailure(error);
    }
  }

  return {
    of: (ruleset: Ruleset, date: string): AnalysisState => made.get(keyOf(ruleset, date)) ?? { state: 'none' },

    /** Starts the analysis, unless it runs or is done: two presses make one. */
    start(ruleset: Ruleset, date: string): void {
      const key = keyOf(ruleset, date);
      const now = made.get(key)?.state;
      if (now === 'running' || now === 'done') return;
      const ended = [...made].filter(([, { state }]) => state !== 'running').map(([old]) => old);
      for (const old of ended.slice(0, Math.max(0, made.size + 1 - kept))) made.delete(old);
      made.set(key, { state: 'running', done: 0, total: 1 });
      const work = run(ruleset, date).finally(() => running.delete(work));
      running.add(work);
    },

    /** Stops what runs and waits until it has stopped. */
    async close(): Promise<void> {
      controller.abort(new Error('the server stops'));
      await Promise.all(running);
    },
  };
}
