import { risksToClear } from '../drafts/blocks.ts';
import { type Draft, type Line, opens, type Shaped } from '../drafts/draft-schema.ts';
import { lineKey } from '../drafts/shaping.ts';
import { termsOf } from '../drafts/terms.ts';

type Flag = Line['flags'][number];
export type PlannerResponse = Shaped['responses'][number];
/** The severities that a manager answers; low risks and information ask for nothing. */
export const answeredSeverities = ['blocking', 'high', 'medium'] as const;

/** One risk of one line that opens: what a manager answers. */
export interface RiskItem {
  /** Unique within the version. */
  key: string;
  insats: string;
  targetGroup: string;
  rule: string;
  name: string;
  targetGroupName: string;
  severity: Flag['severity'];
  theme: string;
  title: string;
  message: string;
  clearedBy: readonly string[];
  remedy: string | null;
  citations: readonly string[];
  /** What the planner has answered; null where nothing is. */
  response: PlannerResponse | null;
  /** The design in what the risk turns on, in words: villkor, and questions that nobody has answered. */
  design: readonly string[];
  unanswered: readonly string[];
  /** The same for lines whose risk is the same, with the same design and the same answer of the planner. */
  sameAs: string;
}

export const riskKey = (insats: string, targetGroup: string, rule: string): string => `${lineKey(insats, targetGroup)}/${rule}`;

/**
 * The risks that a version asks its manager to take, in the order of the lines. The design is compared in the questions that clear the risk;
 * where none does, in every question.
 */
export function riskItems(draft: Draft): RiskItem[] {
  return draft.lines.filter(({ section }) => opens(section)).flatMap((line) => risksToClear(line).map((flag) => itemOf(draft, line, flag)));
}

function itemOf(draft: Draft, line: Line, flag: Flag): RiskItem {
  const { rule, severity, theme, title, message, remedy, citations } = flag;
  const asked = new Set(flag.clearedBy.flatMap(({ set }) => Object.keys(set)));
  const about = (field: string): boolean => asked.size === 0 || asked.has(field);
  const design = termsOf(draft, line)
    .filter(({ field }) => about(field))
    .map(({ text }) => text);
  const unanswered = line.openQuestions.filter(about);
  const response = line.shaped?.responses.find((one) => one.rule === rule) ?? null;
  return {
    key: riskKey(line.insats, line.targetGroup, rule),
    insats: line.insats,
    targetGroup: line.targetGroup,
    rule,
    name: line.name,
    targetGroupName: line.targetGroupName,
    severity,
    theme,
    title,
    message,
    clearedBy: flag.clearedBy.map(({ text }) => text),
    remedy,
    citations,
    response,
    design,
    unanswered,
    sameAs: JSON.stringify([rule, severity, [...design].sort(), [...unanswered].sort(), response]),
  };
}
