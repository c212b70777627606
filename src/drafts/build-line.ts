import type { Assessor } from '../assessment/assess.ts';
import type { Assessment, Flag, Ground } from '../assessment/types.ts';
import type { CurrentState } from '../candidate/build-facts.ts';
import type { BuiltLine } from './chapters/writer.ts';
import { conditionsOf, openQuestionsOf } from './conditions.ts';
import { type DraftCondition, type Line, opens, settledByLaw } from './draft-schema.ts';
import { isListed, type Pair } from './scope.ts';
import { assessShaped, choiceReasons, shapedOf } from './shape-line.ts';
import { type LineShaping, untouched } from './shaping.ts';

/** Below this number of kommuner a share says little. */
const smallBaseBelow = 20;

function groundOf({ readings, decides, rule, verdict, title, text, citation, source }: Ground): Line['grounds'][number] {
  return { rule, verdict, title, text, citation, source, readings: readings ?? [], decides: decides ?? null };
}

function flagOf(flag: Flag): Line['flags'][number] {
  const { rule, theme, severity, title, message, citations, clearedBy, remedy, reviewer } = flag;
  return { rule, theme, severity, title, message, citations, clearedBy, remedy, reviewer };
}

const titles = (flags: readonly Flag[]) => flags.map((flag) => flag.title).join('; ');

/** Why the line ended where it did, in words that the rules themselves give. */
function reasonsOf({ law, flags, signals, recommendation }: Assessment): string[] {
  const deciding = law.grounds.filter((ground) => ground.verdict === law.verdict).map((ground) => ground.text);
  const of = (...severities: Flag['severity'][]) => flags.filter((flag) => severities.includes(flag.severity));
  switch (recommendation.section) {
    case 'keep_law':
    case 'other_law':
    case 'unclear':
      return [recommendation.text, ...deciding];
    case 'keep_city':
      return [recommendation.text, ...flags.filter((flag) => flag.cityAdvice).map((flag) => flag.message)];
    case 'keep_risk': {
      const blocking = of('blocking');
      return [recommendation.text, ...(blocking.length > 0 ? blocking : of('high').filter((flag) => flag.clearedBy.length === 0)).map((flag) => flag.message)];
    }
    case 'stage3':
      return [recommendation.text, `Höga risker: ${titles(of('high'))}.`];
    case 'stage2': {
      const medium = of('medium');
      return medium.length === 0 ? [recommendation.text] : [recommendation.text, `Medelhöga risker: ${titles(medium)}.`];
    }
    case 'stage1':
      return [recommendation.text, ...signals.filter((signal) => signal.practice).map((signal) => signal.message)];
  }
}

/** What must be said of a line that people have taken in. */
function addedReasons(pair: Pair, { added }: LineShaping): string[] {
  if (added !== true) return [];
  return [isListed(pair) ? 'Raden är tillagd av förvaltningen.' : 'Raden är tillagd av förvaltningen. Katalogen har inte insatsen för den här målgruppen.'];
}

const withReason = (condition: DraftCondition, why: string | undefined): DraftCondition => (why === undefined ? condition : { ...condition, why });

/** Assesses a pair with the default design, as people have shaped it, and makes its line. */
export function buildLine(
  assessor: Assessor,
  pair: Pair,
  legalBasis: string,
  date: string,
  currentState: CurrentState | undefined,
  shaping: LineShaping = untouched,
): BuiltLine {
  const { insats, group } = pair;
  const { design: defaults, assumed, leftOpen } = assessor.defaultDesign(insats.id, group.id, legalBasis, currentState);
  const candidate = {
    insats: insats.id,
    targetGroup: group.id,
    legalBasis,
    date,
    design: defaults,
    ...(currentState === undefined ? {} : { currentState }),
  };
  const shapedLine = assessShaped(assessor, candidate, shaping);
  const { design, assessment } = shapedLine;
  const { section, pathway, stage } = shapedLine.standing;
  const shaped = shapedOf(shapedLine, shaping, defaults);
  const why = new Map(assumed.filter(({ field }) => shaping.design[field] === undefined).map(({ field, reason }) => [field, reason]));
  const proposes = opens(section);
  const conditions = proposes ? conditionsOf(design, new Set(why.keys())).filter((condition) => !condition.quiet) : [];
  const line: Line = {
    insats: insats.id,
    name: insats.name,
    area: insats.area,
    category: insats.category,
    subcategory: insats.subcategory,
    kind: insats.classification.kind,
    targetGroup: group.id,
    targetGroupName: group.name,
    verdict: assessment.law.verdict,
    pathway,
    stage,
    section,
    pathwayRule: assessment.recommendation.rule,
    reasons: [...addedReasons(pair, shaping), ...choiceReasons(shapedLine), ...reasonsOf(assessment)],
    grounds: assessment.law.grounds.map(groundOf),
    conditions: conditions.map(({ field, text, assumed: isAssumed }) => withReason({ field, text, assumed: isAssumed }, why.get(field))),
    exempt: [],
    openQuestions: proposes ? openQuestionsOf(design) : [],
    flags: settledByLaw(section) ? [] : assessment.flags.map(flagOf),
    signals: settledByLaw(section)
      ? []
      : assessment.signals.map(({ rule: signal, title, message, citations, sources }) => ({ rule: signal, title, message, citations, sources })),
    statistics: insats.statistics,
    statisticsSource: `skr-2022-bilaga-3/${insats.section}`,
    smallBase: insats.statistics.given !== null && insats.statistics.given.count < smallBaseBelow,
    currentState: currentState ?? null,
    ...(shaped === undefined ? {} : { shaped }),
  };
  return { line, insats, group, design, leftOpen: new Map(leftOpen.map(({ field, reason }) => [field, reason])) };
}
