import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { diffRulesets } from '../rule-changes/diff.ts';
import type { Rulesets } from '../rulesets/rulesets.ts';
import { noteSchema, type VersionHead, versionKinds } from '../rulesets/types.ts';
import { NotFoundError } from '../web/input.ts';
import { jsonSchema } from './schemas.ts';

const rulesetItemSchema = z.strictObject({
  number: z.int(),
  kind: z
    .enum(versionKinds)
    .meta({ description: 'base: regelfilerna. published: en ändring som två personer står bakom. rebased: publicerade ändringar på nya regelfiler.' }),
  hash: z.string().meta({ description: 'Reglernas kännetecken: det som bedömningar stämplas med.' }),
  appliesFrom: z.iso.date(),
  inForce: z.boolean(),
  changes: z.array(z.int()).meta({ description: 'De publicerade versioner vars ändringar ingår.' }),
  note: noteSchema.nullable(),
  createdAt: z.iso.datetime(),
});
export type RulesetItem = z.infer<typeof rulesetItemSchema>;

const fieldChange = z.strictObject({ field: z.string(), label: z.string(), from: z.string().nullable(), to: z.string().nullable() });
const rulesetDetailSchema = rulesetItemSchema.extend({
  operations: z.array(z.record(z.string(), z.json())),
  rules: z
    .array(
      z.strictObject({
        rule: z.string(),
        kind: z.string(),
        place: z.string(),
        title: z.string(),
        change: z.enum(['added', 'removed', 'changed']),
        fields: z.array(fieldChange),
      }),
    )
    .nullable()
    .meta({ description: 'Skillnaden mot versionen före; null där ingen av dem går att läsa eller ingen finns.' }),
});

/** A version as programs get it: without who, as accounts are nothing that the API tells of. */
export const rulesetItem = ({ number, kind, hash, appliesFrom, changes, note, createdAt }: VersionHead, inForce: number | null): RulesetItem => ({
  ...{ number, kind, hash, appliesFrom, note },
  inForce: number === inForce,
  changes: [...changes],
  createdAt: createdAt.toISOString(),
});

/** The versions of the rules, and one with what it changed. */
export function rulesetsRoute(app: FastifyInstance, rulesets: Rulesets, problems: object): void {
  const answers = (description: string, schema: z.ZodType) => ({ 200: { description, ...jsonSchema(schema) }, ...problems });
  const inForce = () => rulesets.current().version?.number ?? null;
  app.get(
    '/api/v1/rulesets',
    { schema: { summary: 'Versioner av reglerna, i ordning', response: answers('Versioner', z.array(rulesetItemSchema)) } },
    async () => rulesets.versions().map((head) => rulesetItem(head, inForce())),
  );
  app.get<{ Params: { number: string } }>(
    '/api/v1/rulesets/:number',
    { schema: { summary: 'En version av reglerna, och vad den ändrade', response: answers('Versionen', rulesetDetailSchema) } },
    async (request) => {
      const number = z.coerce.number().int().safeParse(request.params.number).data;
      const head = rulesets.versions().find((one) => one.number === number);
      if (head === undefined) throw new NotFoundError('Det finns ingen sådan version av reglerna. Versionerna finns på /api/v1/rulesets.');
      const [version, previous] = [await rulesets.version(head.number), await rulesets.version(head.number - 1)];
      return {
        ...rulesetItem(head, inForce()),
        operations: version?.operations ?? [],
        rules: version === undefined || previous === undefined ? null : diffRulesets(previous.ruleset, version.ruleset),
      };
    },
  );
}
