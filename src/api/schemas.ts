/** The API's answers as zod schemas; OpenAPI is generated from them. */
import { z } from 'zod';
import { candidateInputSchema } from '../assessment/parse-candidate.ts';
import { designJsonSchema } from '../candidate/design.ts';
import { areaSchema, classificationSchema, slug, statisticsSchema, targetGroupSchema } from '../catalogue/schema.ts';
import { districtSchema } from '../districts/schema.ts';
import { pathways, reviewers, sections, severities, verdicts } from '../rules/format.ts';

const verdict = z.enum(verdicts);

const catalogueItemSchema = z.strictObject({
  id: slug,
  area: areaSchema,
  section: z.string(),
  category: z.string(),
  subcategory: z.string().nullable(),
  name: z.string(),
  kind: z.string(),
  targetGroups: z.array(slug),
  statistics: statisticsSchema,
  classification: classificationSchema,
});

const legalBasisSchema = z.strictObject({
  id: slug,
  title: z.string(),
  shortTitle: z.string(),
  summary: z.string(),
  appliesFrom: z.iso.date(),
  knownTo: z.iso.date().nullable(),
  notices: z.array(z.strictObject({ from: z.iso.date(), text: z.string() })),
});

const switchedOff = z.strictObject({ motive: z.string() }).optional().meta({ description: 'Bara för en regel som är avstängd och inte prövas: varför.' });

const ruleItemSchema = z.strictObject({
  id: slug,
  kind: z.enum(['law', 'risk', 'signal', 'pathway']),
  theme: z.string(),
  severity: z.enum(severities).nullable(),
  title: z.string(),
  citations: z.array(z.string()),
  switchedOff,
});

/** Everything about one rule. */
export const ruleDetailSchema = z.strictObject({
  id: slug,
  number: z.string().meta({ description: 'Regelns nummer, som inte ändras: R-042.' }),
  kind: z.enum(['law', 'risk', 'signal', 'pathway']),
  theme: z.string(),
  severity: z.enum(severities).nullable(),
  verdict: verdict.nullable(),
  title: z.string(),
  text: z.string(),
  reason: z.string().nullable(),
  clearedBy: z.array(z.string()),
  remedy: z.string().nullable(),
  reviewer: z.array(z.enum(reviewers)),
  validFrom: z.iso.date().nullable(),
  validTo: z.iso.date().nullable(),
  switchedOff,
  citations: z.array(z.strictObject({ key: z.string(), label: z.string() })),
  conditions: z.looseObject({}).meta({ description: 'Villkoren i json-rules-engines format.' }),
  conditionsInWords: z.array(z.string()).meta({ description: 'Samma villkor på svenska, en rad var, indragna två steg per nivå.' }),
  cases: z.strictObject({ total: z.int(), passed: z.int(), leaves: z.int(), leavesProved: z.int() }),
  candidates: z
    .array(z.strictObject({ legalBasis: slug, candidates: z.int(), pairs: z.int() }))
    .meta({ description: 'Vad regeln träffar i hela staden den dagen, per rättslig grund.' }),
  date: z.iso.date(),
  hash: z.string(),
  ruleset: z.string(),
});

const groundSchema = z.strictObject({
  rule: slug,
  verdict,
  title: z.string(),
  citation: z.string(),
  source: z.string(),
  text: z.string(),
  readings: z.array(z.strictObject({ verdict, text: z.string() })).optional(),
  decides: z.string().optional(),
});
const flagSchema = z.strictObject({
  rule: slug,
  theme: slug,
  severity: z.enum(severities),
  title: z.string(),
  message: z.string(),
  reason: z.string(),
  citations: z.array(z.string()),
  sources: z.array(z.string()),
  clearedBy: z.array(z.strictObject({ set: z.record(z.string(), z.unknown()), text: z.string() })),
  remedy: z.string().nullable(),
  reviewer: z.array(z.enum(reviewers)),
  cityAdvice: z.boolean(),
  missing: z.array(z.string()),
});
const signalSchema = z.strictObject({
  rule: slug,
  title: z.string(),
  message: z.string(),
  citations: z.array(z.string()),
  sources: z.array(z.string()),
  practice: z.boolean(),
});

