import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Assessor } from '../../assessment/assess.ts';
import { sameAnswer } from '../../assessment/insats-query.ts';
import type { Assessment, Candidate, DesignChange, Flag } from '../../assessment/types.ts';
import { designValueText } from '../../assessment/words.ts';
import { type Contradiction, findContradictions } from '../../candidate/contradictions.ts';
import { type Design, designChangeSchema, designFieldNames } from '../../candidate/design.ts';
import { type DesignFieldName, designFields } from '../../candidate/design-fields.ts';
import { settledByLaw } from '../../drafts/draft-schema.ts';
import type { Pair } from '../../drafts/scope.ts';
import { assessShaped, type ShapedLine, standingInWords } from '../../drafts/shape-line.ts';
import { canonical, excludedPathways, type LineShaping, lineKey, type Standing, sameShaping, standingOf } from '../../drafts/shaping.ts';
import type { StoredVersion } from '../repository.ts';
import type { LineState, WorkingCopies, WorkingState } from '../working-copy.ts';
import { answerInWords, type BulkChange, questionBefore } from './change.ts';

/** A line as it stands before the change. */
export interface PlannedFor {
  pair: Pair;
  candidate: Candidate;
  shaping: LineShaping;
  revision: number;
}

/** Something of a line that the change would replace although a person has answered it there. */
export interface OwnAnswer {
  what: string;
  own: string;
  wanted: string;
}

/** Something that the change cannot do to a line. */
export interface NotApplied {
  what: string;
  reason: string;
}

export type PlannedFlag = Pick<Flag, 'rule' | 'title' | 'severity'>;

export interface LinePlan {
  key: string;
  pair: Pair;
  revision: number;
  before: LineShaping;
  after: LineShaping;
  standing: { before: Standing; after: Standing };
  /** Flags as they are weighed; none where the law already settles the line. */
  flags: { before: PlannedFlag[]; after: PlannedFlag[] };
  cleared: PlannedFlag[];
  raised: PlannedFlag[];
  /** Answers of the design that change, in words. */
  conditions: { field: DesignFieldName; question: string; from: string; to: string }[];
  own: OwnAnswer[];
  notApplied: NotApplied[];
  changes: boolean;
  /** The line goes another way than the rules recommend, and nobody says why. */
  lacksMotive: boolean;
}

/** The answers that differ from what is assumed: all that a line stores. */
const differing = (changes: DesignChange, defaults: Design): DesignChange =>
  designChangeSchema.parse(
    Object.fromEntries(
      designFieldNames.flatMap((field) => (changes[field] === undefined || sameAnswer(changes[field], defaults[field]) ? [] : [[field, changes[field]]])),
    ),
  );

const without = (change: DesignChange, fields: ReadonlySet<DesignFieldName>): DesignChange =>
  designChangeSchema.parse(Object.fromEntries(designFieldNames.flatMap((f) => (change[f] === undefined || fields.has(f) ? [] : [[f, change[f]]]))));

interface Laid {
  design: DesignChange;
  own: OwnAnswer[];
  notApplied: NotApplied[];
}

/**
 * Lays the answers over those of the line. Own answers stay unless they are to be replaced, and an answer that contradicts another of the
 * line is left out: nothing is forced.
 */
function layDesign(wanted: DesignChange, overwrite: boolean, shaping: LineShaping, defaults: Design): Laid {
  if (Object.keys(wanted).length === 0 && Object.keys(shaping.design).length === 0) return { design: {}, own: [], notApplied: [] };
  const own: OwnAnswer[] = [];
  const kept = new Set<DesignFieldName>();
  for (const field of designFieldNames) {
    const [mine, to] = [shaping.design[field], wanted[field]];
    if (mine === undefined || to === undefined || sameAnswer(mine, to)) continue;
    own.push({ what: designFields[field].label, own: designValueText(field, mine), wanted: designValueText(field, to) });
    if (!overwrite) kept.add(field);
  }
  const notApplied: NotApplied[] = [];
  const present: Design = { ...defaults, ...shaping.design };
  const nameOf = ({ fields, message }: Contradiction) => `${message} ${fields.join(' ')}`;
  const known = new Set(findContradictions(present).map(nameOf));
  let change = without(wanted, kept);
  for (;;) {
    const found = findContradictions({ ...present, ...change }).filter((found) => !known.has(nameOf(found)));
    const wrong = new Set<DesignFieldName>();
    for (const { fields, message } of found) {
      for (const field of fields) {
        const value = change[field];
        if (value === undefined || sameAnswer(value, present[field]) || wrong.has(field)) continue;
        wrong.add(field);
        notApplied.push({ what: answerInWords(field, value), reason: message });
      }
    }
    if (wrong.size === 0) break;
    change = without(change, wrong);
  }
  return { design: differing({ ...shaping.design, ...change }, defaults), own, notApplied };
}

