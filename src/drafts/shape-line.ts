import type { Assessor } from '../assessment/assess.ts';
import type { Assessment, Candidate, DesignChange } from '../assessment/types.ts';
import { designValueText } from '../assessment/words.ts';
import { type Design, designFieldNames } from '../candidate/design.ts';
import { designFields } from '../candidate/design-fields.ts';
import { pathwayLabels } from '../web/labels.ts';
import { type Shaped, settledByLaw } from './draft-schema.ts';
import { isUntouched, type LineShaping, type Standing, standingOf } from './shaping.ts';

/** A line assessed as a person has shaped it, beside what the default design gave. */
export interface ShapedLine {
  design: Design;
  assessment: Assessment;
  /** With the default design. */
  before: Assessment;
  standing: Standing;
}

/** Lays a person's answers over the default design and assesses the line. */
export function assessShaped(assessor: Assessor, candidate: Candidate, shaping: LineShaping): ShapedLine {
  const before = assessor.assess(candidate);
  const changed = Object.keys(shaping.design).length > 0;
  const design = { ...candidate.design, ...shaping.design };
  const assessment = changed ? assessor.assess({ ...candidate, design }) : before;
  return { design, assessment, before, standing: standingOf(assessment, shaping) };
}

/** The changed answers in the form's own words. */
export function designChanges(changes: DesignChange, defaults: Design): Shaped['design'] {
  return designFieldNames.flatMap((field) => {
    const to = changes[field];
    if (to === undefined) return [];
    return [{ field, question: designFields[field].label, from: designValueText(field, defaults[field]), to: designValueText(field, to) }];
  });
}

/** The flags of one assessment that another does not have. */
export function flagsOnlyIn(one: Assessment, other: Assessment): { rule: string; title: string }[] {
  const others = new Set(other.flags.map((flag) => flag.rule));
  return one.flags.filter((flag) => !others.has(flag.rule)).map(({ rule, title }) => ({ rule, title }));
}

/** What people have changed of a line, as a version keeps it; undefined where nothing is changed. */
export function shapedOf({ assessment, before, standing }: ShapedLine, shaping: LineShaping, defaults: Design): Shaped | undefined {
  if (isUntouched(shaping)) return undefined;
  const { pathway, stage, section } = assessment.recommendation;
  const weighed = !settledByLaw(standing.section);
  return {
    chosen: standing.chosen,
    recommended: { pathway, stage, section },
    motive: shaping.motive,
    design: designChanges(shaping.design, defaults),
    cleared: weighed ? flagsOnlyIn(before, assessment) : [],
    raised: weighed ? flagsOnlyIn(assessment, before) : [],
    responses: weighed
      ? assessment.flags.flatMap(({ rule, title, severity }) => {
          const response = shaping.responses[rule];
          return response === undefined ? [] : [{ rule, title, severity, ...response }];
        })
      : [],
    ...(shaping.added === true ? { added: true as const } : {}),
  };
}

/** "Öppna på villkor, etapp 2". */
export function standingInWords({ pathway, stage }: Pick<Standing, 'pathway' | 'stage'>): string {
  if (pathway === null) return 'Ingen väg: en annan lag styr';
  return stage === null ? pathwayLabels[pathway] : `${pathwayLabels[pathway]}, etapp ${stage}`;
}

/** What a person's choice adds before the rules' own reasons. */
export function choiceReasons({ standing, assessment }: ShapedLine): string[] {
  if (standing.refused !== null) return [`Valet ”${pathwayLabels[standing.refused]}” gäller inte, för lagen utesluter det. Raden följer förslaget.`];
  if (!standing.chosen) return [];
  return [`Eget val: ${standingInWords(standing)}. Regelverkets förslag var: ${standingInWords(assessment.recommendation)}. Skälen nedan hör till förslaget.`];
}
