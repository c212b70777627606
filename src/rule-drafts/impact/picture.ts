import type { ImpactRow } from '../../rule-changes/impact.ts';
import { type ChangeKind, changeKindLabels, changeKinds } from '../../rule-changes/impact-kinds.ts';
import { loadEcharts } from '../../web/echarts.ts';

const ink = '#292c30';
const line = '#bbbcbd';
const fontFamily = "Inter, system-ui, 'Segoe UI', Roboto, 'Open Sans', sans-serif";
/** Neighbours differ in lightness too, so that they are told apart without colours. */
const fills: Readonly<Record<ChangeKind, string>> = {
  ...{ verdict: '#7a3e00', pathway: '#00407a', flag_appears: '#d98a3d', flag_vanishes: '#2a7cc5', severity: '#f5d3ae' },
  ...{ ground: '#5b5d60', signal: '#9cc7ee', texts: '#bbbcbd' },
};
/** The picture is a document of its own, so it follows the reader's dark mode by its own style sheet. */
const dark = `<style>@media (prefers-color-scheme: dark) { text[fill="${ink}"] { fill: #e8e8e9 } [stroke="${line}"] { stroke: #5b5d60 } }</style>`;

/** Candidates by group and by the gravest way in which each changes: every candidate counts once. */
export interface Bars {
  kinds: readonly { kind: ChangeKind; label: string }[];
  rows: readonly { id: string; title: string; counts: readonly number[]; total: number }[];
}

/** Counts rows by the groups that each belongs to, with its weight in that group; groups in the order given, those without candidates left out. */
export function barsOf(
  rows: readonly ImpactRow[],
  groups: readonly { id: string; title: string }[],
  weightIn: (row: ImpactRow, group: string) => number,
): Bars {
  const gravest = (row: ImpactRow): ChangeKind => row.kinds[0] ?? 'texts';
  const kinds = changeKinds.filter((kind) => rows.some((row) => gravest(row) === kind)).map((kind) => ({ kind, label: changeKindLabels[kind] }));
  const counted = groups.map(({ id, title }) => {
    const counts = new Map<ChangeKind, number>();
    for (const row of rows) counts.set(gravest(row), (counts.get(gravest(row)) ?? 0) + weightIn(row, id));
    const own = kinds.map(({ kind }) => counts.get(kind) ?? 0);
    return { id, title, counts: own, total: own.reduce((sum, n) => sum + n, 0) };
  });
  return { kinds, rows: counted.filter(({ total }) => total > 0) };
}

export const widths = { wide: 760, narrow: 360 } as const;
const legendRow = 24;
const barRow = 34;
const margin = 12;
/** In pixels, at every width. */
export const pictureHeight = ({ kinds, rows }: Bars): number => kinds.length * legendRow + rows.length * barRow + 2 * margin;

/** One bar for each group, one piece for each kind of change. Returns SVG. */
export async function impactPicture(bars: Bars, width: number): Promise<string> {
  const { init } = await loadEcharts();
  const narrow = width < 600;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: pictureHeight(bars) });
  chart.setOption({
    animation: false,
    textStyle: { fontFamily },
    legend: { top: 0, left: 0, itemGap: 12, orient: 'vertical', textStyle: { color: ink, fontSize: 13, fontFamily } },
    grid: { left: narrow ? 118 : 200, right: 60, top: bars.kinds.length * legendRow + margin, bottom: margin },
    xAxis: { type: 'value', show: false },
    yAxis: {
      type: 'category',
      inverse: true,
      data: bars.rows.map(({ title }) => title),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: line } },
      axisLabel: { color: ink, fontSize: 13, fontFamily, interval: 0, width: narrow ? 106 : 188, overflow: 'break' },
    },
    series: bars.kinds.map(({ kind, label }, at) => ({
      name: label,
      type: 'bar',
      stack: 'all',
      barWidth: 20,
      itemStyle: { color: fills[kind], borderColor: '#fdfdfe', borderWidth: 1 },
      ...(at === bars.kinds.length - 1 ? { label: { show: true, position: 'right', color: ink, fontSize: 13, fontFamily, formatter: '{b}' } } : {}),
      data: bars.rows.map(({ counts, total }) => ({ value: counts[at] ?? 0, name: String(total) })),
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg.replace(/(<svg[^>]*>)/, `$1${dark}`);
}