export const assessmentSchema = z.strictObject({
  insats: slug,
  targetGroup: slug,
  legalBasis: slug,
  date: z.iso.date(),
  law: z.strictObject({ verdict, grounds: z.array(groundSchema), notices: z.array(z.string()) }),
  flags: z.array(flagSchema),
  signals: z.array(signalSchema),
  recommendation: z.strictObject({
    rule: slug,
    title: z.string(),
    pathway: z.enum(pathways).nullable(),
    stage: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
    section: z.enum(sections),
    text: z.string(),
  }),
  ruleset: z.string(),
  assumedDesign: z.boolean(),
  trace: z
    .array(z.looseObject({ rule: slug, fired: z.boolean() }))
    .optional()
    .meta({ description: 'Bara med explain=1: varje regel med villkor, fakta och värden.' }),
});

/** What the rules' cases prove: GET /api/v1/rules/check and `rules check --json`. */
export const rulesCheckSchema = z.strictObject({
  ok: z.boolean().meta({ description: 'Alla fall stämmer, allt prövas åt båda håll och felproven når kraven.' }),
  ruleset: z.string(),
  cases: z.strictObject({
    total: z.int(),
    failed: z.array(z.strictObject({ rule: z.string(), name: z.string(), expected: z.boolean() })),
    faults: z.array(z.string()).meta({ description: 'Fall som inte går att köra.' }),
  }),
  coverage: z.strictObject({
    rules: z.number().meta({ description: 'Andel regler med fall åt båda håll, 0–1.' }),
    conditions: z.number().meta({ description: 'Andel villkor som avgör svaret åt båda håll i något fall, 0–1.' }),
    missing: z.array(z.strictObject({ rule: z.string(), path: z.string().nullable(), needs: z.boolean() })).meta({
      description: 'Vad som saknas: needs är det utfall som regeln (path null) eller villkoret ska ha i fallet.',
    }),
  }),
  mutations: z.strictObject({
    themes: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        kind: z.enum(['law', 'risk', 'signal', 'pathway']),
        total: z.int(),
        killed: z.int(),
        equivalent: z.int(),
        score: z.number(),
      }),
    ),
    kinds: z.array(
      z.strictObject({ kind: z.enum(['law', 'risk', 'signal', 'pathway']), total: z.int(), killed: z.int(), score: z.number(), needed: z.number() }),
    ),
    survivors: z
      .array(
        z.strictObject({
          rule: z.string(),
          kind: z.string(),
          path: z.string(),
          given: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
          fires: z.boolean(),
        }),
      )
      .meta({ description: 'Fel som inget fall märker, och fallet som skulle märka det.' }),
  }),
});
export type RulesCheck = z.infer<typeof rulesCheckSchema>;

export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(z.strictObject({ field: z.string(), message: z.string() })),
  requestId: z.string().meta({ description: 'Ärendenummer: står också i serverns logg och i huvudet x-request-id.' }),
});

type JsonSchema = Record<string, unknown>;

/** JSON Schema of a zod schema, without the dialect line that OpenAPI does not want inside a document. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

export const listSchemas = {
  catalogue: z.array(catalogueItemSchema),
  targetGroups: z.array(targetGroupSchema),
  districts: z.array(districtSchema),
  legalBases: z.array(legalBasisSchema),
  rules: z.array(ruleItemSchema),
} as const;

/** The body of POST /api/v1/assess: a candidate, its design described question by question. */
export function candidateJsonSchema(): JsonSchema {
  const { properties, ...schema } = z.looseObject({ properties: z.record(z.string(), z.looseObject({})) }).parse(jsonSchema(candidateInputSchema, 'input'));
  const { $schema: _, ...design } = z.looseObject({}).parse(designJsonSchema());
  return { ...schema, properties: { ...properties, design: { ...properties.design, ...design } } };
}
