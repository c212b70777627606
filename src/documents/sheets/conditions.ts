import { designFields, designGroups } from '../../candidate/design-fields.ts';
import type { Draft } from '../../drafts/draft-schema.ts';
import type { Sheet, SheetValue } from '../../files/model.ts';
import { count, keyColumns, keyOf, text, yesNo } from './columns.ts';

const fieldGroups: Readonly<Record<string, { group: keyof typeof designGroups }>> = designFields;
const partOf = (field: string): string => designGroups[fieldGroups[field]?.group ?? 'provider'];

/** The common villkor once each, then those that only some lines have. */
export function conditionSheet(draft: Draft): Sheet {
  const common = draft.commonConditions.map((condition): SheetValue[] => [
    'Gemensamt villkor',
    null,
    null,
    null,
    partOf(condition.field),
    condition.text,
    condition.assumed,
    condition.why ?? null,
    condition.lines,
  ]);
  const own = draft.lines.flatMap((line) =>
    line.conditions.map((condition): SheetValue[] => [...keyOf(line), partOf(condition.field), condition.text, condition.assumed, condition.why ?? null, 1]),
  );
  return {
    name: 'Villkor',
    frozenColumns: 1,
    columns: [...keyColumns, text('Del', 26), text('Villkor', 70), yesNo('Antaget'), text('Varför det antas', 60), count('Rader')],
    rows: [...common, ...own],
  };
}
