import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { renderPage } from '../web/render.ts';

const property = z.looseObject({ type: z.union([z.string(), z.array(z.string())]).optional(), description: z.string().optional() });
const operation = z.looseObject({
  summary: z.string().default(''),
  description: z.string().optional(),
  parameters: z
    .array(
      z.looseObject({ name: z.string(), in: z.string(), required: z.boolean().optional(), schema: property.optional(), description: z.string().optional() }),
    )
    .default([]),
  requestBody: z
    .looseObject({
      content: z.record(
        z.string(),
        z.looseObject({ schema: z.looseObject({ properties: z.record(z.string(), property).default({}), required: z.array(z.string()).default([]) }) }),
      ),
    })
    .optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string().default('') })).default({}),
});
const openApi = z.looseObject({
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

interface Field {
  name: string;
  where: 'adressen' | 'innehållet';
  required: boolean;
  description: string;
}

interface Endpoint {
  method: string;
  path: string;
  summary: string;
  description: string;
  fields: Field[];
}

function fieldsOf(op: z.infer<typeof operation>): Field[] {
  const query = op.parameters.map(
    (p): Field => ({ name: p.name, where: 'adressen', required: p.required ?? false, description: p.description ?? p.schema?.description ?? '' }),
  );
  const body = op.requestBody?.content['application/json']?.schema;
  const inBody = Object.entries(body?.properties ?? {}).map(
    ([name, p]): Field => ({ name, where: 'innehållet', required: body?.required.includes(name) ?? false, description: p.description ?? '' }),
  );
  return [...query, ...inBody];
}

/** A readable page of the OpenAPI document: the same document, so it never says anything else. */
export function renderApiPage(request: FastifyRequest, reply: FastifyReply, document: unknown): Promise<string> {
  const { info, paths } = openApi.parse(document);
  const endpoints = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, op]): Endpoint => ({ method: method.toUpperCase(), path, summary: op.summary, description: op.description ?? '', fields: fieldsOf(op) }),
    ),
  );
  return renderPage(request, reply, { title: 'API', template: 'api/index', data: { version: info.version, endpoints } });
}
