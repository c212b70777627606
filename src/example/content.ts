import { readdirSync } from 'node:fs';
import { z } from 'zod';
import { areaSchema, slug } from '../catalogue/schema.ts';
import { mentionable } from '../comments/mentions.ts';
import { stateSchema } from '../current-state/schema.ts';
import { outlineSchema, textsSchema } from '../drafts/outline.ts';
import { lineShapingSchema, responseKinds } from '../drafts/shaping.ts';
import { scenarioSchema } from '../economy/scenario.ts';
import { readJsonFile } from '../json-file.ts';
import { changeSchema as bulkChangeSchema } from '../proposals/bulk/change.ts';
import { selectionSchema } from '../proposals/bulk/selection.ts';
import { kindSchema, outcomeSchema } from '../reviews/answers.ts';
import { legalSubjects } from '../reviews/legal-items.ts';
import { transitionIds } from '../reviews/transitions.ts';
import { StartupError } from '../startup-error.ts';
import { findPersonalNumber } from '../web/personal-number.ts';

import { personIds } from './people.ts';

const folder = new URL('../../data/example/', import.meta.url);

/** A text as its paragraphs, one string each. */
const paragraphs = z.array(z.string().min(1)).transform((all) => all.join('\n\n'));

/** 0 is the year in which the example is loaded, -1 the year before; a greater number is that year. */
const yearSchema = z.int().min(-5).max(2100);
const answersSchema = z.array(
  z.preprocess(
    (answer) => ({ form: 'unknown', provision: 'unknown', decision: 'unknown', people: null, wish: 'not_answered', comment: '', ...Object(answer) }),
    stateSchema,
  ),
);

const responseSchema = z.strictObject({
  kind: z.enum(responseKinds),
  motive: z.string().default(''),
  who: z.string().default(''),
  /** Days from the day on which the example is loaded. */
  dueInDays: z.int().min(1).optional(),
});

const lineKeySchema = z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/);
const { removed, pathway, stage, design, motive } = lineShapingSchema.shape;
/** What is changed of some lines; what is left out stays as it is. */
const changeSchema = z.strictObject({
  lines: z.array(lineKeySchema).min(1),
  removed: removed.optional(),
  pathway: pathway.optional(),
  stage: stage.optional(),
  design: design.optional(),
  motive: motive.optional(),
  responses: z.record(slug, responseSchema).optional(),
});
export type LineChange = z.infer<typeof changeSchema>;

