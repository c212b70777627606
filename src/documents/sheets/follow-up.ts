import { type DesignFieldName, designFields } from '../../candidate/design-fields.ts';
import { areas } from '../../catalogue/schema.ts';
import { type Draft, type Line, opens } from '../../drafts/draft-schema.ts';
import type { Sheet } from '../../files/model.ts';
import { count, keyColumns, keyOf, text } from './columns.ts';

const fields = (Object.keys(designFields) as DesignFieldName[]).filter((field) => designFields[field].group === 'followUp');

/** What the draft says of a line in one question: its own villkor first, else the common one unless the line is exempt. */
function answerOf(line: Line, field: string, common: ReadonlyMap<string, string>): string | null {
  const own = line.conditions.find((condition) => condition.field === field);
  if (own !== undefined) return own.text;
  if (line.openQuestions.includes(field)) return 'Ingen har svarat.';
  return line.exempt.includes(field) ? null : (common.get(field) ?? null);
}

/** How each line of stages 1–3 is to be followed up, the common villkor written out for each. */
export function followUpSheet(draft: Draft): Sheet {
  const common = new Map(draft.commonConditions.map((condition) => [condition.field, condition.text]));
  return {
    name: 'Uppföljning',
    frozenColumns: 1,
    columns: [...keyColumns, text('Område', 18), count('Etapp', 8), ...fields.map((field) => text(designFields[field].label, 30))],
    rows: draft.lines
      .filter((line) => opens(line.section))
      .map((line) => [...keyOf(line), areas[line.area], line.stage, ...fields.map((field) => answerOf(line, field, common))]),
  };
}
