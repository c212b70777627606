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
