import Fastify from 'fastify';
import t from 'tap';
import { z } from 'zod';
import { districtsAt } from '../../src/districts/districts.ts';
import { draftJson } from '../../src/drafts/draft-bytes.ts';
import { draftJsonSchema } from '../../src/drafts/draft-json-schema.ts';
import { bases, date, draftOf, knowledge } from './fixture.ts';

/** Fastify checks bodies with Ajv, which knows nothing of zod; nothing is coerced or taken away before the check. */
async function validator() {
  const app = Fastify({
    bodyLimit: 30_000_000,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false, strict: false } },
  });
  // Ajv as Fastify sets it up reads draft-07; our schema uses nothing that the two read differently.
  const { $schema: _, ...body } = draftJsonSchema();
  app.post('/', { schema: { body } }, async () => 'ok');
  return async (payload: string) => (await app.inject({ method: 'POST', url: '/', headers: { 'content-type': 'application/json' }, payload })).statusCode;
}

t.test('every district’s draft follows the published schema', async (t) => {
  const check = await validator();
  // Every district under one basis, in turn: the shape is the same under both.
  for (const [at, { id }] of districtsAt(knowledge.districts, date).entries()) {
    const legalBasis = bases[at % bases.length];
    t.equal(await check(draftJson(draftOf(id, legalBasis))), 200, `${id} ${legalBasis}`);
  }
});

t.test('what is not a draft is refused', async (t) => {
  const check = await validator();
  const draft = draftOf('enheten-for-hemlosa');
  const [line, ...rest] = draft.lines;
  for (const wrong of [
    { ...draft, format: 'other' },
    { ...draft, surprise: 1 },
    { ...draft, date: '2026-02-31x' },
    { ...draft, lines: [{ ...line, verdict: 'maybe' }, ...rest] },
    { ...draft, lines: [{ ...line, stage: '1' }, ...rest] },
    { ...draft, sources: undefined },
  ])
    t.equal(await check(JSON.stringify(wrong)), 400, JSON.stringify(Object.keys(wrong)));
});

t.test('every field says in Swedish what it is', async (t) => {
  const node = z.looseObject({ properties: z.record(z.string(), z.unknown()).default({}), description: z.string().min(4).optional() });
  const silent: string[] = [];
  const visit = (value: unknown, path: string): void => {
    for (const item of Array.isArray(value) ? value : []) visit(item, path);
    const parsed = node.safeParse(value);
    if (!parsed.success) return;
    const { properties, ...rest } = parsed.data;
    for (const inner of Object.values(rest)) visit(inner, path);
    for (const [name, field] of Object.entries(properties)) {
      if (node.parse(field).description === undefined) silent.push(`${path}.${name}`);
      visit(field, `${path}.${name}`);
    }
  };
  visit(draftJsonSchema(), '');
  t.same(silent, []);
});
