import { draftJson } from '../drafts/draft-bytes.ts';
import type { Draft } from '../drafts/draft-schema.ts';
import { toExcel } from '../files/excel.ts';
import { toMarkdown } from '../files/markdown.ts';
import { toWord } from '../files/word.ts';
import { draftDocument } from './draft-document.ts';
import { draftWorkbook } from './draft-workbook.ts';

/** The formats of a draft: what a file is called and how it is sent. */
export const draftFormats = {
  json: { extension: 'json', contentType: 'application/json; charset=utf-8', label: 'JSON' },
  md: { extension: 'md', contentType: 'text/markdown; charset=utf-8', label: 'Markdown' },
  docx: { extension: 'docx', contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', label: 'Word' },
  xlsx: { extension: 'xlsx', contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', label: 'Excel' },
} as const;
export type DraftFormat = keyof typeof draftFormats;
export const draftFormatIds = Object.keys(draftFormats) as DraftFormat[];

/** Writes the draft; text for json and md, which are the same bytes for the same draft, and bytes for docx and xlsx. */
export async function renderDraft(draft: Draft, format: DraftFormat, version: number | null = null): Promise<string | Uint8Array> {
  switch (format) {
    case 'json':
      return draftJson(draft);
    case 'md':
      return toMarkdown(draftDocument(draft, version));
    case 'docx':
      return toWord(draftDocument(draft, version));
    case 'xlsx':
      return toExcel(draftWorkbook(draft));
  }
}
