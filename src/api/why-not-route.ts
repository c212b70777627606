import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Assessor } from '../assessment/assess.ts';
import { parseCandidate } from '../assessment/parse-candidate.ts';
import { readTarget } from '../questions/target.ts';
import { levers } from '../questions/variables.ts';
import { whyNot } from '../questions/why-not.ts';
import { pathways, verdicts } from '../rules/format.ts';
import { AppError } from '../web/errors.ts';
import { candidateJsonSchema, jsonSchema, problemSchema } from './schemas.ts';

const changeSchema = z.strictObject({
  facts: z.array(z.strictObject({ id: z.string(), label: z.string(), lever: z.enum(levers), from: z.string(), to: z.array(z.string()) })),
  lever: z.enum(levers).meta({ description: 'Den svåraste: design, district, group eller insats.' }),
  candidate: z.looseObject({}).meta({ description: 'Kandidaten med det första värdet av varje; prövad igen.' }),
  effect: z.strictObject({ verdict: z.enum(verdicts), pathway: z.enum(pathways).nullable(), gone: z.array(z.string()), added: z.array(z.string()) }),
  contradictions: z.array(z.string()),
  real: z
    .strictObject({ found: z.array(z.strictObject({ insats: z.string().nullable(), group: z.string().nullable() })), more: z.boolean() })
    .nullable()
    .meta({ description: 'Insatser och målgrupper i katalogen som har detta; null när ändringen inte rör dem.' }),
  sets: z.int().meta({ description: 'Hur många av de funna ändringarna som raden står för.' }),
});

/** The answer to "why not?"; `outcome` says whether nothing can do, or nothing was found among all that was tried. */
const whyNotSchema = z.strictObject({
  target: z.string(),
  wanted: z.boolean().meta({ description: 'true: målet gäller inte i dag. false: det gäller, och svaret är vad som tar bort det.' }),
  first: z.strictObject({ legalBasis: z.string().optional(), date: z.string().optional() }),
  outcome: z.enum(['first', 'found', 'impossible', 'limit']),
  changes: z.array(changeSchema),
  total: z.int().nullable().meta({ description: 'Hur många lika små ändringar som finns; null när sökningen avbröts.' }),
  within: z
    .strictObject({ outcome: z.enum(['found', 'impossible', 'limit']), changes: z.array(changeSchema), total: z.int().nullable() })
    .meta({ description: 'Detsamma med samma insats och målgrupp: det som utformningen och nuläget räcker till.' }),
  bases: z.array(z.string()),
  groups: z.array(z.string()),
  insatser: z.array(z.string()),
});

const bodySchema = z.looseObject({ target: z.string('Ange target: regel.<id>, svar.<verdict> eller vag.<pathway>.').max(140) });

/** The same answer for the API and the command line: a candidate and `target` in, what would have to differ out. */
export function answerWhyNot(assessor: Assessor, body: unknown, today: string): z.infer<typeof whyNotSchema> {
  const read = bodySchema.safeParse(body);
  if (!read.success) {
    const message = read.error.issues[0]?.message ?? 'Skicka ett JSON-objekt.';
    throw new AppError('invalid', message, [{ field: 'target', message }]);
  }
  const { target: key, ...input } = read.data;
  const target = readTarget(assessor.knowledge.ruleset, key);
  if (target === null) {
    const message = `Det finns inget som heter "${key.slice(0, 80)}". Skriv regel.<id>, svar.<${verdicts.join('|')}> eller vag.<${pathways.join('|')}|ingen>.`;
    throw new AppError('invalid', message, [{ field: 'target', message }]);
  }
  const { candidate: _, target: __, ...answer } = whyNot(assessor, parseCandidate(assessor, input, today).candidate, target);
  return whyNotSchema.parse({ ...answer, target: key });
}

/** POST /api/v1/why-not; registered among the other addresses of the API, so that OpenAPI knows it. */
export function addWhyNotRoute(app: FastifyInstance, assessor: Assessor, today: () => string): void {
  const {
    properties = {},
    required = [],
    ...rest
  } = z.looseObject({ properties: z.looseObject({}), required: z.array(z.string()) }).parse(candidateJsonSchema());
  const target = { type: 'string', description: 'regel.<id>, svar.<verdict> eller vag.<pathway>.' };
  app.post(
    '/api/v1/why-not',
    {
      schema: {
        summary: 'Vad som måste vara annorlunda för att en regel ska gälla, eller svaret eller vägen bli en annan',
        description: 'Minsta ändringar, var och en prövad igen. Spåret av alla regler ger assess med explain=1.',
        body: { ...rest, properties: { ...properties, target }, required: [...required, 'target'] },
        response: { 200: { description: 'Svaret', ...jsonSchema(whyNotSchema) }, 422: { description: 'Fel, enligt RFC 9457.', ...jsonSchema(problemSchema) } },
      },
    },
    async (request) => answerWhyNot(assessor, request.body, today()),
  );
}
