import type { Decided } from '../drafts/decided.ts';
import type { Draft } from '../drafts/draft-schema.ts';
import type { Sheet, Workbook } from '../files/model.ts';
import { economySheet } from './economy-sheet.ts';
import { changeSheet } from './sheets/changes.ts';
import { conditionSheet } from './sheets/conditions.ts';
import { flagSheet } from './sheets/flags.ts';
import { followUpSheet } from './sheets/follow-up.ts';
import { indicatorSheet } from './sheets/indicators.ts';
import { lineSheet } from './sheets/lines.ts';
import { riskSheet } from './sheets/risk.ts';
import { sourceSheet } from './sheets/sources.ts';
import { summarySheet } from './sheets/summary.ts';

/** The sheets in their order. One that has nothing to say gives an empty list. */
const sheets: readonly ((draft: Draft, version: number | null, decided: Decided | null) => Sheet | Sheet[])[] = [
  summarySheet,
  lineSheet,
  changeSheet,
  flagSheet,
  conditionSheet,
  followUpSheet,
  indicatorSheet,
  riskSheet,
  sourceSheet,
  economySheet,
];

/** The draft as a workbook: lines, flags and villkor to sort and filter, with the same figures as the document. */
export function draftWorkbook(draft: Draft, version: number | null = null, decided: Decided | null = null): Workbook {
  return { sheets: sheets.flatMap((sheet) => sheet(draft, version, decided)) };
}
