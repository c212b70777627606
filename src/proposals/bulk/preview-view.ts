import { type SectionId, sectionOrder, shortHeadings } from '../../drafts/draft-schema.ts';
import { standingInWords } from '../../drafts/shape-line.ts';
import { severities } from '../../rules/format.ts';
import type { LinePlan, PlannedFlag } from './plan.ts';

const lineOf = (home: string, { pair }: Pick<LinePlan, 'pair'>) => ({
  href: `${home}/rader/${pair.insats.id}/${pair.group.id}`,
  name: pair.insats.name,
  group: pair.group.name,
});

/** "Etapp 2 till etapp 1": lines that move alike, in the order of where they end. */
function moves(home: string, lines: readonly LinePlan[]) {
  const byMove = Map.groupBy(lines, ({ standing: { before, after } }) => `${before.section} ${after.section}`);
  const place = (section: SectionId) => sectionOrder.indexOf(section);
  const groups = [...byMove.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { before, after } = first.standing;
    const moved = before.section !== after.section;
    return [
      {
        id: `flytt-${before.section}-${after.section}`.replaceAll('_', '-'),
        moved,
        order: (moved ? 0 : 100) + place(before.section) * 10 + place(after.section),
        title: moved ? `Från ${shortHeadings[before.section]} till ${shortHeadings[after.section]}` : `Kvar i ${shortHeadings[before.section]}`,
        lines: own.map((line) => ({
          ...lineOf(home, line),
          from: standingInWords(line.standing.before),
          to: standingInWords(line.standing.after),
          cleared: line.cleared,
          raised: line.raised,
          conditions: line.conditions,
          motive: line.before.motive === line.after.motive ? null : line.after.motive,
        })),
      },
    ];
  });
  return groups.sort((a, b) => a.order - b.order);
}

/** How many flags of each severity, and on how many lines. */
function bySeverity(lines: readonly LinePlan[]) {
  const flagsIn = (pick: (line: LinePlan) => readonly PlannedFlag[], severity: string) =>
    lines.reduce((sum, line) => sum + pick(line).filter((flag) => flag.severity === severity).length, 0);
  return severities
    .map((severity) => ({ severity, cleared: flagsIn(({ cleared }) => cleared, severity), raised: flagsIn(({ raised }) => raised, severity) }))
    .filter(({ cleared, raised }) => cleared + raised > 0);
}

/** What the preview shows of a plan. */
export function previewView(home: string, plans: readonly LinePlan[], overwrite: boolean) {
  const changing = plans.filter((line) => line.changes);
  const own = plans.filter((line) => line.own.length > 0);
  const hindered = plans.filter((line) => line.notApplied.length > 0);
  const reasons = Map.groupBy(
    hindered.flatMap((line) => line.notApplied.map((item) => ({ line, ...item }))),
    ({ what, reason }) => `${what}\n${reason}`,
  );
  return {
    chosen: plans.length,
    changing: changing.length,
    already: plans.filter((line) => !line.changes && line.own.length === 0 && line.notApplied.length === 0).length,
    moving: changing.filter(({ standing: { before, after } }) => standingInWords(before) !== standingInWords(after)).length,
    severities: bySeverity(changing),
    moves: moves(home, changing),
    overwrite,
    own: own.map((line) => ({ ...lineOf(home, line), answers: line.own })),
    hindered: hindered.length,
    notApplied: [...reasons.values()].flatMap((items) => {
      const [first] = items;
      return first === undefined ? [] : [{ what: first.what, reason: first.reason, lines: items.map(({ line }) => lineOf(home, line)) }];
    }),
  };
}
