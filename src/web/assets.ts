import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import fp from 'fastify-plugin';

const own = (name: string): string => fileURLToPath(new URL(`../../public/${name}`, import.meta.url));
const vendored = (specifier: string): string => fileURLToPath(import.meta.resolve(specifier));

/** Every static file we serve: the name in the URL and where it lies. Nothing else in node_modules can be reached. */
const files = {
  'insatsplan.css': own('insatsplan.css'),
  'proposal.css': own('proposal.css'),
  'resident.css': own('resident.css'),
  'current-state.css': own('current-state.css'),
  'economy.css': own('economy.css'),
  'reviews.css': own('reviews.css'),
  'compare.css': own('compare.css'),
  'ask.css': own('ask.css'),
  'rule-drafts-forms.css': own('rule-drafts-forms.css'),
  'rule-cases.css': own('rule-cases.css'),
  'review.js': own('review.js'),
  'insatsplan.js': own('insatsplan.js'),
  'forms.js': own('forms.js'),
  'unsaved.js': own('unsaved.js'),
  'session.js': own('session.js'),
  'current-state.js': own('current-state.js'),
  'favicon.svg': own('favicon.svg'),
  'designsystemet.css': vendored('@digdir/designsystemet-css'),
  'theme.css': vendored('@digdir/designsystemet-theme'),
  'htmx.js': vendored('htmx.org/dist/htmx.min.js'),
} as const;
export type AssetName = keyof typeof files;

const versions = Object.fromEntries(
  Object.entries(files).map(([name, path]) => [name, createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 10)]),
);

/**
 * URL of a static file; it changes with the content, so that browsers may keep the file for ever. Templates ask by any name, so a name that is
 * not served is an error here, rather than a page that silently lacks its style.
 */
export function assetUrl(name: AssetName): string {
  const version = versions[name];
  if (version === undefined) throw new Error(`there is no static file ${name}: add it to src/web/assets.ts`);
  return `/assets/${name}?v=${version}`;
}

/** Serves our own static files and the few that come from packages, from our own address only. */
export const assets = fp(
  async function assets(app: FastifyInstance) {
    await app.register(fastifyStatic, { root: dirname(own('x')), serve: false, maxAge: '365d', immutable: true });
    for (const [name, path] of Object.entries(files)) {
      app.get(`/assets/${name}`, (_request, reply) => reply.sendFile(basename(path), dirname(path)));
    }
  },
  { name: 'assets' },
);
