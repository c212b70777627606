import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Assessor } from '../assessment/assess.ts';
import { LegalBasisError } from '../law/law.ts';
import { cityScope } from '../proposals/city-scope.ts';
import { applyChange } from '../rule-changes/apply.ts';
import { cityImpact } from '../rule-changes/city-impact.ts';
import type { Fault } from '../rule-changes/faults.ts';
import { summarise } from '../rule-changes/impact-groups.ts';
import { changeKinds } from '../rule-changes/impact-kinds.ts';
import { changeSchema, parseOperations } from '../rule-changes/operations.ts';
import type { RuleCase } from '../rules/format.ts';
import { AppError } from '../web/errors.ts';
import { jsonSchema, problemSchema } from './schemas.ts';

const scope = z.object({
  date: z.iso.date('Skriv datumet som ÅÅÅÅ-MM-DD.').optional().meta({ description: 'Datum; utan datum gäller dagens.' }),
  legalBasis: z.string().max(100).optional().meta({ description: 'En rättslig grund; utan den alla som gäller dagen.' }),
});
const body = z.looseObject({ ...scope.shape, operations: z.unknown() });
const described = z.strictObject({ ...scope.shape, operations: changeSchema.shape.operations.meta({ description: 'Ändringarna i tur och ordning.' }) });

const standing = z.strictObject({ verdict: z.string(), pathway: z.string().nullable(), stage: z.int().nullable(), section: z.string() });
const group = z.strictObject({ key: z.string(), candidates: z.int(), counts: z.record(z.enum(changeKinds), z.int()) });
/** The answer: the whole summary, and each change with the districts where it is the same. */
export const ruleImpactSchema = z.strictObject({
  before: z.string(),
  after: z.string().meta({ description: 'Hash av reglerna efter ändringen.' }),
  warnings: z.array(z.strictObject({ rule: z.string(), problem: z.string(), remedy: z.string() })),
  summary: z.strictObject({
    asked: z.int(),
    changed: z.int(),
    changedAnswers: z.int(),
    counts: z.record(z.enum(changeKinds), z.int()),
    byDistrict: z.array(group),
    byArea: z.array(group),
    byBasis: z.array(group),
    byRule: z.array(group),
    byTheme: z.array(group),
    moves: z.array(z.strictObject({ from: z.string(), to: z.string(), candidates: z.int() })),
  }),
  rows: z.array(
    z.strictObject({
      insats: z.string(),
      targetGroup: z.string(),
      area: z.string(),
      legalBasis: z.string(),
      districts: z.array(z.string()),
      kinds: z.array(z.enum(changeKinds)),
      before: standing,
      after: standing,
      effects: z.array(
        z.strictObject({ rule: z.string(), kind: z.string(), theme: z.string(), change: z.string(), from: z.string().nullable(), to: z.string().nullable() }),
      ),
    }),
  ),
});

/** Faults go out by the address of their field: "operations.0.severity". */
function invalid(faults: readonly Fault[]): AppError {
  return new AppError(
    'invalid',
    'Ändringen går inte att använda.',
    faults.map(({ operation, field, problem, remedy }) => ({
      field: operation === null ? field : `operations.${operation}.${field}`,
      message: `${problem} ${remedy}`,
    })),
  );
}

export interface RuleImpactOptions {
  assessor: Assessor;
  today: () => string;
  cases: () => readonly RuleCase[];
}

/**
 * What a change of the rules would do to the city. Nothing is stored, and nothing is said of any district's nuläge, so whoever may read the
 * rules may ask.
 */
export function ruleImpactRoute(app: FastifyInstance, { assessor, today, cases }: RuleImpactOptions): void {
  const problem = { description: 'Fel, enligt RFC 9457.', ...jsonSchema(problemSchema) };
  app.post(
    '/api/v1/rules/impact',
    {
      bodyLimit: 256 * 1024,
      schema: {
        summary: 'Vad en ändring av reglerna gör med hela staden',
        description: 'Ingenting sparas. Stadsdelarnas nuläge räknas inte med.',
        body: jsonSchema(described, 'input'),
        response: { 200: { description: 'Följderna', ...jsonSchema(ruleImpactSchema) }, 400: problem, 413: problem, 422: problem, 429: problem },
      },
    },
    async (request) => {
      const read = body.safeParse(request.body);
      if (!read.success)
        throw new AppError(
          'invalid',
          'Kontrollera fälten.',
          read.error.issues.map((i) => ({ field: i.path.join('.') || 'operations', message: i.message })),
        );
      const { date = today(), legalBasis, operations: sent, ...rest } = read.data;
      const parsed = parseOperations({ ...rest, operations: sent });
      if ('faults' in parsed) throw invalid(parsed.faults);
      const { ruleset, sources } = assessor.knowledge;
      const result = applyChange({ ruleset, cases: cases() }, parsed.operations, sources);
      if (!result.ok) throw invalid(result.faults);
      const { after, warnings } = result;
      try {
        const impact = cityImpact(assessor, ruleset, after.ruleset, { date, legalBasis, covers: cityScope(assessor.knowledge, date) });
        const { lines: _, ...summary } = summarise(impact);
        return { before: ruleset.hash, after: after.ruleset.hash, warnings, summary, rows: impact.rows };
      } catch (error) {
        if (error instanceof LegalBasisError) throw new AppError('invalid', error.message, [{ field: error.field, message: error.message }]);
        throw error;
      }
    },
  );
}
