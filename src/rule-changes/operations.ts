/**
 * What a person can change in the rules: a list of operations, each a plain object that JSON keeps. What an operation may say in detail (lengths,
 * citations, conditions) is the rule format's matter and is checked when it is applied.
 */
import { z } from 'zod';
import { slug } from '../catalogue/schema.ts';
import { caseSchema, leafSchema, operators, reviewers, severities, topConditionSchema } from '../rules/format.ts';
import { severityLabels } from '../web/labels.ts';
import type { Fault } from './faults.ts';
import { issueText } from './issue-text.ts';
import { templateSchema } from './templates.ts';

const rule = slug;
const words = z.string().trim().min(1).max(1000);
const citation = z.string().trim().min(1).max(200);
const day = z.iso.date().nullable();

const setSeverity = z.strictObject({ type: z.literal('set-severity'), rule, severity: z.enum(severities) });

/** One leaf, by its path as `leavesOf` writes it ("all.2.any.0"). */
const setLeaf = z.strictObject({
  type: z.literal('set-leaf'),
  rule,
  path: z.string().max(200),
  operator: z.enum(operators).optional(),
  value: leafSchema.shape.value.optional(),
});

/** `message` is the text that a candidate's page shows, for rules of every kind. `remedy: null` takes the remedy away. */
const setTexts = z.strictObject({
  type: z.literal('set-texts'),
  rule,
  title: words.optional(),
  message: words.optional(),
  reason: words.optional(),
  remedy: words.nullable().optional(),
  /** New texts of what clears the flag, by their place in the list (from 0). */
  clearedBy: z
    .array(z.strictObject({ at: z.int().min(0).max(50), text: words }))
    .min(1)
    .max(50)
    .optional(),
});

const setCitations = z.strictObject({
  type: z.literal('set-citations'),
  rule,
  add: z.array(citation).max(20).default([]),
  remove: z.array(citation).max(20).default([]),
  replace: z
    .array(z.strictObject({ from: citation, to: citation }))
    .max(20)
    .default([]),
});

const setReviewer = z.strictObject({ type: z.literal('set-reviewer'), rule, reviewer: z.array(z.enum(reviewers)).min(1).max(reviewers.length) });

/** null takes a limit away; a limit that is left out stays. A shorter time needs a motive: see `validity.ts`. */
const setValidity = z.strictObject({
  type: z.literal('set-validity'),
  rule,
  validFrom: day.optional(),
  validTo: day.optional(),
  motive: words.optional(),
});

const switchOff = z.strictObject({ type: z.literal('switch-off'), rule, motive: words });
const switchOn = z.strictObject({ type: z.literal('switch-on'), rule });
const replaceConditions = z.strictObject({ type: z.literal('replace-conditions'), rule, conditions: topConditionSchema });
const addRule = z.strictObject({ type: z.literal('add-rule'), name: rule, template: templateSchema });
const addCase = z.strictObject({ type: z.literal('add-case'), ...caseSchema.shape });
/** Why a case that proved the rule no longer says what it said; asked for where a change of conditions contradicts it. */
const reason = words.optional();
const removeCase = z.strictObject({ type: z.literal('remove-case'), rule, name: z.string().max(500), reason });
const replaceCase = z.strictObject({
  type: z.literal('replace-case'),
  rule,
  name: z.string().max(500),
  newName: caseSchema.shape.name.optional(),
  given: caseSchema.shape.given,
  fires: z.boolean(),
  reason,
});

const operationSchema = z.discriminatedUnion('type', [
  setSeverity,
  setLeaf,
  setTexts,
  setCitations,
  setReviewer,
  setValidity,
  switchOff,
  switchOn,
  replaceConditions,
  addRule,
  addCase,
  removeCase,
  replaceCase,
]);
export type Operation = z.infer<typeof operationSchema>;
export type OperationType = Operation['type'];
/** The operations of one type, or of several. */
export type On<T extends OperationType> = Extract<Operation, { type: T }>;

