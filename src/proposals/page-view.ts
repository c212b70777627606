import { designFields, designGroups } from '../candidate/design-fields.ts';
import { areas } from '../catalogue/schema.ts';
import { type Block, byCause, questionOf, readingBlocks, risksToClear, type Shared } from '../drafts/blocks.ts';
import { type Draft, type Line, opens, type SectionId, sectionHeadings, sectionOrder, settledByLaw, shortHeadings } from '../drafts/draft-schema.ts';
import { lineKey } from '../drafts/shaping.ts';
import { allAssumedText, clearingInWords, nationalPractice, sectionText, silentThemes, statisticsCaveat } from '../drafts/wording.ts';
import { severities } from '../rules/format.ts';
import { severityLabels } from '../web/labels.ts';
import { groupLines, lineGroupings, lineSorts, sortLines } from './line-order.ts';
import { filterLines, isFiltered, type PageQuery, slugOf } from './page-query.ts';
import type { LineState } from './working-copy.ts';

/** One row of the page: an insats with the target groups for which it came out alike. */
export interface RowView {
  name: string;
  /** Where the row stands, in a table that mixes sections. */
  outcome: string;
  opens: boolean;
  /** The law has settled the row, so that no risk is weighed. */
  settled: boolean;
  insats: string;
  groups: { key: string; name: string; whyHref: string; editHref: string; mark: string }[];
  practice: string;
  signals: string[];
  conditions: readonly Shared[];
  questions: readonly Shared[];
  /** Risks of medium severity or worse, by severity. */
  risks: { severity: string; rules: { rule: string; title: string }[] }[];
}

/** How the working copy stands, for the lines of the page; empty where an older version is read. */
export type LineStates = ReadonlyMap<string, LineState>;

/** "ändrad, inte i versionen": what has happened to a line since the rules spoke. */
function markOf(line: Line, state: LineState | undefined): string {
  if (state === undefined) return line.shaped === undefined ? '' : 'ändrad';
  if (state.shaping.removed) return 'borttagen i arbetskopian';
  if (state.pending) return state.changed ? 'ändrad, inte i versionen' : 'återställd, inte i versionen';
  return state.changed ? 'ändrad' : '';
}

export interface SectionView {
  id: string;
  heading: string;
  lines: number;
  text: string;
  /** Where the section opens: rows by area. */
  areas: { id: string; name: string; lines: number; open: boolean; rows: RowView[] }[];
  /** Where it does not: rows by the reason that they share. */
  causes: {
    id: string;
    title: string;
    lines: number;
    open: boolean;
    grounds: Line['grounds'];
    flags: { title: string; message: string; citations: readonly string[]; clearing: string[]; cleared: boolean }[];
    rows: RowView[];
  }[];
  risks: Draft['risk']['rules'];
}

function rowOf(block: Block, base: string, commonQuestions: ReadonlySet<string>, states: LineStates): RowView {
  const { first, lines, conditions, openQuestions } = block;
  const risks = risksToClear(first);
  return {
    name: first.name,
    outcome: shortHeadings[first.section],
    opens: opens(first.section),
    settled: settledByLaw(first.section),
    insats: first.insats,
    groups: lines.map((line) => {
      const href = `${base}/rader/${line.insats}/${line.targetGroup}`;
      const key = lineKey(line.insats, line.targetGroup);
      return { key, name: line.targetGroupName, whyHref: `${href}/varfor`, editHref: href, mark: markOf(line, states.get(key)) };
    }),
    practice: nationalPractice(first),
    signals: first.signals.map((signal) => signal.title),
    conditions,
    questions: openQuestions.filter(({ text }) => !commonQuestions.has(text)).map((question) => ({ ...question, text: questionOf(question.text) })),
    risks: severities.flatMap((severity) => {
      const rules = risks.filter((flag) => flag.severity === severity).map(({ rule, title }) => ({ rule, title }));
      return rules.length === 0 ? [] : [{ severity, rules }];
    }),
  };
}

function sectionView(draft: Draft, section: SectionId, lines: readonly Line[], base: string, filtered: boolean, states: LineStates): SectionView {
  const common = new Set(draft.openQuestions.filter((question) => question.common).map(({ field }) => field));
  const rows = (own: readonly Line[]) => readingBlocks(own).map((block) => rowOf(block, base, common, states));
  const areaIds = Object.keys(areas) as (keyof typeof areas)[];
  // What is ready to be decided is shown at once; the rest waits behind its area's name.
  const open = filtered || (section === 'stage1' && lines.length <= 30);
  const fired = new Set(lines.flatMap((line) => line.flags.map((flag) => flag.rule)));
  const worth: readonly string[] = section === 'stage1' ? ['low'] : ['blocking', 'high', 'medium'];
  return {
    id: slugOf(section),
    heading: sectionHeadings[section],
    lines: lines.length,
    text: sectionText(section, draft.legalBasis.id, lines.filter((line) => line.shaped?.chosen === true).length),
    areas: opens(section)
      ? areaIds.flatMap((area) => {
          const own = lines.filter((line) => line.area === area);
          return own.length === 0 ? [] : [{ id: `${slugOf(section)}-${area}`, name: areas[area], lines: own.length, open, rows: rows(own) }];
        })
      : [],
    causes: opens(section)
      ? []
      : byCause(section, lines).map((cause, index) => ({
          id: `${slugOf(section)}-${index + 1}`,
          title: [...cause.grounds, ...cause.flags].map((item) => item.title).join(' · ') || (section === 'keep_choice' ? 'Förvaltningens val' : 'Övriga'),
          lines: cause.lines.length,
          open: filtered,
          grounds: cause.grounds,
          flags: cause.flags.map((flag) => ({
            title: flag.title,
            message: flag.message,
            citations: flag.citations,
            clearing: clearingInWords({ clearedBy: flag.clearedBy.map((way) => way.text), remedy: flag.remedy }),
            cleared: flag.clearedBy.length > 0,
          })),
          rows: rows(cause.lines),
        })),
    risks: opens(section) ? draft.risk.rules.filter((rule) => fired.has(rule.rule) && worth.includes(rule.severity)) : [],
  };
}

