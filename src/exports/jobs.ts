import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../web/errors.ts';
import type { ExportChoices } from './choices.ts';
import { type ExportItem, runExport } from './run-export.ts';

/** How long a finished file is kept, how many, and how many may be made at the same time. */
export const keptMinutes = 15;
const keptJobs = 5;
const runningJobs = 2;

export interface Job {
  id: string;
  /** The account that asked for it; null for the one at the machine. */
  owner: string | null;
  /** The districts whose proposals are in it. */
  districts: readonly string[];
  state: 'running' | 'done' | 'failed' | 'cancelled';
  /** Proposals that are written. */
  done: number;
  total: number;
  /** What is worked on; null while the workbook of all is made. */
  name: string | null;
  /** What the archive is called when it is fetched. */
  fileName: string;
  /** The archive and its size, when it is done. */
  file: string;
  bytes: number;
  /** When the file is taken away. */
  until: Date | null;
}

export interface JobRequest {
  owner: string | null;
  districts: readonly string[];
  /** Two requests of one person with the same key while one runs are one job: a double press makes no double. */
  key: string;
  fileName: string;
  choices: ExportChoices;
  items: readonly ExportItem[];
}

/** The exports that this server makes in the background. They live in its memory and its temporary folder, and end with it. */
export function createJobs(onFailure: (error: unknown) => void = () => undefined) {
  const jobs = new Map<string, { job: Job; key: string; controller: AbortController; finished: Promise<void>; timer?: NodeJS.Timeout }>();
  let folder: string | undefined;

  async function forget(id: string): Promise<void> {
    const entry = jobs.get(id);
    if (entry === undefined) return;
    jobs.delete(id);
    clearTimeout(entry.timer);
    await rm(entry.job.file, { force: true });
  }

  async function run(job: Job, request: JobRequest, signal: AbortSignal): Promise<void> {
    try {
      await runExport({ ...request, file: job.file, signal, onProgress: (progress) => Object.assign(job, progress) });
      job.bytes = (await stat(job.file)).size;
      job.state = 'done';
    } catch (error) {
      job.state = signal.aborted ? 'cancelled' : 'failed';
      if (job.state === 'failed') onFailure(error);
    }
    job.until = new Date(Date.now() + keptMinutes * 60_000);
    const entry = jobs.get(job.id);
    if (entry !== undefined) entry.timer = setTimeout(() => forget(job.id), keptMinutes * 60_000).unref();
  }

  return {
    /** @throws AppError where as many run as may. */
    async start(request: JobRequest): Promise<Job> {
      const running = [...jobs.values()].filter(({ job }) => job.state === 'running');
      const same = running.find(({ job, key }) => key === request.key && job.owner === request.owner);
      if (same !== undefined) return same.job;
      if (running.length >= runningJobs) throw new AppError('conflict', 'Två exporter görs redan. Vänta tills en är klar, eller avbryt en av dem.');
      const ended = [...jobs.values()].filter(({ job }) => job.state !== 'running');
      await Promise.all(ended.slice(0, Math.max(0, jobs.size + 1 - keptJobs)).map(({ job }) => forget(job.id)));
      folder ??= mkdtempSync(join(tmpdir(), 'insatsplan-export-'));
      const id = randomUUID();
      const { owner, districts, fileName, items } = request;
      const job: Job = {
        id,
        owner,
        districts,
        state: 'running',
        done: 0,
        total: items.length,
        name: null,
        fileName,
        file: join(folder, `${id}.zip`),
        bytes: 0,
        until: null,
      };
      const controller = new AbortController();
      const entry = { job, key: request.key, controller, finished: Promise.resolve() };
      jobs.set(id, entry);
      entry.finished = run(job, request, controller.signal);
      return job;
    },

    find: (id: string): Job | undefined => jobs.get(id)?.job,
    running: (): Job[] => [...jobs.values()].filter(({ job }) => job.state === 'running').map(({ job }) => job),

    /** Stops a job and waits until its threads and its file are gone; one that has ended stays as it is. */
    async cancel(id: string): Promise<void> {
      const entry = jobs.get(id);
      entry?.controller.abort(new Error('cancelled'));
      await entry?.finished;
    },

    /** Stops everything and takes every file away. */
    async close(): Promise<void> {
      for (const { controller } of jobs.values()) controller.abort(new Error('the server stops'));
      await Promise.all([...jobs.values()].map(({ finished }) => finished));
      for (const { timer } of jobs.values()) clearTimeout(timer);
      jobs.clear();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}
