import type { Assessor } from '../assessment/assess.ts';
import { designForm } from '../assessment/design-form.ts';
import { changeSentence } from '../assessment/insats-view.ts';
import type { Assessment } from '../assessment/types.ts';
import type { Design } from '../candidate/design.ts';
import type { DesignProblem } from '../candidate/parse-design.ts';
import type { Pair } from '../drafts/scope.ts';
import { flagsOnlyIn, standingInWords } from '../drafts/shape-line.ts';
import { excludedPathways, type LineShaping, type Missing, missingOf, standingOf } from '../drafts/shaping.ts';
import type { InputFault } from '../web/input.ts';
import { pathwayLabels } from '../web/labels.ts';
import { choices, type LineValues, type TypedResponse } from './line-form.ts';
import type { NameHint } from './name-hint.ts';
import type { StoredVersion } from './repository.ts';

export const responseLabels = { accepted: 'Vi accepterar risken', disputed: 'Vi delar inte bedömningen', investigate: 'Det ska utredas' } as const;

export interface LineViewParts {
  assessor: Assessor;
  version: StoredVersion;
  pair: Pair;
  before: Assessment;
  assessment: Assessment;
  design: Design;
  values: LineValues;
  shaping: LineShaping;
  problems: readonly DesignProblem[];
  faults: readonly InputFault[];
  nameHint: NameHint;
}

const nothingTyped: TypedResponse = { kind: '', motive: '', who: '', due: '' };

/** The pathways of the form, with those that the law leaves no room for marked. */
function choiceList(assessment: Assessment, chosen: string) {
  const excluded = excludedPathways(assessment.law.verdict);
  return choices.map(({ value, pathway, stage }) => ({
    value,
    label: pathway === null ? 'Följ regelverkets förslag' : stage === null ? pathwayLabels[pathway] : `${pathwayLabels[pathway]}, etapp ${stage}`,
    chosen: value === chosen,
    excluded: pathway !== null && excluded.includes(pathway),
  }));
}

/** What the page of a line shows. */
export function lineView({ assessor, version, pair, before, assessment, design, values, shaping, problems, faults, nameHint }: LineViewParts) {
  const { insats, group } = pair;
  const defaults = assessor.defaultDesign(insats.id, group.id, version.inputs.legalBasis, version.inputs.currentStates[insats.id]);
  const reasons = new Map([...defaults.assumed, ...defaults.leftOpen].map(({ field, reason }) => [field, reason]));
  const standing = standingOf(assessment, shaping);
  const missing: Missing[] = missingOf(standing, assessment.flags, assessment.law.verdict, shaping);
  const fired = new Set(assessment.flags.map((flag) => flag.rule));
  const titles = new Map(assessor.knowledge.ruleset.themes.flatMap(({ rules }) => rules.map(({ name, event }) => [name, event.params.title])));
  return {
    insats,
    group,
    assessment,
    standing,
    defaultStanding: standingInWords(before.recommendation),
    recommendedStanding: standingInWords(assessment.recommendation),
    standingWords: standingInWords(standing),
    changed: Object.keys(shaping.design).length === 0 ? null : changeSentence(before, assessment),
    cleared: flagsOnlyIn(before, assessment),
    raised: flagsOnlyIn(assessment, before),
    choices: choiceList(assessment, values.choice),
    anyExcluded: excludedPathways(assessment.law.verdict).length > 0,
    form: designForm(design, defaults.design, reasons, problems),
    changeCount: Object.keys(shaping.design).length,
    flags: assessment.flags.map((flag) => ({
      ...flag,
      typed: values.responses.get(flag.rule) ?? nothingTyped,
      asks: missing.some((item) => item.anchor === `svara-${flag.rule}`),
      nameHint: nameHint(`${values.responses.get(flag.rule)?.who ?? ''}\n${values.responses.get(flag.rule)?.motive ?? ''}`),
    })),
    /** Written about flags that are cleared now: carried along, so that it is there if the flag comes back. */
    carried: [...values.responses].filter(([rule]) => !fired.has(rule)).map(([rule, typed]) => ({ rule, title: titles.get(rule) ?? rule, typed })),
    missing,
    problems,
    faults,
    values,
    /** Names that the motive seems to hold. */
    nameHint: nameHint(values.motive),
  };
}
