/** Rules that a person can write by filling in a form: each template turns typed parameters into conditions. */
import { z } from 'zod';
import { designFieldNames } from '../candidate/design.ts';
import { type DesignFieldName, UNKNOWN } from '../candidate/design-fields.ts';
import { factTable } from '../candidate/facts.ts';
import { kindIds } from '../catalogue/kinds.ts';
import { slug } from '../catalogue/schema.ts';
import { type Leaf, reviewers, severities, type TopCondition, verdicts } from '../rules/format.ts';
import type { Placed } from './places.ts';

const words = z.string().trim().min(1).max(1000);
const texts = {
  title: words,
  message: words,
  citations: z.array(z.string().trim().min(1).max(200)).max(20),
  validFrom: z.iso.date().optional(),
  validTo: z.iso.date().optional(),
};
/** The theme where the rule is to stand, and what a flag says. */
const flag = { theme: slug, ...texts, severity: z.enum(severities), reason: words, reviewer: z.array(z.enum(reviewers)).min(1), remedy: words.optional() };
const kinds = z.array(z.enum(kindIds)).min(1).max(kindIds.length);
/** One trait of the target group and the values for which the rule applies. */
const audience = z.strictObject({
  fact: z.string().max(100),
  values: z
    .array(z.union([z.string().max(100), z.boolean()]))
    .min(1)
    .max(20),
});
const factsOfType = (type: 'number', origins: readonly string[]) =>
  Object.entries(factTable).flatMap(([id, info]) => (info.type === type && origins.includes(info.origin) ? [id] : []));
/** Figures of the survey and the city that a limit can be set on. */
export const figureFacts = factsOfType('number', ['insats', 'city']);
const limit = {
  fact: z.enum(figureFacts),
  operator: z.enum(['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive']),
  limit: z.number(),
};
const districtFacts = Object.keys(factTable).filter((id) => factTable[id]?.origin === 'district');
const choiceQuestions = designFieldNames.filter((name) => factTable[`design.${name}`]?.type === 'choice');

/** Flags where a question about the design has one of these answers (unanswered is one), for a group or for all. */
const designQuestion = z.strictObject({
  id: z.literal('design-question'),
  question: z.enum(choiceQuestions),
  answers: z.array(z.string().max(100)).min(1).max(20),
  audience: audience.optional(),
  /** The answer that clears the flag, and the same thing in words. */
  clearedBy: z.strictObject({ answer: z.string().max(100), text: words }).optional(),
  ...flag,
});
const insatsKind = z.strictObject({ id: z.literal('insats-kind'), kinds, audience: audience.optional(), ...flag });
const figure = z.strictObject({ id: z.literal('figure'), ...limit, audience: audience.optional(), ...flag });
/** Flags by what the district has told of today: its nuläge has answers, not figures. */
const districtToday = z.strictObject({
  id: z.literal('district-today'),
  fact: z.enum(districtFacts),
  answers: z
    .array(z.enum(['yes', 'no', UNKNOWN]))
    .min(1)
    .max(3),
  kinds: kinds.optional(),
  ...flag,
});
const lawGround = z.strictObject({
  id: z.literal('law-ground'),
  legalBasis: slug,
  kinds,
  audience: audience.optional(),
  verdict: z.enum(verdicts).exclude(['unclear']),
  ...texts,
});
const signalFigure = z.strictObject({ id: z.literal('signal-figure'), ...limit, kinds: kinds.optional(), ...texts });

export const templateSchema = z.discriminatedUnion('id', [designQuestion, insatsKind, figure, districtToday, lawGround, signalFigure]);
export type Template = z.infer<typeof templateSchema>;
export type TemplateId = Template['id'];

