import type { Draft } from '../../drafts/draft-schema.ts';
import { reviewersInWords, severityLabels } from '../../drafts/wording.ts';
import type { Sheet } from '../../files/model.ts';
import { inOneCell, keyColumns, keyOf, text } from './columns.ts';

/** Every flag of every line. */
export function flagSheet(draft: Draft): Sheet {
  const themes = new Map(draft.risk.themes.map((theme) => [theme.theme, theme.title]));
  return {
    name: 'Flaggor',
    frozenColumns: 1,
    columns: [
      ...keyColumns,
      text('Regel', 28),
      text('Riskområde', 22),
      text('Allvar', 12),
      text('Risk', 34),
      text('Vad den gäller', 60),
      text('Vad som klarar den', 60),
      text('Att göra', 40),
      text('Granskas av', 24),
      text('Källa', 40),
    ],
    rows: draft.lines.flatMap((line) =>
      line.flags.map((flag) => [
        ...keyOf(line),
        flag.rule,
        themes.get(flag.theme) ?? flag.theme,
        severityLabels[flag.severity],
        flag.title,
        flag.message,
        inOneCell(flag.clearedBy.map((way) => way.text)),
        flag.remedy,
        reviewersInWords(flag.reviewer),
        inOneCell(flag.citations),
      ]),
    ),
  };
}