const lawExcludes = (verdict: Assessment['law']['verdict']): string =>
  verdict === 'other_law' ? 'En annan lag styr insatsen. Ingen väg kan väljas.' : 'Lagen kräver behovsprövning.';

const weighed = ({ assessment, standing }: ShapedLine): PlannedFlag[] =>
  settledByLaw(standing.section) ? [] : assessment.flags.map(({ rule, title, severity }) => ({ rule, title, severity }));

const onlyIn = (one: readonly PlannedFlag[], other: readonly PlannedFlag[]): PlannedFlag[] => {
  const others = new Set(other.map(({ rule }) => rule));
  return one.filter(({ rule }) => !others.has(rule));
};

/** What a change would do to one line. Pure: nothing is stored. */
export function planLine(assessor: Assessor, change: BulkChange, { pair, candidate, shaping, revision }: PlannedFor): LinePlan {
  const defaults = candidate.design;
  const now = assessShaped(assessor, candidate, shaping);
  const laid = layDesign(change.design, change.overwrite, shaping, defaults);
  const { own, notApplied } = laid;
  let after: LineShaping = { ...shaping, design: laid.design };
  const same = isDeepStrictEqual(laid.design, shaping.design);
  let then = same ? now : assessShaped(assessor, candidate, after);
  if (then.standing.refused !== null && now.standing.refused === null) {
    for (const field of designFieldNames) {
      const value = change.design[field];
      if (value !== undefined && !sameAnswer(value, now.design[field]))
        notApplied.push({ what: answerInWords(field, value), reason: 'Med det svaret utesluter lagen den väg som är vald på raden.' });
    }
    after = { ...shaping };
    then = now;
  }
  const { choice } = change;
  const { recommendation } = then.assessment;
  // A line that follows the rules and stands there already needs no choice of its own.
  const alreadyThere = shaping.pathway === null && choice?.pathway === recommendation.pathway && choice.stage === recommendation.stage;
  if (choice !== null && !alreadyThere && (choice.pathway !== shaping.pathway || choice.stage !== shaping.stage)) {
    const words = choice.pathway === null ? 'Följ regelverkets förslag' : standingInWords(choice);
    const verdict = then.assessment.law.verdict;
    if (choice.pathway !== null && excludedPathways(verdict).includes(choice.pathway)) {
      notApplied.push({ what: words, reason: lawExcludes(verdict) });
    } else {
      if (shaping.pathway !== null) own.push({ what: 'Väg och etapp', own: standingInWords(shaping), wanted: words });
      if (shaping.pathway === null || change.overwrite) after = { ...after, pathway: choice.pathway, stage: choice.stage };
    }
  }
  const onlyMotive = choice === null && Object.keys(change.design).length === 0;
  if (change.motive !== '' && change.motive !== shaping.motive && (onlyMotive || !sameShaping(after, shaping))) {
    if (shaping.motive !== '') own.push({ what: 'Motiv', own: shaping.motive, wanted: change.motive });
    if (shaping.motive === '' || change.overwrite) after = { ...after, motive: change.motive };
  }
  after = canonical(after);
  // What has been added since is a choice or a motive: the rules read neither.
  const result = { ...then, standing: standingOf(then.assessment, after) };
  const flags = { before: weighed(now), after: weighed(result) };
  const changes = !sameShaping(after, shaping);
  return {
    key: lineKey(pair.insats.id, pair.group.id),
    pair,
    revision,
    before: shaping,
    after,
    standing: { before: now.standing, after: result.standing },
    flags,
    cleared: onlyIn(flags.before, flags.after),
    raised: onlyIn(flags.after, flags.before),
    conditions: designFieldNames.flatMap((field) =>
      sameAnswer(now.design[field], result.design[field])
        ? []
        : [
            {
              field,
              question: questionBefore(field),
              from: designValueText(field, now.design[field]),
              to: designValueText(field, result.design[field]),
            },
          ],
    ),
    own,
    notApplied,
    changes,
    lacksMotive: changes && choice !== null && result.standing.chosen && after.motive === '',
  };
}

/** The plans of the lines that are chosen, in the proposal's order. */
export function planLines(
  assessor: Assessor,
  { candidateOf }: Pick<WorkingCopies, 'candidateOf'>,
  version: StoredVersion,
  state: WorkingState,
  chosen: (key: string, line: LineState) => boolean,
  change: BulkChange,
): LinePlan[] {
  return [...state.lines].flatMap(([key, line]) => {
    const { pair, shaping, revision } = line;
    return !chosen(key, line) || shaping.removed ? [] : [planLine(assessor, change, { pair, candidate: candidateOf(version, pair), shaping, revision })];
  });
}

/** The same plan gives the same text: what is confirmed must be what was shown. */
export function fingerprint(change: BulkChange, lines: readonly LinePlan[]): string {
  const shown = lines.map(({ key, after, standing, flags }) => [key, after, standing.after, flags.after.map(({ rule }) => rule)]);
  return createHash('sha256')
    .update(JSON.stringify([change, shown]))
    .digest('hex');
}
