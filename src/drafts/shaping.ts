import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Assessment, Flag } from '../assessment/types.ts';
import { designChangeSchema } from '../candidate/design.ts';
import { type Pathway, pathways, type Section, type Severity, type Verdict } from '../rules/format.ts';
import { opens, type SectionId } from './draft-schema.ts';

/** What a person has answered to a flag. */
export const responseKinds = ['accepted', 'disputed', 'investigate'] as const;
export const stageSchema = z.union([z.literal(1), z.literal(2), z.literal(3)]);
export const responseSchema = z.strictObject({ kind: z.enum(responseKinds), motive: z.string(), who: z.string(), due: z.iso.date().nullable() });
export type FlagResponse = z.infer<typeof responseSchema>;

/** What a person has changed of one line. Nothing here is a recommendation; what is left empty follows the rules. */
export const lineShapingSchema = z.strictObject({
  removed: z.boolean(),
  pathway: z.enum(pathways).nullable(),
  stage: stageSchema.nullable(),
  design: designChangeSchema,
  motive: z.string(),
  responses: z.record(z.string(), responseSchema),
  /** People have taken in the line beside those that the proposal began with; left out where they have not. */
  added: z.literal(true).exactOptional(),
});
export type LineShaping = z.infer<typeof lineShapingSchema>;

/** All changed lines of a proposal, by `lineKey`, in the order of the keys. */
export const shapingSchema = z.record(z.string(), lineShapingSchema);
export type Shaping = z.infer<typeof shapingSchema>;

export const lineKey = (insats: string, targetGroup: string): string => `${insats}/${targetGroup}`;
export const untouched: LineShaping = { removed: false, pathway: null, stage: null, design: {}, motive: '', responses: {} };

/** What is to become the shaping of a line: its fields, which nobody has checked yet. */
type Unread = { responses: Readonly<Record<string, unknown>> } & Readonly<Record<Exclude<keyof LineShaping, 'responses' | 'added'>, unknown>>;

/** The same answers in the same order whatever order they were given in, so that they are the same text. */
export function canonical(line: Unread): LineShaping {
  const responses = Object.entries(line.responses).sort(([a], [b]) => (a < b ? -1 : 1));
  return lineShapingSchema.parse({ ...line, responses: Object.fromEntries(responses) });
}
export const sameShaping = (a: LineShaping, b: LineShaping): boolean => a === b || isDeepStrictEqual(a, b);
export const isUntouched = (line: LineShaping): boolean => sameShaping(line, untouched);

/** What a version hears of a line: one that was taken in and then removed again was never there. */
export const effective = (line: LineShaping): LineShaping => (line.added === true && line.removed ? untouched : line);

/** The shaping of a proposal without the lines where nothing is changed, in the order of the keys; undefined where there are none. The lines are `canonical`. */
export function canonicalShaping(lines: Iterable<[string, LineShaping]>): Shaping | undefined {
  const changed = [...lines]
    .map(([key, line]): [string, LineShaping] => [key, effective(line)])
    .filter(([, line]) => !isUntouched(line))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

export const isOpen = (pathway: Pathway | null): boolean => pathway === 'open' || pathway === 'open_with_conditions';

/** The pathways that the law's answer leaves no room for. */
export function excludedPathways(verdict: Verdict): readonly Pathway[] {
  if (verdict === 'other_law') return pathways;
  return verdict === 'requires_assessment' ? ['open', 'open_with_conditions'] : [];
}

/** Where a line stands when the rules and a person's choice have both been heard. */
export interface Standing {
  pathway: Pathway | null;
  stage: 1 | 2 | 3 | null;
  section: SectionId;
  /** A person has chosen something else than the rules recommend. */
  chosen: boolean;
  /** A stored choice that the law does not leave room for; the recommendation stands in its place. */
  refused: Pathway | null;
}

function sectionOf(pathway: Pathway, stage: 1 | 2 | 3 | null, recommended: Section): SectionId {
  if (isOpen(pathway) && stage !== null) return `stage${stage}`;
  // A line that the rules keep is kept for the same reason, in whatever form of assessment.
  return opens(recommended) ? 'keep_choice' : recommended;
}

/** The line's pathway, stage and section. A choice that the law excludes never counts. */
export function standingOf({ law, recommendation }: Pick<Assessment, 'law' | 'recommendation'>, { pathway, stage }: LineShaping): Standing {
  const { pathway: recommended, stage: recommendedStage, section } = recommendation;
  const follows = { pathway: recommended, stage: recommendedStage, section, chosen: false, refused: null };
  if (pathway === null || (pathway === recommended && stage === recommendedStage)) return follows;
  if (excludedPathways(law.verdict).includes(pathway)) return { ...follows, refused: pathway };
  return { pathway, stage, section: sectionOf(pathway, stage, section), chosen: true, refused: null };
}

/** Something that must be settled before the proposal can be marked as ready. */
export interface Missing {
  kind: 'motive' | 'city_advice' | 'unclear_law' | 'flag' | 'refused';
  text: string;
  /** Where on the line's page it is settled. */
  anchor: string;
}

const mustBeAnswered = (flag: { severity: Severity; cityAdvice?: boolean }): boolean =>
  flag.severity === 'blocking' || flag.severity === 'high' || flag.cityAdvice === true;

/** What a line lacks. Flags count where the line opens: what keeps its assessment does not take the risk. */
export function missingOf(
  standing: Pick<Standing, 'section' | 'chosen' | 'refused'>,
  flags: readonly (Pick<Flag, 'rule' | 'title' | 'severity'> & { cityAdvice?: boolean })[],
  verdict: Verdict,
  { motive, responses, removed }: LineShaping,
): Missing[] {
  if (removed) return [];
  const missing: Missing[] = [];
  const opening = opens(standing.section);
  const motivated = motive.trim() !== '';
  if (standing.refused !== null) missing.push({ kind: 'refused', text: 'Lagen utesluter den väg som är vald. Välj en annan.', anchor: 'val' });
  if (opening && !motivated && flags.some((flag) => flag.cityAdvice === true)) {
    missing.push({ kind: 'city_advice', text: 'Staden avråder från att öppna. Skriv varför ni ändå vill.', anchor: 'motiv' });
  } else if (opening && !motivated && verdict === 'unclear') {
    missing.push({ kind: 'unclear_law', text: 'Lagens svar är oklart. Skriv vem som har avgjort tolkningen och hur.', anchor: 'motiv' });
  } else if (standing.chosen && !motivated) {
    missing.push({ kind: 'motive', text: 'Vägen eller etappen skiljer sig från förslaget. Skriv ett motiv.', anchor: 'motiv' });
  }
  if (opening) {
    for (const flag of flags) {
      if (mustBeAnswered(flag) && responses[flag.rule] === undefined)
        missing.push({ kind: 'flag', text: `Svara på flaggan ”${flag.title}”, eller ändra utformningen.`, anchor: `svara-${flag.rule}` });
    }
  }
  return missing;
}
