import type { Draft } from '../drafts/draft-schema.ts';
import { loadEcharts } from '../web/echarts.ts';
import { severityLabels } from '../web/labels.ts';

const allSeverities = ['blocking', 'high', 'medium', 'low', 'info'] as const;
/** One colour for each severity, from a few lines to all of them. The figure stands in the cell, so colour tells nothing alone. */
const scales = {
  blocking: ['#f9dedc', '#b3261e'],
  high: ['#fbe6d4', '#c8590d'],
  medium: ['#fdf3d0', '#b38600'],
  low: ['#e3eef8', '#2a6ca8'],
  info: ['#eceef0', '#6b7680'],
} as const;
/** Where five whole words do not fit beside each other. */
const narrowLabels = { blocking: 'Hindrar', high: 'Hög', medium: 'Medel', low: 'Låg', info: 'Info' } as const;
const ink = '#292c30';
const empty = '#f7f8f9';
const fontFamily = "Inter, system-ui, 'Segoe UI', Roboto, 'Open Sans', sans-serif";
/** The picture is a document of its own, so it follows the reader's dark mode by its own style sheet. */
const dark = `<style>@media (prefers-color-scheme: dark) { text[fill="${ink}"] { fill: #e8e8e9 } path[fill="${empty}"] { fill: #2f3338 } }</style>`;

const channel = (hex: string, at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
/** A colour between two, `part` of the way. */
function between(from: string, to: string, part: number): string {
  return `#${[1, 3, 5]
    .map((at) =>
      Math.round(channel(from, at) + (channel(to, at) - channel(from, at)) * part)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
/** Black or white, whichever is easier to read on the colour. */
function textOn(hex: string): string {
  const light = (0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5)) / 255;
  return light > 0.5 ? '#101214' : '#fdfdfe';
}

/** Themes down, severities across, and in each cell the number of lines with such a risk. */
export async function riskChart(
  risk: Pick<Draft['risk'], 'themes'>,
  width: number,
  severities: readonly (typeof allSeverities)[number][] = allSeverities,
): Promise<string> {
  const themes = risk.themes.filter((theme) => severities.some((severity) => theme.counts[severity] > 0));
  const row = 34;
  const labelWidth = Math.min(260, width * 0.38);
  const cellWidth = (width - labelWidth - 20) / severities.length - 2;
  const { init } = await loadEcharts();
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: themes.length * row + 44 });
  const most = Math.max(1, ...themes.flatMap((theme) => severities.map((severity) => theme.counts[severity])));
  const cells = themes.flatMap((theme, y) =>
    severities.map((severity, x) => {
      const count = theme.counts[severity];
      const [pale, full] = scales[severity];
      // The square root lets small counts be seen beside large ones.
      const color = count === 0 ? empty : between(pale, full, Math.sqrt(count / most));
      return { value: [x, y, count], itemStyle: { color }, label: { color: count === 0 ? ink : textOn(color) } };
    }),
  );
  chart.setOption({
    animation: false,
    textStyle: { fontFamily },
    grid: { left: labelWidth + 12, right: 8, top: 36, bottom: 8 },
    xAxis: {
      type: 'category',
      position: 'top',
      data: severities.map((severity) => (width < 600 ? narrowLabels[severity] : severityLabels[severity])),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: ink, fontSize: 13, interval: 0, fontFamily },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: themes.map((theme) => theme.title),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { color: ink, fontSize: 13, width: labelWidth, overflow: 'break', lineHeight: 15, fontFamily },
    },
    series: [
      {
        type: 'scatter',
        symbol: 'rect',
        symbolSize: [cellWidth, row - 2],
        label: {
          show: true,
          fontSize: 13,
          fontFamily,
          formatter: ({ value }: { value?: unknown }) => (Array.isArray(value) && value[2] !== 0 ? String(value[2]) : ''),
        },
        data: cells,
      },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg.replace(/(<svg[^>]*>)/, `$1${dark}`);
}
