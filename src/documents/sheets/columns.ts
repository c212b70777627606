import type { Line } from '../../drafts/draft-schema.ts';
import type { Sheet, SheetValue } from '../../files/model.ts';

export const text = (header: string, width: number) => ({ header, width, type: 'text' as const });
export const count = (header: string, width = 12) => ({ header, width, type: 'number' as const });
export const date = (header: string) => ({ header, width: 14, type: 'date' as const });
export const yesNo = (header: string) => ({ header, width: 10, type: 'boolean' as const });

/** Several texts in one cell, each on a line of its own. */
export const inOneCell = (items: readonly string[]) => items.join('\n');

/** The first columns of every sheet about lines, so that the sheets can be joined. The name stays in sight; the rest may scroll away. */
export const keyColumns: Sheet['columns'] = [text('Insats', 38), text('Målgrupp', 30), text('Insats-id', 24), text('Målgrupp-id', 20)];
export const keyOf = (line: Line): SheetValue[] => [line.name, line.targetGroupName, line.insats, line.targetGroup];
