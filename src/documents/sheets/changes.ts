import type { Draft } from '../../drafts/draft-schema.ts';
import type { Sheet } from '../../files/model.ts';
import { changeRows } from '../changes-chapter.ts';
import { inOneCell, keyColumns, text } from './columns.ts';

/** What people have changed; only where something is. */
export function changeSheet(draft: Draft): Sheet[] {
  const rows = changeRows(draft);
  if (rows.length === 0) return [];
  return [
    {
      name: 'Ändringar',
      frozenColumns: 1,
      columns: [
        ...keyColumns,
        text('Regelverkets förslag', 34),
        text('Förslaget är nu', 34),
        text('Motiv', 60),
        text('Ändrad utformning', 60),
        text('Klarade flaggor', 40),
        text('Nya flaggor', 40),
        text('Svar på flaggor', 60),
      ],
      rows: rows.map((row) => [
        row.name,
        row.targetGroupName,
        row.insats,
        row.targetGroup,
        row.recommended,
        row.standing,
        row.motive === '' ? null : row.motive,
        inOneCell(row.design),
        inOneCell(row.cleared),
        inOneCell(row.raised),
        inOneCell(row.responses),
      ]),
    },
  ];
}
