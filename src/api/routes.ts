import { Readable } from 'node:stream';
import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { actorOf } from '../accounts/authenticate.ts';
import { may } from '../accounts/permissions.ts';
import type { Assessor } from '../assessment/assess.ts';
import { parseCandidate } from '../assessment/parse-candidate.ts';
import type { CurrentState } from '../candidate/build-facts.ts';
import { designJsonSchema } from '../candidate/design.ts';
import { slug } from '../catalogue/schema.ts';
import { buildDraft } from '../drafts/build-draft.ts';
import { draftJsonSchema } from '../drafts/draft-json-schema.ts';
import { currentStateSchema, draftSchema } from '../drafts/draft-schema.ts';
import type { Knowledge } from '../knowledge.ts';
import type { RuleCase } from '../rules/format.ts';
import type { Rulesets } from '../rulesets/rulesets.ts';
import { AppError } from '../web/errors.ts';
import { NotFoundError, parseInput } from '../web/input.ts';
import { assessLines } from './assess-lines.ts';
import { type Compare, compareRoute } from './compare-route.ts';
import { renderApiPage } from './page.ts';
import { ruleImpactRoute } from './rule-impact.ts';
import { rulesetsRoute } from './rulesets-route.ts';
import {
  assessmentSchema,
  candidateJsonSchema,
  jsonSchema,
  listSchemas,
  problemSchema,
  type RulesCheck,
  ruleDetailSchema,
  rulesCheckSchema,
} from './schemas.ts';
import { catalogueList, districtList, legalBasisList, ruleList, targetGroupList } from './shapes.ts';
import { addWhyNotRoute } from './why-not-route.ts';

export interface ApiRoutesOptions {
  rulesets: Rulesets;
  knowledge: Knowledge;
  assessor: Assessor;
  /** Today as an ISO date; asked at each request. */
  today: () => string;
  /** The cases of the rules in force; asked at each request. */
  cases: () => readonly RuleCase[];
  /** The rulebook's answers: the names of the rules that a filter leaves, and everything about one. */
  rules: {
    filtered(filter: z.infer<typeof rulesQuery>): Promise<ReadonlySet<string>>;
    one(name: string): Promise<object | undefined>;
  };
  /** What a district has told of its nuläge that a draft at the date reads. */
  currentStateOf: (district: string, date: string) => Promise<{ currentStates: ReadonlyMap<string, CurrentState>; currentStateYear: number | null }>;
  /** What differs between two sides; the rulebook lies beside the API and cannot be asked by it. */
  compare: Compare;
  /** What the rules' cases prove about the ruleset in force. */
  checkRules: () => RulesCheck;
}

const day = z.iso.date('Skriv datumet som ÅÅÅÅ-MM-DD.');
const dateQuery = z.strictObject({ date: day.optional().meta({ description: 'Datum; utan datum gäller dagens.' }) });
const filterText = (description: string) => z.string().max(200).optional().meta({ description });
const rulesQuery = z.strictObject({
  q: filterText('Ord, regelns id eller nummer.'),
  kind: filterText('law, risk, signal eller pathway.'),
  theme: filterText('Regelns lag eller riskområde.'),
  severity: filterText('blocking, high, medium, low eller info.'),
  reviewer: filterText('legal, district_manager eller planner.'),
  source: filterText('Källans id.'),
  place: filterText('Ett ställe i källan, med det som ligger i det: 14:5, 11:5 eller s.728.'),
  insats: filterText('Id för en insats som regeln slår till på i dag.'),
  targetGroup: filterText('Id för en målgrupp som regeln slår till på i dag.'),
});
const assessQuery = z.strictObject({ explain: z.enum(['0', '1']).default('0').meta({ description: '1 lägger till spåret.' }) });
const proposeBody = z.strictObject({
  district: z.string('Ange stadsdelens id.').min(1).max(100).meta({ description: 'Stadsdelens eller enhetens id.' }),
  legalBasis: z.string('Ange den rättsliga grundens id.').min(1).max(100).meta({ description: 'sol-2025-400 eller sou-2020-47.' }),
  date: day.optional().meta({ description: 'Datum; utan datum gäller dagens.' }),
  currentStates: z
    .record(slug, currentStateSchema)
    .optional()
    .meta({ description: 'Nuläge per insats-id: givenToday, withoutDecisionToday, privateToday och wishesOpen, var och en yes, no eller unknown.' }),
  currentStateYear: z.int().min(2016).max(2100).optional().meta({ description: 'Året som currentStates gäller.' }),
  useStoredCurrentState: z
    .boolean()
    .default(false)
    .meta({ description: 'true använder det nuläge som stadsdelen har lämnat, det nyaste året som inte ligger efter datumet.' }),
});

