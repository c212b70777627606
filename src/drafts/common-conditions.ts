import { designFieldNames } from '../candidate/design.ts';
import { type DesignFieldName, designFields } from '../candidate/design-fields.ts';
import type { BuiltLine } from './chapters/writer.ts';
import { openLines } from './chapters/writer.ts';
import type { Draft, DraftCondition } from './draft-schema.ts';

type Common = Draft['commonConditions'][number];

interface Used {
  condition: DraftCondition;
  lines: number;
}

/** The answer that most of the conditions give, with the last condition that gives it. */
function mostUsed(conditions: readonly DraftCondition[]): Used | undefined {
  const [assumed, decided] = [new Map<string, Used>(), new Map<string, Used>()];
  for (const condition of conditions) {
    const counts = condition.assumed ? assumed : decided;
    counts.set(condition.text, { condition, lines: (counts.get(condition.text)?.lines ?? 0) + 1 });
  }
  const key = ({ condition }: Used) => `${condition.assumed} ${condition.text}`;
  return [...decided.values(), ...assumed.values()].sort((x, y) => y.lines - x.lines || (key(x) < key(y) ? -1 : 1))[0];
}

/**
 * The villkor that most lines share, so that a reader meets each of them once: for every question the answer that more than
 * half of the lines in stages 1–3 have. What is common is taken off the lines; a line keeps what differs and names what does not apply.
 */
export function shareConditions(lines: readonly BuiltLine[]): Common[] {
  const open = openLines(lines);
  const byField = new Map<string, DraftCondition[]>();
  for (const condition of open.flatMap(({ line }) => line.conditions)) {
    const same = byField.get(condition.field);
    if (same === undefined) byField.set(condition.field, [condition]);
    else same.push(condition);
  }
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