/** The lines of the page, filtered as its address says, section by section. */
export function linesView(draft: Draft, query: PageQuery, base: string, states: LineStates = new Map()) {
  const caught = filterLines(draft.lines, query, (line) => {
    const state = states.get(lineKey(line.insats, line.targetGroup));
    return { changed: line.shaped !== undefined || state?.changed === true || state?.pending === true, missing: (state?.missing.length ?? 0) > 0 };
  });
  const filtered = isFiltered(query);
  const lines = sortLines(caught, query.sortera, (line) => states.get(lineKey(line.insats, line.targetGroup))?.updatedAt ?? null);
  if (query.gruppera !== '') {
    const common = new Set(draft.openQuestions.filter((question) => question.common).map(({ field }) => field));
    const groups = groupLines(lines, query.gruppera).map(({ id, title, lines: own }) => ({
      id,
      title,
      lines: own.length,
      open: filtered && lines.length <= 150,
      rows: readingBlocks(own).map((block) => rowOf(block, base, common, states)),
    }));
    return { found: lines.length, filtered, sections: [], groups };
  }
  const sections = sectionOrder.map((section) =>
    sectionView(
      draft,
      section,
      lines.filter((line) => line.section === section),
      base,
      filtered,
      states,
    ),
  );
  const shown = sections.filter((section) => section.lines > 0 || (!filtered && section.id !== 'eget-val'));
  return { found: lines.length, filtered, sections: shown, groups: [] };
}

const choices = (labels: Readonly<Record<string, string>>) => Object.entries(labels).map(([id, title]) => ({ id, title }));

/** What the lines can be filtered, sorted and grouped by, beside section and area. */
export function lineLists(draft: Draft, themes: readonly { id: string; title: string }[]) {
  const flagged = new Set(draft.lines.flatMap(({ flags }) => flags.map(({ theme }) => theme)));
  return {
    severities: severities.map((id) => ({ id, title: severityLabels[id] })),
    themes: themes.filter(({ id }) => flagged.has(id)).map(({ id, title }) => ({ id, title })),
    sorts: choices(lineSorts),
    groupings: choices(lineGroupings),
  };
}

/** The villkor that most lines share, by the part of the design that they belong to. */
export function commonConditionsView(draft: Draft) {
  const open = draft.lines.filter((line) => opens(line.section)).length;
  const parts: Readonly<Record<string, { group: string }>> = designFields;
  const groups = Object.entries(designGroups).flatMap(([group, name]) => {
    const own = draft.commonConditions.filter((condition) => parts[condition.field]?.group === group);
    return own.length === 0 ? [] : [{ name, conditions: own.map((condition) => ({ ...condition, everywhere: condition.lines === open })) }];
  });
  return { open, groups, allAssumed: draft.commonConditions.every((condition) => condition.assumed), allAssumedText };
}

/** The four numbers that say most, with where to read on. */
export function tilesView(draft: Draft): { label: string; lines: number; href: string | null }[] {
  const of = (section: SectionId) => draft.summary.sections.find((count) => count.section === section)?.lines ?? 0;
  const opening = of('stage1') + of('stage2') + of('stage3');
  const tile = (label: string, section: SectionId) => ({ label, lines: of(section), href: of(section) > 0 ? `#${slugOf(section)}` : null });
  return [
    tile('rader redo att öppnas', 'stage1'),
    tile('kan öppnas på villkor', 'stage2'),
    tile('behöver utredas', 'stage3'),
    { label: 'öppnas inte enligt förslaget', lines: draft.summary.lines - opening, href: draft.summary.lines > opening ? '#lagen' : null },
  ];
}

/** The risk picture as a table, without the themes where nothing fired. */
export function riskView(draft: Draft) {
  const fired = draft.risk.themes.filter((theme) => severities.some((severity) => theme.counts[severity] > 0));
  const silent = draft.risk.themes.filter((theme) => !fired.includes(theme)).map((theme) => theme.title);
  return {
    severities,
    lines: draft.risk.lines,
    fired,
    silent: silent.length === 0 ? '' : silentThemes(silent),
    rules: severities.flatMap((severity) => draft.risk.rules.filter((rule) => rule.severity === severity)),
  };
}

export { statisticsCaveat };
