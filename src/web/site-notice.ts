/** What every page says at its top. */
export interface SiteNotice {
  text: string;
  links: readonly { href: string; label: string }[];
}
export type AskNotice = () => Promise<SiteNotice | null>;

declare module 'fastify' {
  interface FastifyInstance {
    /** What every page says at its top; null where nothing is to be said. Never fails. */
    siteNotice: AskNotice;
  }
}

/** How long a page waits for the answer. */
const patienceMilliseconds = 2000;

/** Gives the last answer where a new one fails or keeps the page waiting: a database that is away must not take the error page with it. */
export function steadyNotice(ask: AskNotice): AskNotice {
  let last: SiteNotice | null = null;
  return async () => {
    const asked = ask().then(
      (notice) => {
        last = notice;
      },
      () => undefined,
    );
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMilliseconds);
    });
    await Promise.race([asked, late]);
    clearTimeout(timer);
    return last;
  };
}
