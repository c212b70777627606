import { type TemplateInput, templateCsv, templateXlsx } from './template.ts';

export const fileFormats = {
  xlsx: { contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', write: templateXlsx },
  csv: { contentType: 'text/csv; charset=utf-8', write: async (input: TemplateInput) => templateCsv(input) },
} as const;
export type FileFormat = keyof typeof fileFormats;
export const fileFormatIds = Object.keys(fileFormats) as FileFormat[];

/** What is entered is written as the template with only the answered rows, so that it can be read back. */
export const fileNames = {
  mall: { rows: 'all', prefix: 'mall-nulage' },
  uppgifter: { rows: 'answered', prefix: 'nulage' },
} as const;
