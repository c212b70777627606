import { designFieldNames } from '../candidate/design.ts';
import { type DesignFieldName, designFields } from '../candidate/design-fields.ts';
import type { BuiltLine } from './chapters/writer.ts';
import { openLines } from './chapters/writer.ts';
import type { Draft, DraftCondition } from './draft-schema.ts';

type Common = Draft['commonConditions'][number];

function mostUsed(conditions: readonly DraftCondition[]): { condition: DraftCondition; lines: number } | undefined {
  const counts = new Map<string, { condition: DraftCondition; lines: number }>();
  for (const condition of conditions) {
    const key = `${condition.assumed} ${condition.text}`;
    const seen = counts.get(key);
    counts.set(key, { condition, lines: (seen?.lines ?? 0) + 1 });
  }
  return [...counts].sort(([a, x], [b, y]) => y.lines - x.lines || (a < b ? -1 : 1))[0]?.[1];
}

/**
 * The villkor that most lines share, so that a reader meets each of them once: for every question the answer that more than
 * half of the lines in stages 1–3 have. What is common is taken off the lines; a line keeps what differs and names what does not apply.
 */
export function shareConditions(lines: readonly BuiltLine[]): Common[] {
  const open = openLines(lines);
  const byField = new Map<string, DraftCondition[]>();
  for (const { line } of open) for (const condition of line.conditions) byField.set(condition.field, [...(byField.get(condition.field) ?? []), condition]);
  const common = new Map<string, Common>();
  for (const [field, conditions] of byField) {
    const used = mostUsed(conditions);
    if (used !== undefined && used.lines * 2 > open.length) common.set(field, { ...used.condition, lines: used.lines });
  }
  for (const { line } of open) {
    const answered = new Set(line.conditions.map(({ field }) => field));
    line.exempt = [...common.keys()].filter((field) => !answered.has(field));
    line.conditions = line.conditions.filter(({ field, text, assumed }) => common.get(field)?.text !== text || common.get(field)?.assumed !== assumed);
  }
  return designFieldNames.flatMap((field) => common.get(field) ?? []);
}

/** The questions that nobody has answered in the lines of stages 1–3, in the order of the design, with how many lines wait for them. */
export function shareOpenQuestions(lines: readonly BuiltLine[]): Draft['openQuestions'] {
  const open = openLines(lines);
  return designFieldNames.flatMap((field: DesignFieldName) => {
    const waiting = open.filter(({ line }) => line.openQuestions.includes(field));
    const [first] = waiting;
    if (first === undefined) return [];
    const why = first.leftOpen.get(field);
    return [
      {
        field,
        question: designFields[field].label,
        why: why === undefined || why === '' ? null : why,
        lines: waiting.length,
        common: waiting.length * 2 > open.length,
      },
    ];
  });
}
