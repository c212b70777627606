import type { TargetGroup } from '../../catalogue/schema.ts';
import { type Line, opens, type SectionId, sectionOrder, shortHeadings } from '../../drafts/draft-schema.ts';
import { lineKey } from '../../drafts/shaping.ts';
import { type Severity, severities } from '../../rules/format.ts';
import type { StoredVersion } from '../repository.ts';
import type { LineState, WorkingState } from '../working-copy.ts';

/** A line of the newest version as the working copy has it now. Its flags are those of the version. */
export interface CurrentLine {
  line: Line;
  state: LineState;
  group: TargetGroup;
  section: SectionId;
  href: string;
}

/** The lines of the newest version that the working copy still has. */
export function currentLines({ id, draft }: Pick<StoredVersion, 'id' | 'draft'>, { lines }: Pick<WorkingState, 'lines'>): CurrentLine[] {
  return draft.lines.flatMap((line): CurrentLine[] => {
    const state = lines.get(lineKey(line.insats, line.targetGroup));
    if (state === undefined || state.shaping.removed) return [];
    const href = `/forslag/${id}/rader/${line.insats}/${line.targetGroup}`;
    return [{ line, state, group: state.pair.group, section: state.standing.section, href }];
  });
}

export const openLines = (lines: readonly CurrentLine[]): CurrentLine[] => lines.filter(({ section }) => opens(section));

/** An insats with its lines; target groups that came out alike stand together. */
export interface InsatsFact {
  name: string;
  lines: number;
  rows: { groups: { name: string; href: string }[]; section: string; flags: { severity: Severity; titles: string[] }[] }[];
}

/** The lines by insats, each with its flags by severity, in the order of the draft. */
export function byInsats(lines: readonly CurrentLine[]): InsatsFact[] {
  const grouped = Map.groupBy(lines, ({ line }) => line.insats);
  return [...grouped.values()].map((own) => {
    const alike = Map.groupBy(own, ({ section, line }) => [section, ...line.flags.map(({ rule, severity }) => `${severity} ${rule}`)].join('|'));
    return {
      name: own[0]?.line.name ?? '',
      lines: own.length,
      rows: [...alike.values()].map((same) => ({
        groups: same.map(({ line, href }) => ({ name: line.targetGroupName, href })),
        section: same[0] === undefined ? '' : shortHeadings[same[0].section],
        flags: severities.flatMap((severity) => {
          const titles = (same[0]?.line.flags ?? []).filter((flag) => flag.severity === severity).map(({ title }) => title);
          return titles.length === 0 ? [] : [{ severity, titles }];
        }),
      })),
    };
  });
}

export interface FlagCount {
  rule: string;
  title: string;
  severity: Severity;
  lines: number;
}

/** The flags of the lines, the gravest first and then the most common, with the number of lines. */
export function flagCounts(lines: readonly CurrentLine[]): FlagCount[] {
  const counts = new Map<string, FlagCount>();
  for (const { line } of lines) {
    for (const { rule, title, severity } of line.flags) counts.set(rule, { rule, title, severity, lines: (counts.get(rule)?.lines ?? 0) + 1 });
  }
  return [...counts.values()].sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.lines - a.lines || (a.rule < b.rule ? -1 : 1),
  );
}

/** How many lines stand in each section, in the order in which sections are read; empty ones are left out. */
export function bySection(lines: readonly CurrentLine[]): { section: SectionId; lines: number; insatser: number }[] {
  return sectionOrder.flatMap((section) => {
    const own = lines.filter((line) => line.section === section);
    return own.length === 0 ? [] : [{ section, lines: own.length, insatser: new Set(own.map(({ line }) => line.insats)).size }];
  });
}
