import type { Assessor } from '../../assessment/assess.ts';
import { type Chapter, type Passage, sectionHeadings } from '../../drafts/draft-schema.ts';
import type { Scenario } from '../../economy/scenario.ts';
import { number } from '../../web/format.ts';
import type { StoredVersion } from '../repository.ts';
import type { WorkingState } from '../working-copy.ts';
import { bySection, type CurrentLine, type FlagCount, type InsatsFact } from './fact-lines.ts';

/** What stands beside a part's text, so that whoever writes need not look elsewhere. */
export type FactBlock =
  | { type: 'note'; text: string }
  | { type: 'facts'; items: { term: string; text: string; href?: string }[] }
  | { type: 'table'; caption: string; head: string[]; rows: string[][] }
  /** Folded, with the number of items; `more` says what each is. */
  | { type: 'list'; title: string; items: { text: string; href: string; more: string }[] }
  | { type: 'passages'; title: string | null; open: boolean; passages: Passage[] }
  | { type: 'flags'; title: string; flags: FlagCount[] }
  | { type: 'lines'; title: string; insatser: InsatsFact[] };

/** What the facts are computed from. */
export interface FactSources {
  /** The newest version, and the first. */
  version: StoredVersion;
  first: StoredVersion;
  assessor: Assessor;
  state: WorkingState;
  scenarios: readonly Scenario[];
  /** Files that the newest version can be taken as. */
  files: readonly { label: string; href: string }[];
}

/** Passages under their subheadings; those before the first have none. */
export function underSubheadings(passages: readonly Passage[]): { title: string | null; passages: Passage[] }[] {
  const parts: { title: string | null; passages: Passage[] }[] = [];
  for (const passage of passages) {
    if (passage.kind === 'subheading') parts.push({ title: passage.text, passages: [] });
    else if (parts.length === 0) parts.push({ title: null, passages: [passage] });
    else parts.at(-1)?.passages.push(passage);
  }
  return parts;
}

/** A chapter of the draft, part by part; unfolded are those that `open` names. */
export function chapterBlocks(chapters: readonly Chapter[], id: Chapter['id'], open: (title: string | null) => boolean): FactBlock[] {
  const chapter = chapters.find((one) => one.id === id);
  return underSubheadings(chapter?.passages ?? []).map(({ title, passages }) => ({
    type: 'passages',
    title: title ?? chapter?.heading ?? null,
    open: open(title),
    passages,
  }));
}

/** Where the lines stand now. */
export const sectionTable = (lines: readonly CurrentLine[]): FactBlock => ({
  type: 'table',
  caption: `Rader i arbetskopian, ${number(lines.length)} i allt`,
  head: ['Utfall', 'Rader', 'Insatser'],
  rows: bySection(lines).map((row) => [sectionHeadings[row.section], number(row.lines), number(row.insatser)]),
});