const problems = Object.fromEntries(
  ['400', '401', '403', '404', '413', '415', '422', '429'].map((status) => [status, { description: 'Fel, enligt RFC 9457.', ...jsonSchema(problemSchema) }]),
);
const answers = (description: string, schema: z.ZodType) => ({ 200: { description, ...jsonSchema(schema) }, ...problems });
const invalid = (field: string, message: string) => new AppError('invalid', 'Kontrollera fälten.', [{ field, message }]);
const summary = (text: string, description?: string) => ({ summary: text, ...(description ? { description } : {}) });

/**
 * The JSON API: the same shapes as the command line. The schemas here describe; each handler parses with zod, so that a
 * fault is answered in Swedish with its field.
 */
export default async function apiRoutes(
  app: FastifyInstance,
  { rulesets, knowledge, assessor, today, rules, currentStateOf, cases, compare, checkRules }: ApiRoutesOptions,
): Promise<void> {
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.addContentTypeParser('application/x-ndjson', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) => body);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Insatsplan', version: '1', description: 'Katalogen, lagen, reglerna, bedömningen och utkasten. Samma svar som kommandoraden ger.' },
      servers: [{ url: '/' }],
    },
  });

  app.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => app.swagger());

  app.get('/api/v1/catalogue', { schema: { ...summary('Katalogen'), response: answers('409 insatser', listSchemas.catalogue) } }, async () =>
    catalogueList(knowledge.catalogue),
  );

  app.get('/api/v1/target-groups', { schema: { ...summary('Målgrupperna'), response: answers('Målgrupper', listSchemas.targetGroups) } }, async () =>
    targetGroupList(knowledge.catalogue),
  );

  app.get(
    '/api/v1/districts',
    {
      schema: {
        ...summary('Stadsdelar och stadsövergripande enheter en viss dag'),
        querystring: jsonSchema(dateQuery, 'input'),
        response: answers('Stadsdelar', listSchemas.districts),
      },
    },
    async (request) => districtList(knowledge.districts, parseInput(dateQuery, request.query).date ?? today()),
  );

  app.get('/api/v1/legal-bases', { schema: { ...summary('Rättsliga grunder'), response: answers('Rättsliga grunder', listSchemas.legalBases) } }, async () =>
    legalBasisList(knowledge.ruleset.laws),
  );

  app.get(
    '/api/v1/rules',
    {
      schema: {
        ...summary('Reglerna', 'Utan filter alla regler; flera filter gäller tillsammans.'),
        querystring: jsonSchema(rulesQuery, 'input'),
        response: answers('Regler', listSchemas.rules),
      },
    },
    async (request) => {
      const left = await rules.filtered(parseInput(rulesQuery, request.query));
      return ruleList(knowledge).filter(({ id }) => left.has(id));
    },
  );

  app.get<{ Params: { rule: string } }>(
    '/api/v1/rules/:rule',
    { schema: { ...summary('En regel, med id eller nummer'), response: answers('Regeln', ruleDetailSchema) } },
    async (request) => {
      const rule = await rules.one(request.params.rule);
      if (rule === undefined) throw new NotFoundError('Det finns ingen regel med det id:t eller numret. Reglerna finns på /api/v1/rules.');
      return rule;
    },
  );

  compareRoute(app, compare, problems);
  rulesetsRoute(app, rulesets, problems);
  app.get(
    '/api/v1/rules/check',
    {
      schema: {
        ...summary('Vad reglernas fall visar', 'Fallen körs mot reglerna som gäller; svaret sparas tills reglerna ändras.'),
        response: answers('Provet', rulesCheckSchema),
      },
    },
    async () => checkRules(),
  );

  app.get('/api/v1/design-schema', { schema: { ...summary('JSON Schema för en utformning') } }, async () => designJsonSchema());

  app.get(
    '/api/v1/schemas/draft.json',
    { schema: { ...summary('JSON Schema för ett utkast', 'Samma schema gäller JSON-filen som hämtas från ett förslag.') } },
    async (_request, reply) => reply.type('application/schema+json; charset=utf-8').send(JSON.stringify(draftJsonSchema(), null, 2)),
  );

  app.post(
    '/api/v1/assess',
    {
      schema: {
        ...summary(
          'Bedömer en kandidat',
          'Med content-type application/x-ndjson: en kandidat per rad, ett svar per rad; en felaktig rad ger {error, line} på sin plats.',
        ),
        querystring: jsonSchema(assessQuery, 'input'),
        body: candidateJsonSchema(),
        response: answers('Bedömningen', assessmentSchema),
      },
    },
    async (request, reply) => {
      const explain = parseInput(assessQuery, request.query).explain === '1';
      if (Buffer.isBuffer(request.body)) {
        const lines = assessLines(assessor, request.body, { explain, today: today() });
        return reply.type('application/x-ndjson; charset=utf-8').send(Readable.from(lines));
      }
      return assessOne(request, explain);
    },
  );

  /** The nuläge that a request names: its own, or the stored one. */
  async function statesOf(asked: z.infer<typeof proposeBody> & { date: string }) {
    const { district, date, currentStates, currentStateYear, useStoredCurrentState } = asked;
    if (useStoredCurrentState) {
      if (currentStates !== undefined) throw invalid('currentStates', 'Skicka antingen currentStates eller useStoredCurrentState, inte båda.');
      const stored = await currentStateOf(district, date);
      return { currentStates: stored.currentStates, currentStateYear: stored.currentStateYear ?? undefined };
    }
    const unknown = Object.keys(currentStates ?? {}).find((insats) => !knowledge.catalogue.insatsById.has(insats));
    if (unknown !== undefined) throw invalid('currentStates', `Det finns ingen insats med id "${unknown}". Katalogen finns på /api/v1/catalogue.`);
    if (currentStateYear !== undefined && currentStates === undefined)
      throw invalid('currentStateYear', 'Året hör till currentStates. Skicka båda eller inget.');
    return currentStates === undefined ? {} : { currentStates: new Map(Object.entries(currentStates)), currentStateYear };
  }

  async function assessOne(request: FastifyRequest, explain: boolean) {
    const { candidate, assumedDesign } = parseCandidate(assessor, request.body, today());
    return { ...(explain ? await assessor.explain(candidate) : assessor.assess(candidate)), assumedDesign };
  }

  addWhyNotRoute(app, assessor, today);

  app.post(
    '/api/v1/propose',
    { schema: { ...summary('En stadsdels utkast, utan att det sparas'), body: jsonSchema(proposeBody, 'input'), response: answers('Utkastet', draftSchema) } },
    async (request) => {
      const result = proposeBody.safeParse(request.body);
      if (!result.success) {
        throw new AppError(
          'invalid',
          'Kontrollera fälten.',
          result.error.issues.map((issue) => ({ field: issue.path.join('.') || 'hela frågan', message: issue.message })),
        );
      }
      const { district, legalBasis, date = today() } = result.data;
      // What a district has told is its own; the rest of a draft is knowledge that everyone may read.
      if (result.data.useStoredCurrentState && !may(actorOf(request), 'current_state.read', district))
        throw new AppError('forbidden', 'Din roll får inte läsa den stadsdelens nuläge. Skicka frågan utan useStoredCurrentState.');
      return buildDraft({ knowledge, assessor, district, legalBasis, date, ...(await statesOf({ ...result.data, date })) });
    },
  );

  ruleImpactRoute(app, { assessor, today, cases });

  app.get('/api', { schema: { hide: true } }, (request, reply) => renderApiPage(request, reply, app.swagger()));
}
