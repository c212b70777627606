import { areas } from '../catalogue/schema.ts';
import { type Line, sectionHeadings, sectionOrder } from '../drafts/draft-schema.ts';
import { type Severity, severities } from '../rules/format.ts';
import { severityLabels } from '../web/labels.ts';

/** How the lines of a proposal can be sorted; the first is the catalogue's order. */
export const lineSorts = {
  '': 'Katalogens ordning',
  namn: 'Namn',
  allvar: 'Allvarligaste flagga först',
  etapp: 'Etapp',
  flaggor: 'Flest flaggor först',
  andrad: 'Senast ändrad först',
} as const;
/** How they can be grouped; the first is by section, as they are argued. */
export const lineGroupings = {
  '': 'Avsnitt',
  omrade: 'Område',
  etapp: 'Etapp',
  allvar: 'Allvarligaste flagga',
  malgrupp: 'Målgrupp',
} as const;
export type LineSort = keyof typeof lineSorts;
export type LineGrouping = Exclude<keyof typeof lineGroupings, ''>;

const byText = new Intl.Collator('sv').compare;
const sectionPlace = (line: Line) => sectionOrder.indexOf(line.section);

/** The most severe of some flags; null where there are none. */
export const worstOf = (flags: readonly { severity: Severity }[]): Severity | null =>
  severities.find((severity) => flags.some((flag) => flag.severity === severity)) ?? null;

const severityPlace = (severity: Severity | null) => (severity === null ? severities.length : severities.indexOf(severity));

/** The lines in the order that is asked for; lines that are equal in it keep the catalogue's order. */
export function sortLines(lines: readonly Line[], sort: LineSort, changedAt: (line: Line) => Date | null): readonly Line[] {
  const orders: Readonly<Record<Exclude<LineSort, ''>, (a: Line, b: Line) => number>> = {
    namn: (a, b) => byText(a.name, b.name) || byText(a.targetGroupName, b.targetGroupName),
    allvar: (a, b) => severityPlace(worstOf(a.flags)) - severityPlace(worstOf(b.flags)),
    etapp: (a, b) => sectionPlace(a) - sectionPlace(b),
    flaggor: (a, b) => b.flags.length - a.flags.length,
    andrad: (a, b) => (changedAt(b)?.getTime() ?? 0) - (changedAt(a)?.getTime() ?? 0),
  };
  return sort === '' ? lines : [...lines].sort(orders[sort]);
}

export interface LineGroup {
  id: string;
  title: string;
  lines: Line[];
}

/** The lines in groups, the groups in their own order whatever the lines are sorted by. */
export function groupLines(lines: readonly Line[], grouping: LineGrouping): LineGroup[] {
  const groupOf = (line: Line): { id: string; title: string; place: number | string } => {
    const worst = worstOf(line.flags);
    switch (grouping) {
      case 'omrade':
        return { id: line.area, title: areas[line.area], place: Object.keys(areas).indexOf(line.area) };
      case 'etapp':
        return line.stage === null
          ? { id: 'ingen', title: 'Öppnas inte', place: 4 }
          : { id: String(line.stage), title: sectionHeadings[`stage${line.stage}`], place: line.stage };
      case 'allvar':
        return { id: worst ?? 'ingen', title: worst === null ? 'Inga flaggor' : severityLabels[worst], place: severityPlace(worst) };
      case 'malgrupp':
        return { id: line.targetGroup, title: line.targetGroupName, place: line.targetGroupName };
    }
  };
  const groups = new Map<string, LineGroup & { place: number | string }>();
  for (const line of lines) {
    const { id, title, place } = groupOf(line);
    const group = groups.get(id) ?? { id: `${grouping}-${id}`, title, place, lines: [] };
    group.lines.push(line);
    groups.set(id, group);
  }
  const inOrder = (a: number | string, b: number | string) => (typeof a === 'number' && typeof b === 'number' ? a - b : byText(String(a), String(b)));
  return [...groups.values()].sort((a, b) => inOrder(a.place, b.place)).map(({ id, title, lines: own }) => ({ id, title, lines: own }));
}
