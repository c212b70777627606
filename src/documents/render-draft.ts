import type { Decided } from '../drafts/decided.ts';
import { draftJson } from '../drafts/draft-bytes.ts';
import type { Draft } from '../drafts/draft-schema.ts';
import { toExcel } from '../files/excel.ts';
import { toMarkdown } from '../files/markdown.ts';
import { toWord } from '../files/word.ts';
import { draftDocument } from './draft-document.ts';
import { draftWorkbook } from './draft-workbook.ts';
import { residentAnnex } from './resident-annex.ts';
import { tjansteutlatande } from './tjansteutlatande.ts';

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const markdown = 'text/markdown; charset=utf-8';

/** The formats of a draft: what a file is called, how it is sent, and what the link to it says. */
export const draftFormats = {
  tjansteutlatande: { file: 'tjansteutlatande', extension: 'docx', contentType: word, label: 'Tjänsteutlåtande (Word)' },
  docx: { file: 'forslag', extension: 'docx', contentType: word, label: 'Underlag (Word)' },
  xlsx: { file: 'forslag', extension: 'xlsx', contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', label: 'Excel' },
  invanare: { file: 'invanare', extension: 'docx', contentType: word, label: 'Till invånare (Word)' },
  'invanare-md': { file: 'invanare', extension: 'md', contentType: markdown, label: 'Till invånare (Markdown)' },
  md: { file: 'forslag', extension: 'md', contentType: markdown, label: 'Markdown' },
  json: { file: 'forslag', extension: 'json', contentType: 'application/json; charset=utf-8', label: 'JSON' },
} as const;
export type DraftFormat = keyof typeof draftFormats;
export const draftFormatIds = Object.keys(draftFormats) as DraftFormat[];

/** Writes the draft: text for json and md, bytes for docx and xlsx. The same draft, version and decision give the same bytes in every format. */
export async function renderDraft(
  draft: Draft,
  format: DraftFormat,
  version: number | null = null,
  decided: Decided | null = null,
): Promise<string | Uint8Array> {
  switch (format) {
    case 'json':
      return draftJson(draft);
    case 'md':
      return toMarkdown(draftDocument(draft, version, decided));
    case 'docx':
      return toWord(draftDocument(draft, version, decided));
    case 'xlsx':
      return toExcel(draftWorkbook(draft, version, decided));
    case 'tjansteutlatande':
      return toWord(tjansteutlatande(draft, version, decided));
    case 'invanare':
      return toWord(residentAnnex(draft, version, decided));
    case 'invanare-md':
      return toMarkdown(residentAnnex(draft, version, decided));
  }
}
