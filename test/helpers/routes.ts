import type { FastifyInstance } from 'fastify';

/** Every route that takes a POST, as `/forslag/:id/klar`, read from the application itself. */
export async function postRoutes(app: FastifyInstance): Promise<string[]> {
  await app.ready();
  const path: string[] = [];
  const found: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', part = '', methods = ''] = /^([ │]*)[└├]── (\S+) \(([^)]*)\)$/.exec(line) ?? [];
    if (part === '') continue;
    const depth = indent.length / 4;
    path.splice(depth, path.length, part);
    if (methods.split(', ').includes('POST')) found.push(path.join('').replace('//', '/'));
  }
  return found.sort();
}
