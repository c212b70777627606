import { exampleNotice } from '../drafts/build-draft.ts';
import { type Decided, statusInWords } from '../drafts/decided.ts';
import { draftHash, draftJson } from '../drafts/draft-bytes.ts';
import type { Draft } from '../drafts/draft-schema.ts';

/** What tells a paper from any other: what it is, of whom, which version, and whether its data are made up. */
export function headerOf(what: string, draft: Draft, version: number | null, decided: Decided | null): string {
  return [what, draft.district.name, statusInWords(version, decided), ...(draft.example === true ? [exampleNotice] : [])].join(' · ');
}

const marks = new WeakMap<Draft, string>();
/** The content's SHA-256, the same that is frozen with a decision: of the JSON file as it is sent, so that anybody can reckon it. */
export function contentMark(draft: Draft): string {
  const mark = marks.get(draft) ?? draftHash(draftJson(draft));
  // Each format of a draft asks for it, and the text is some megabytes.
  marks.set(draft, mark);
  return mark;
}

/** "insatsplan-farsta-sol-2025-400-2026-11-22-v3.docx"; two versions of one proposal do not get the same name. */
export function fileName(
  draft: Draft,
  version: number | null,
  { what = 'insatsplan', table, extension }: { what?: string; table?: string; extension: string },
): string {
  const parts = [
    what,
    draft.district.id,
    draft.legalBasis.id,
    draft.date,
    ...(version === null ? [] : [`v${version}`]),
    ...(table === undefined ? [] : [table]),
  ];
  return `${parts.join('-')}.${extension}`;
}