/** What each template is for, as the list of templates says it. */
export const templateLabels: Readonly<Record<TemplateId, { title: string; kind: 'law' | 'risk' | 'signal' }>> = {
  'design-question': { title: 'Flagga när en fråga om utformningen är obesvarad eller har ett visst svar', kind: 'risk' },
  'insats-kind': { title: 'Flagga insatser av vissa slag', kind: 'risk' },
  figure: { title: 'Flagga när en siffra i kartläggningen ligger över eller under en gräns', kind: 'risk' },
  'district-today': { title: 'Flagga efter vad stadsdelen har svarat om nuläget', kind: 'risk' },
  'law-ground': { title: 'Ange lagens svar för insatser av vissa slag', kind: 'law' },
  'signal-figure': { title: 'Stöd när en siffra i kartläggningen ligger över eller under en gräns', kind: 'signal' },
};

/** A leaf and the parameter of the form that it comes from. */
type FromField = { leaf: Leaf; field: string };

function audienceLeaf(of: z.infer<typeof audience> | undefined): FromField[] {
  if (of === undefined) return [];
  const [first = ''] = of.values;
  const one = of.values.length === 1 || typeof first === 'boolean';
  const leaf: Leaf = one ? { fact: of.fact, operator: 'equal', value: first } : { fact: of.fact, operator: 'in', value: of.values.map(String) };
  return [{ leaf, field: 'template.audience' }];
}

const oneOf = (fact: string, values: readonly string[], field: string): FromField => ({ leaf: { fact, operator: 'in', value: [...values] }, field });
const kindLeaf = (of: readonly string[] | undefined): FromField[] => (of === undefined ? [] : [oneOf('insats.kind', of, 'template.kinds')]);

function leavesFrom(template: Template): FromField[] {
  switch (template.id) {
    case 'design-question':
      return [oneOf(`design.${template.question}`, template.answers, 'template.answers'), ...audienceLeaf(template.audience)];
    case 'insats-kind':
    case 'law-ground':
      return [...kindLeaf(template.kinds), ...audienceLeaf(template.audience)];
    case 'figure':
      return [
        { leaf: { fact: template.fact, operator: template.operator, value: template.limit }, field: 'template.limit' },
        ...audienceLeaf(template.audience),
      ];
    case 'district-today':
      return [oneOf(template.fact, template.answers, 'template.answers'), ...kindLeaf(template.kinds)];
    case 'signal-figure':
      return [{ leaf: { fact: template.fact, operator: template.operator, value: template.limit }, field: 'template.limit' }, ...kindLeaf(template.kinds)];
  }
}

const given = <T extends object>(values: T): T => Object.fromEntries(Object.entries(values).filter(([, v]) => v !== undefined)) as T;

/** A rule that is not yet read by the format's schema, with where it is to stand. */
export interface TemplateRule {
  kind: Exclude<Placed['kind'], 'pathway'>;
  place: string;
  rule: unknown;
  /** The form's field of each leaf, by the leaf's path. */
  fields: ReadonlyMap<string, string>;
}

/** The rule that a filled-in template stands for. */
export function ruleFromTemplate(name: string, template: Template): TemplateRule {
  const from = leavesFrom(template);
  const conditions: TopCondition = { all: from.map(({ leaf }) => leaf) };
  const { title, message, citations, validFrom, validTo } = template;
  const head = given({ name, validFrom, validTo, conditions });
  const fields = new Map(from.map(({ field }, i) => [`all.${i}`, field]));
  if (template.id === 'law-ground') {
    const params = { title, verdict: template.verdict, citation: citations[0] ?? '', text: message };
    return { kind: 'law', place: template.legalBasis, rule: { ...head, event: { type: 'ground', params } }, fields };
  }
  if (template.id === 'signal-figure') {
    return { kind: 'signal', place: 'signals', rule: { ...head, event: { type: 'signal', params: { title, message, citations } } }, fields };
  }
  const { theme, severity, reason, reviewer, remedy } = template;
  const clearedBy = template.id === 'design-question' ? clearing(template.question, template.clearedBy) : [];
  const params = given({ title, severity, message, reason, citations, clearedBy, remedy, reviewer });
  return { kind: 'risk', place: theme, rule: { ...head, event: { type: 'flag', params } }, fields };
}

function clearing(question: DesignFieldName, by: { answer: string; text: string } | undefined): unknown[] {
  return by === undefined ? [] : [{ set: { [question]: by.answer }, text: by.text }];
}
