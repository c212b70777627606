import { z } from 'zod';
import { designChangeSchema } from '../candidate/design.ts';
import { slug } from '../catalogue/schema.ts';

/** Operators of json-rules-engine that our rule files may use; others fail at start-up. */
export const operators = [
  'equal',
  'notEqual',
  'in',
  'notIn',
  'contains',
  'doesNotContain',
  'lessThan',
  'lessThanInclusive',
  'greaterThan',
  'greaterThanInclusive',
] as const;
export type Operator = (typeof operators)[number];

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).min(1)]);
export const leafSchema = z.strictObject({ fact: z.string(), operator: z.enum(operators), value });
export type Leaf = z.infer<typeof leafSchema>;
export type Condition = Leaf | { all: Condition[] } | { any: Condition[] } | { not: Condition };
export const conditionSchema: z.ZodType<Condition> = z.lazy(() => z.union([leafSchema, topConditionSchema]));
export type TopCondition = Exclude<Condition, Leaf>;
/** json-rules-engine wants a group at the top. */
export const topConditionSchema: z.ZodType<TopCondition> = z.union([
  z.strictObject({ all: z.array(conditionSchema).min(1) }),
  z.strictObject({ any: z.array(conditionSchema).min(1) }),
  z.strictObject({ not: conditionSchema }),
]);

const isoDate = z.iso.date();
const citation = z.string().regex(/^[a-z0-9-]+\/\S.*$/, 'en hänvisning skrivs källa/ställe, till exempel sol-2025-400/11:5');
export const severities = ['blocking', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof severities)[number];
export const reviewers = ['legal', 'district_manager', 'planner'] as const;
export type Reviewer = (typeof reviewers)[number];

const shared = { name: slug, validFrom: isoDate.optional(), validTo: isoDate.optional(), conditions: topConditionSchema };
const text = z.string().min(10).max(700);
/** A rule that is switched off stands where it stood, with its cases, and is asked of nothing. Pathway rules cannot be: their table must answer for all. */
const switchable = { ...shared, switchedOff: z.strictObject({ motive: text }).optional() };

/** A change of the design that clears a flag: named values, and the same thing in words. */
const clearing = z.strictObject({
  set: designChangeSchema.refine((set) => Object.keys(set).length > 0, 'Ange minst ett svar som ändras'),
  text: z.string().min(5).max(300),
});

export const riskRuleSchema = z.strictObject({
  ...switchable,
  event: z.strictObject({
    type: z.literal('flag'),
    params: z.strictObject({
      title: z.string().min(5).max(120),
      severity: z.enum(severities),
      message: text,
      reason: text,
      citations: z.array(citation).min(1),
      clearedBy: z.array(clearing),
      /** What to do where no change of the design clears the flag. */
      remedy: z.string().min(5).max(300).optional(),
      reviewer: z.array(z.enum(reviewers)).min(1),
      /** The flag states that the city itself has advised against opening the insats. */
      cityAdvice: z.boolean().optional(),
    }),
  }),
});
export type RiskRule = z.infer<typeof riskRuleSchema>;

export const signalRuleSchema = z.strictObject({
  ...switchable,
  event: z.strictObject({
    type: z.literal('signal'),
    params: z.strictObject({ title: z.string().min(5).max(120), message: text, citations: z.array(citation).min(1), practice: z.boolean().optional() }),
  }),
});
export type SignalRule = z.infer<typeof signalRuleSchema>;

export const verdicts = ['allowed', 'requires_assessment', 'other_law', 'unclear'] as const;
export type Verdict = (typeof verdicts)[number];

export const lawRuleSchema = z.strictObject({
  ...switchable,
  event: z.strictObject({
    type: z.literal('ground'),
    params: z.strictObject({
      title: z.string().min(5).max(160),
      verdict: z.enum(verdicts),
      citation,
      text,
      /** For unclear: the readings between which a lawyer decides, and who decides. */
      readings: z
        .array(z.strictObject({ verdict: z.enum(verdicts), text: z.string().min(10).max(400) }))
        .min(2)
        .optional(),
      decides: z.string().optional(),
    }),
  }),
});
export type LawRule = z.infer<typeof lawRuleSchema>;

export const pathways = ['open', 'open_with_conditions', 'simplified_assessment', 'keep_assessment'] as const;
export type Pathway = (typeof pathways)[number];
export const sections = ['stage1', 'stage2', 'stage3', 'keep_law', 'keep_city', 'keep_risk', 'unclear', 'other_law'] as const;
export type Section = (typeof sections)[number];

export const pathwayRuleSchema = z.strictObject({
  ...shared,
  event: z.strictObject({
    type: z.literal('pathway'),
    params: z.strictObject({
      title: z.string().min(5).max(160),
      /** null where another law decides: neither open nor closed by socialtjänstlagen. */
      pathway: z.enum(pathways).nullable(),
      stage: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
      section: z.enum(sections),
      text,
    }),
  }),
});
export type PathwayRule = z.infer<typeof pathwayRuleSchema>;

export type AnyRule = RiskRule | SignalRule | LawRule | PathwayRule;

/** What a rule is about: the law, a risk, what speaks for, the pathway. */
export const ruleKinds = ['law', 'risk', 'signal', 'pathway'] as const;
export type RuleKind = (typeof ruleKinds)[number];
const kindOfEvent = { ground: 'law', flag: 'risk', signal: 'signal', pathway: 'pathway' } as const;
export const kindOf = (rule: AnyRule): RuleKind => kindOfEvent[rule.event.type];

/** Why a rule is switched off; null where it is asked. */
export function switchedOffMotive(rule: AnyRule): string | null {
  return 'switchedOff' in rule ? (rule.switchedOff?.motive ?? null) : null;
}

export const isSwitchedOff = (rule: AnyRule): boolean => switchedOffMotive(rule) !== null;

const fileOf = <R extends z.ZodType>(rule: R) =>
  z.strictObject({ id: slug, title: z.string().min(3), summary: z.string().min(10), rules: z.array(rule).min(1) });
export const riskFileSchema = fileOf(riskRuleSchema);
export const signalFileSchema = fileOf(signalRuleSchema);
export const lawFileSchema = fileOf(lawRuleSchema).extend({
  shortTitle: z.string(),
  citation,
  appliesFrom: isoDate,
  /** The last date for which the planner knows the text of the law. */
  knownTo: isoDate.nullable(),
  notices: z.array(z.strictObject({ from: isoDate, text: z.string() })),
});
export const pathwayFileSchema = fileOf(pathwayRuleSchema);

/** A case: facts laid over the neutral ones, and whether the rule then fires. */
export const caseSchema = z.strictObject({
  rule: slug,
  name: z.string().min(5),
  given: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  fires: z.boolean(),
});
export type RuleCase = z.infer<typeof caseSchema>;
export const caseFileSchema = z.strictObject({ cases: z.array(caseSchema).min(1) });
