import type { Kysely } from 'kysely';
import type { Assessor } from '../assessment/assess.ts';
import { isExampleDatabase } from '../database/example-data.ts';
import type { Database } from '../database/types.ts';
import { AppError } from '../web/errors.ts';
import type { SiteNotice } from '../web/site-notice.ts';
import { readExample } from './content.ts';
import { type GuideDistrict, guideOf } from './guide.ts';
import { loadExample, type Progress } from './load.ts';
import { removeExample } from './remove.ts';
import { isEmpty } from './tables.ts';

/** `used`: people have entered something of their own, and example data is out of the question. */
export type ExampleState = 'empty' | 'loading' | 'loaded' | 'used';

export interface Invitation {
  guide: GuideDistrict[] | null;
  offered: boolean;
}

export interface ExamplesOptions {
  db: Kysely<Database>;
  assessor: Assessor;
  /** Today's date (ISO). */
  today: () => string;
}

const busy = 'Exempeldata läggs in just nu. Vänta tills det är klart.';
const notice: SiteNotice = {
  text: 'Exempeldata – påhittade uppgifter',
  links: [
    { href: '/byt-roll', label: 'Byt roll' },
    { href: '/#exempel', label: 'Vad finns att se?' },
    { href: '/exempeldata/ta-bort', label: 'Ta bort allt' },
  ],
};
const loadingNotice: SiteNotice = { text: 'Exempeldata läggs in', links: [{ href: '/exempeldata', label: 'Se hur långt det har kommit' }] };

/** The example data of one database: loaded while people watch, pointed out, and taken away. */
export function createExamples({ db, assessor, today }: ExamplesOptions) {
  let load: { progress: Progress; stop: AbortController; ended: Promise<void> } | undefined;
  let failure: unknown;

  async function run(stop: AbortController, progress: Progress): Promise<void> {
    try {
      const content = readExample();
      await loadExample(db, { assessor, today: today(), content, onProgress: (now) => Object.assign(progress, now), signal: stop.signal });
    } catch (error) {
      if (!stop.signal.aborted) failure = error;
    } finally {
      load = undefined;
    }
  }

  return {
    async state(): Promise<ExampleState> {
      if (load !== undefined) return 'loading';
      if (await isExampleDatabase(db)) return 'loaded';
      return (await isEmpty(db)) ? 'empty' : 'used';
    },

    /** What every page says. While a load holds the embedded database, it is not asked. */
    async notice(): Promise<SiteNotice | null> {
      if (load !== undefined) return loadingNotice;
      return (await isExampleDatabase(db)) ? notice : null;
    },

    isLoaded: async (): Promise<boolean> => load === undefined && isExampleDatabase(db),

    /** How far the load of this process has come; null where there is none. */
    progress: (): Progress | null => load?.progress ?? null,

    /** Why the last load failed; told once. */
    takeFailure(): unknown {
      const told = failure;
      failure = undefined;
      return told;
    },

    /**
     * Begins to load, or joins the load that has begun.
     * @throws AppError where something has been entered, or the example is there already.
     */
    async start(): Promise<void> {
      if (load !== undefined) return;
      const state = await this.state();
      if (state === 'used') throw new AppError('conflict', 'Här finns egna uppgifter. Exempeldata läggs bara in där ingen har skrivit något. Inget är ändrat.');
      if (state === 'loaded') throw new AppError('conflict', 'Exempeldata finns redan. Ta bort den först om du vill börja om.');
      // Two may have asked at once: the first to come here loads.
      if (load !== undefined) return;
      failure = undefined;
      const stop = new AbortController();
      const progress: Progress = { done: 0, of: 1, doing: 'Förbereder' };
      load = { progress, stop, ended: Promise.resolve() };
      load.ended = run(stop, progress);
    },

    /** @throws AppError where there is no example data. */
    async remove(): Promise<void> {
      if (load !== undefined) throw new AppError('conflict', busy);
      await removeExample(db);
    },

    /** What the first page says: where to look in the example, or that it can be had. */
    async invitation(): Promise<Invitation> {
      const state = await this.state();
      return { guide: state === 'loaded' ? await guideOf(db, assessor.knowledge.districts, readExample()) : null, offered: state === 'empty' };
    },

    /** Gives up a load that is under way, which leaves nothing behind, and waits until it has let go of the database. */
    async stop(): Promise<void> {
      load?.stop.abort();
      await load?.ended;
    },
  };
}
export type Examples = ReturnType<typeof createExamples>;
