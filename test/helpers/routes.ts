import type { FastifyInstance } from 'fastify';

/** Every route, as `POST /forslag/:id/klar`, read from the application itself. */
export async function allRoutes(app: FastifyInstance): Promise<string[]> {
  await app.ready();
  const path: string[] = [];
  const found: string[] = [];
  for (const line of app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', part = '', methods = ''] = /^([ │]*)[└├]── (\S+) \(([^)]*)\)$/.exec(line) ?? [];
    if (part === '') continue;
    const depth = indent.length / 4;
    path.splice(depth, path.length, part);
    for (const method of methods.split(', ')) if (method !== 'HEAD') found.push(`${method} ${path.join('').replace('//', '/')}`);
  }
  return found.sort();
}

/** Every route that takes a POST, as `/forslag/:id/klar`. */
export async function postRoutes(app: FastifyInstance): Promise<string[]> {
  return (await allRoutes(app)).flatMap((route) => (route.startsWith('POST ') ? [route.slice('POST '.length)] : []));
}
