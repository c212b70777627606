import { type DocumentPart, documentParts, type Outline } from '../../drafts/outline.ts';
import { parseWrittenText } from '../../drafts/written-text.ts';
import type { InputFault } from '../../web/input.ts';
import type { NameHint } from '../name-hint.ts';
import type { Stored } from '../parts-repository.ts';
import type { WorkingState } from '../working-copy.ts';
import { type HeadingRow, headingRows, type ReadOutline } from './forms.ts';
import { documentHref, isRequired, partPages } from './parts.ts';

/** Texts of the working copy by part; an empty text has been taken away. */
export type Texts = ReadonlyMap<DocumentPart, Stored<string>>;

/** The parts in the document's order: what stands in each, and whether people have written. */
export function overviewView(id: string, outline: Outline, texts: Texts, { toWrite, unwritten }: Pick<WorkingState, 'toWrite' | 'unwritten'>) {
  const shown = new Set(outline.map(({ part }) => part));
  const partOf = (part: DocumentPart, title: string) => {
    const text = texts.get(part);
    const written = text !== undefined && text.value !== '';
    const { drafted } = partPages[part];
    return {
      part,
      title,
      usual: documentParts[part] === title ? null : documentParts[part],
      href: documentHref(id, part),
      drafted,
      written,
      holds: drafted === null ? (written ? 'Er text' : 'Inget ännu') : written ? 'Er text och utkastet' : 'Ur utkastet',
      required: isRequired(part),
      savedAt: text?.updatedAt ?? null,
      savedBy: text?.savedBy ?? null,
    };
  };
  const rows = headingRows(outline);
  return {
    parts: outline.map(({ part, title }) => partOf(part, title)),
    leftOut: rows.filter((row) => !shown.has(row.part)).map(({ part, title }) => partOf(part, title)),
    toWrite,
    written: toWrite - unwritten.length,
    next: unwritten[0] === undefined ? null : { title: unwritten[0].title, href: documentHref(id, unwritten[0].part) },
  };
}

/** The form of the headings: what is stored, or what was typed. */
export interface HeadingsForm {
  rows: HeadingRow[];
  revision: number;
  faults: readonly InputFault[];
}
export const headingsForm = (outline: Outline, revision: number, typed?: Pick<ReadOutline, 'rows' | 'faults'>): HeadingsForm => ({
  rows: typed?.rows ?? headingRows(outline),
  revision,
  faults: typed?.faults ?? [],
});

export interface PartViewSources {
  id: string;
  part: DocumentPart;
  outline: Outline;
  texts: Texts;
  typed: string;
  revision: number;
  faults: readonly InputFault[];
  nameHint: NameHint;
}

/** One part: its heading, its text as it is typed and as it reads, and the parts before and after it. */
export function partView({ id, part, outline, texts, typed, revision, faults, nameHint }: PartViewSources) {
  const index = outline.findIndex((one) => one.part === part);
  const link = (one: Outline[number] | undefined) => (one === undefined ? null : { title: one.title, href: documentHref(id, one.part) });
  const stored = texts.get(part);
  return {
    part,
    title: outline[index]?.title ?? documentParts[part],
    shown: index >= 0,
    required: isRequired(part),
    ...partPages[part],
    href: documentHref(id, part),
    typed,
    revision,
    faults,
    hint: nameHint(typed),
    blocks: parseWrittenText(typed),
    savedAt: stored?.updatedAt ?? null,
    savedBy: stored?.savedBy ?? null,
    written: stored !== undefined && stored.value !== '',
    before: index > 0 ? link(outline[index - 1]) : null,
    after: index >= 0 ? link(outline[index + 1]) : null,
  };
}
