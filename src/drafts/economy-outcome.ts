import type { Design } from '../candidate/design.ts';
import { openEnded, uppsala } from '../economy/open-ended.ts';
import { outcomeOf } from '../economy/outcome.ts';
import type { Scenario } from '../economy/scenario.ts';
import type { Draft, DraftOutcome } from './draft-schema.ts';
import { opens } from './draft-schema.ts';
import { lineKey } from './shaping.ts';

/** What of a line decides whether its extent is open. */
export interface LineExtent {
  design: Design;
  roundTheClock: boolean;
}

/** A scenario's outcome, with the lines that set no limit for one person and what Uppsala met there. A line that is gone has no extent. */
export function draftOutcome(
  scenario: Scenario,
  extentOf: (line: string) => LineExtent | undefined,
  cite: (keys: readonly string[]) => { citations: string[]; sources: string[] },
): DraftOutcome {
  const open = scenario.lines.flatMap((line) => {
    const extent = extentOf(line);
    const why = extent === undefined ? [] : openEnded(extent.design, extent.roundTheClock);
    return why.length === 0 ? [] : [{ line, why }];
  });
  const experience = open.length === 0 ? null : { kind: 'paragraph' as const, text: uppsala.text, ...cite(uppsala.sources) };
  return { ...outcomeOf(scenario), openEnded: open, experience };
}

/** A line as a scenario names it: an insats and a target group, and whether it opens, is kept, or is no longer in the proposal. */
export interface NamedLine {
  key: string;
  name: string;
  group: string;
  state: 'opens' | 'kept' | 'gone';
}

export type KnownLines = ReadonlyMap<string, NamedLine>;

/** Every line that a draft knows, by key; removed ones among them. */
export function linesOf(draft: Draft): KnownLines {
  const known = new Map<string, NamedLine>();
  for (const { insats, targetGroup, name, targetGroupName } of draft.removed ?? []) {
    const key = lineKey(insats, targetGroup);
    known.set(key, { key, name, group: targetGroupName, state: 'gone' });
  }
  for (const { insats, targetGroup, name, targetGroupName, section } of draft.lines) {
    const key = lineKey(insats, targetGroup);
    known.set(key, { key, name, group: targetGroupName, state: opens(section) ? 'opens' : 'kept' });
  }
  return known;
}

/** A scenario's lines with their names; one that nobody knows any more keeps its key. */
export const namedLines = (known: KnownLines, keys: readonly string[]): NamedLine[] =>
  keys.map((key) => known.get(key) ?? { key, name: key, group: '', state: 'gone' });

/** Lines of the same insats together: "Råd och stöd" with its target groups, in the order of the lines. */
export function byInsats<L extends Pick<NamedLine, 'key' | 'name'>>(lines: readonly L[]): { insats: string; name: string; lines: L[] }[] {
  const found = new Map<string, { insats: string; name: string; lines: L[] }>();
  for (const line of lines) {
    const [insats = line.key] = line.key.split('/');
    const entry = found.get(insats) ?? { insats, name: line.name, lines: [] };
    entry.lines.push(line);
    found.set(insats, entry);
  }
  return [...found.values()];
}
