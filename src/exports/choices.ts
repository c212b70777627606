import { z } from 'zod';
import { draftFormats } from '../documents/render-draft.ts';
import { csvDialectSchema } from '../web/csv.ts';

/** What each proposal of an export is written as, what a nämnd decides on first; CSV is one file for each table. */
export const exportFormats = {
  tjansteutlatande: draftFormats.tjansteutlatande.label,
  docx: draftFormats.docx.label,
  xlsx: draftFormats.xlsx.label,
  csv: 'CSV: rader, flaggor och villkor',
  json: draftFormats.json.label,
  md: draftFormats.md.label,
} as const;
export type ExportFormat = keyof typeof exportFormats;
export const exportFormatIds = Object.keys(exportFormats) as [ExportFormat, ...ExportFormat[]];

/** What an export holds. */
export const choicesSchema = z.strictObject({
  formats: z.array(z.enum(exportFormatIds, 'Välj format i listan.')),
  dialect: csvDialectSchema,
  /** One workbook with the lines of all. */
  together: z.boolean(),
});
export type ExportChoices = z.infer<typeof choicesSchema>;