const changeManySchema = bulkChangeSchema.extend({
  choice: bulkChangeSchema.shape.choice.default(null),
  overwrite: bulkChangeSchema.shape.overwrite.default(false),
});
const legalBasis = slug;
const stepSchema = z.discriminatedUnion('do', [
  /** What a district answers; of another district than the file's where it is named. */
  z.strictObject({ do: z.literal('answer'), district: slug.optional(), year: yearSchema, answers: answersSchema }),
  /** The same by way of a file in the form of the template, read in and, where so said, undone. */
  z.strictObject({ do: z.literal('import'), year: yearSchema, fileName: z.string(), answers: answersSchema, undone: z.boolean().default(false) }),
  /** A proposal; a district has at most one for each legal basis, and the later steps name it so. */
  z.strictObject({ do: z.literal('create'), legalBasis }),
  z.strictObject({ do: z.literal('shape'), legalBasis, changes: z.array(changeSchema) }),
  /** One answer for every insats of a group, or of a whole area, that has none yet. */
  z.strictObject({ do: z.literal('answer-many'), year: yearSchema, area: areaSchema, group: z.string(), given: stateSchema.shape.given }),
  /** One change of every line that the filters catch; undone again where so said. */
  z.strictObject({ do: z.literal('change-many'), legalBasis, lines: selectionSchema, change: changeManySchema, undone: z.boolean().default(false) }),
  /** Keeps the assessment of every line that would open, except those of the insatser named. */
  z.strictObject({ do: z.literal('keep-others'), legalBasis, open: z.array(slug).min(1), motive }),
  z.strictObject({ do: z.literal('write'), legalBasis, texts: z.record(z.string(), paragraphs).pipe(textsSchema) }),
  z.strictObject({ do: z.literal('outline'), legalBasis, outline: outlineSchema }),
  z.strictObject({ do: z.literal('calculate'), legalBasis, scenarios: z.array(scenarioSchema).min(1) }),
  z.strictObject({ do: z.literal('version'), legalBasis }),
  z.strictObject({ do: z.literal('ready'), legalBasis }),
  /** Accepts the flags that must be answered and have no answer yet, by their rules ("*" stands for every other), and motivates what needs a motive. */
  z.strictObject({ do: z.literal('answer-flags'), legalBasis, who: z.string().min(1), motives: z.record(z.string(), z.string().min(1)), motive }),
  /** A step along the way of review. */
  z.strictObject({
    do: z.literal('step'),
    legalBasis,
    by: z.enum(personIds),
    step: z.enum(transitionIds),
    reason: z.string().default(''),
    lines: z.array(z.strictObject({ line: lineKeySchema, reason: z.string().min(1) })).default([]),
    /** The decision's diarienummer; it is made on the day of loading. */
    decision: z.string().default(''),
  }),
  /** A manager's answers, each to the risks that it names and nobody has answered. */
  z.strictObject({
    do: z.literal('answer-risks'),
    legalBasis,
    by: z.enum(personIds),
    answers: z.array(
      z.strictObject({
        rules: z.array(slug).optional(),
        themes: z.array(slug).optional(),
        lines: z.array(lineKeySchema).optional(),
        kind: kindSchema,
        motive: z.string().default(''),
      }),
    ),
  }),
  /** A lawyer's checks, in the same way. */
  z.strictObject({
    do: z.literal('check-law'),
    legalBasis,
    by: z.enum(personIds),
    answers: z.array(
      z.strictObject({
        subjects: z.array(z.enum(legalSubjects)).optional(),
        rules: z.array(slug).optional(),
        lines: z.array(lineKeySchema).optional(),
        outcome: outcomeSchema,
        motive: z.string().default(''),
        wrongRule: slug.nullable().default(null),
      }),
    ),
  }),
  /** Comments on a line, each with the roles that it mentions. */
  z.strictObject({
    do: z.literal('comment'),
    legalBasis,
    by: z.enum(personIds),
    line: lineKeySchema,
    text: z.string().min(1),
    mentioned: z.array(z.enum(mentionable)).default([]),
  }),
  /** Somebody looks at the queue, so that what comes later is news to them. */
  z.strictObject({ do: z.literal('look'), legalBasis, by: z.enum(personIds) }),
]);
export type Step = z.infer<typeof stepSchema>;
export type StepOf<D extends Step['do']> = Extract<Step, { do: D }>;

const lookSchema = z.strictObject({
  text: z.string(),
  link: z.string(),
  /** The proposal that `path` is part of; without it `path` is part of the district's page. */
  legalBasis: legalBasis.optional(),
  path: z.string(),
  /** What one must be allowed to do in the district to open it, where reading is not enough. */
  asks: z.enum(['proposal.edit', 'current_state.edit']).optional(),
  /** `path` is part of where the proposal is reviewed. */
  review: z.boolean().default(false),
});

const fileSchema = z.strictObject({
  district: slug,
  /** What there is to see, as a title. */
  shows: z.string(),
  look: z.array(lookSchema).min(1),
  /** Done in this order. */
  steps: z.array(stepSchema).min(1),
});
export type ExampleDistrict = z.infer<typeof fileSchema>;

/**
 * The made-up districts of data/example, in the order of the files' names.
 * @throws StartupError naming the file, the place and what is wrong with it.
 */
export function readExample(): ExampleDistrict[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const file = `data/example/${name}`;
      const content = readJsonFile(new URL(name, folder), file);
      const number = findPersonalNumber(JSON.stringify(content));
      if (number !== null) throw new StartupError(`${file}: ${number} ser ut som ett personnummer. Ta bort det.`);
      const parsed = fileSchema.safeParse(content);
      if (parsed.success) return parsed.data;
      throw new StartupError(`${file}: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`);
    });
}