/** More than this at once is nothing that a person can check. */
const most = 200;
export const changeSchema = z.strictObject({ operations: z.array(operationSchema).max(most) });

const outer = z.object({ operations: z.array(z.unknown()).max(most) }).strict();

/** The issue of a union that got furthest says what is wrong, and where. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const within = issue.errors.flat().map((inner) => deepest({ ...inner, path: [...issue.path, ...inner.path] }));
  return within.reduce((best, inner) => (inner.path.length > best.path.length ? inner : best), issue);
}

/** What to do about a value of the wrong form, where the field has something of its own to say. */
const remedies: Readonly<Record<string, string>> = {
  type: 'Välj en av de ändringar som finns.',
  rule: 'Välj en regel ur regellistan.',
  name: 'Skriv ett namn med små bokstäver a–z, siffror och bindestreck.',
  severity: `Välj ${Object.entries(severityLabels)
    .map(([id, label]) => `${label} (${id})`)
    .join(', ')}.`,
  operator: `Välj ${operators.join(', ')}.`,
  reviewer: `Välj ${reviewers.join(', ')}.`,
  validFrom: 'Skriv datumet som ÅÅÅÅ-MM-DD.',
  validTo: 'Skriv datumet som ÅÅÅÅ-MM-DD.',
  fires: 'Ange om regeln ska slå till eller inte.',
  given: 'Ange fakta och deras värden.',
  motive: 'Skriv varför regeln stängs av, med 10–1 000 tecken.',
  title: 'Skriv en rubrik på 5–120 tecken.',
  message: 'Skriv en text på 10–700 tecken.',
  reason: 'Skriv ett skäl på 10–700 tecken.',
  remedy: 'Skriv en text på 5–300 tecken.',
  clearedBy: 'Skriv en text på 5–300 tecken.',
  citations: 'Ange minst en hänvisning som källa/ställe, till exempel sol-2025-400/11:5.',
};

/** What to do about a field ("template.severity") with a value of the wrong form. */
export function remedyFor(field: string): string {
  const own = field.split('.').findLast((part) => Object.hasOwn(remedies, part));
  return own === undefined ? 'Rätta fältet.' : (remedies[own] ?? '');
}

/** Faults of form as people meet them: the field, what is wrong there and what to do. */
export function formFaults(error: z.ZodError, operation: number): Fault[] {
  return error.issues.map(deepest).map((issue) => {
    const field = issue.path.join('.') || (issue.code === 'unrecognized_keys' ? String(issue.keys[0]) : 'type');
    return { operation, field, problem: issueText(issue), remedy: remedyFor(field) };
  });
}

/** Reads operations from outside, one by one, so that each fault tells which operation and field it belongs to. */
export function parseOperations(input: unknown): { operations: Operation[] } | { faults: Fault[] } {
  const list = outer.safeParse(input);
  if (!list.success) {
    const remedy = `Skriv {"operations": […]} med högst ${most} ändringar.`;
    return { faults: list.error.issues.map((issue) => ({ operation: null, field: 'operations', problem: issueText(issue), remedy })) };
  }
  const operations: Operation[] = [];
  const faults: Fault[] = [];
  for (const [i, item] of list.data.operations.entries()) {
    const read = readOperation(item);
    if ('operation' in read) operations.push(read.operation);
    else faults.push(...read.faults.map((fault) => ({ ...fault, operation: i })));
  }
  return faults.length > 0 ? { faults } : { operations };
}

/** zod walks conditions by recursion: a tree without bottom is refused like any other fault of form. */
function readOperation(item: unknown): { operation: Operation } | { faults: Fault[] } {
  try {
    const parsed = operationSchema.safeParse(item);
    return parsed.success ? { operation: parsed.data } : { faults: formFaults(parsed.error, 0) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const remedy = 'Skriv färre nivåer av all, any och not.';
    return { faults: [{ operation: 0, field: 'conditions', problem: 'Villkoren ligger för djupt i varandra.', remedy }] };
  }
}
