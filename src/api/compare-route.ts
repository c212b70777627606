import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { areaSchema, slug } from '../catalogue/schema.ts';
import { parseInput } from '../web/input.ts';
import { jsonSchema } from './schemas.ts';

const side = (what: string, usual: string) =>
  z
    .string()
    .trim()
    .min(1, 'Ange en rättslig grund.')
    .max(120, 'Värdet är för långt.')
    .default(usual)
    .meta({ description: `${what}: rättslig grund, gärna med datum, till exempel sol-2025-400@2026-01-31. Utan datum gäller dagens.` });
const ruleset = z
  .string()
  .regex(/^[0-9a-f]{16}$/, 'Ange versionens kännetecken, 16 tecken.')
  .optional();

/** What a comparison is asked with. */
const comparisonQuerySchema = z.strictObject({
  from: side('Från', 'sou-2020-47'),
  to: side('Till', 'sol-2025-400'),
  fromRuleset: ruleset.meta({ description: 'Kännetecken för reglernas version på den första sidan; utan värde används reglerna som gäller nu.' }),
  toRuleset: ruleset.meta({ description: 'Detsamma för den andra sidan.' }),
  aspect: z
    .enum(['verdict', 'pathway', 'stage', 'flags'], 'Välj verdict, pathway, stage eller flags.')
    .default('verdict')
    .meta({ description: 'Vad som jämförs.' }),
  area: areaSchema.optional().meta({ description: 'Bara ett verksamhetsområde.' }),
});
export type ComparisonQuery = z.infer<typeof comparisonQuerySchema>;

const toldSide = z.strictObject({ legalBasis: slug, date: z.iso.date(), ruleset: z.string(), notices: z.array(z.string()) });
const toldRule = z.strictObject({
  rule: slug,
  title: z.string(),
  text: z.string(),
  citations: z.array(z.strictObject({ source: z.string(), label: z.string(), fragment: z.string().nullable() })),
});
const toldValue = z.strictObject({ value: z.string(), rules: z.array(toldRule) });

/** What differs between two sides: how often each value meets each, and the flips under the rules that make them. */
export const comparisonSchema = z.strictObject({
  from: toldSide,
  to: toldSide,
  aspect: z.string(),
  area: areaSchema.nullable(),
  candidates: z.int().meta({ description: 'Antal kombinationer av insats och målgrupp som har jämförts.' }),
  flips: z.int().meta({ description: 'Antal skillnader; för flaggor en för varje regel.' }),
  crossings: z.array(z.strictObject({ from: z.string(), to: z.string(), count: z.int() })),
  reasons: z.array(
    z.strictObject({
      from: toldValue,
      to: toldValue,
      candidates: z.array(z.strictObject({ insats: slug, name: z.string(), area: areaSchema, targetGroup: slug, targetGroupName: z.string() })),
    }),
  ),
});
export type ComparisonAnswer = z.infer<typeof comparisonSchema>;

/** Compares two sides; made by the rulebook, which lies beside the API. */
export type Compare = (question: ComparisonQuery) => Promise<ComparisonAnswer>;

/** The address of the comparison, described as the others. */
export function compareRoute(app: FastifyInstance, compare: Compare, problems: object): void {
  const schema = {
    summary: 'Vad som skiljer mellan två rättsliga grunder, datum eller versioner av reglerna',
    description: 'Varje insats och målgrupp prövas på båda sidor med sidans standardutformning, utan någon stadsdels nuläge.',
    querystring: jsonSchema(comparisonQuerySchema, 'input'),
    response: { 200: { description: 'Skillnaderna, med reglerna bakom på båda sidor', ...jsonSchema(comparisonSchema) }, ...problems },
  };
  app.get('/api/v1/rules/compare', { schema }, async (request) => compare(parseInput(comparisonQuerySchema, request.query)));
}
