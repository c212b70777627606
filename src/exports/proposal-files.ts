import { draftCsv, draftTableIds } from '../documents/draft-tables.ts';
import { fileName } from '../documents/marks.ts';
import { draftFormats, renderDraft } from '../documents/render-draft.ts';
import type { Decided } from '../drafts/decided.ts';
import type { Draft } from '../drafts/draft-schema.ts';
import type { ExportChoices } from './choices.ts';
import { type PackedFile, packedFile } from './packed-file.ts';

/** A proposal's files in the chosen formats, in a folder of the district's own. */
export async function proposalFiles(
  draft: Draft,
  { version, decided }: { version: number | null; decided: Decided | null },
  { formats, dialect }: ExportChoices,
): Promise<PackedFile[]> {
  const pathOf = (name: Parameters<typeof fileName>[2]) => `${draft.district.id}/${fileName(draft, version, name)}`;
  const files: PackedFile[] = [];
  for (const format of formats) {
    if (format === 'csv') for (const table of draftTableIds) files.push(packedFile(pathOf({ table, extension: 'csv' }), draftCsv(draft, table, dialect)));
    else {
      const { file, extension } = draftFormats[format];
      files.push(packedFile(pathOf({ ...(file === 'forslag' ? {} : { what: file }), extension }), await renderDraft(draft, format, version, decided)));
    }
  }
  return files;
}
