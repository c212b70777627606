import { loadEcharts } from '../../web/echarts.ts';
import type { ThemeScore } from './report.ts';

const ink = '#292c30';
const line = '#bbbcbd';
const noticed = '#2a7cc5';
const missed = '#b3261e';
const fontFamily = "Inter, system-ui, 'Segoe UI', Roboto, 'Open Sans', sans-serif";
/** The picture is its own document, so it follows the reader's dark mode by its own style sheet. */
const dark = `<style>@media (prefers-color-scheme: dark) { [fill="${ink}"] { fill: #e8e8e9 } [stroke="${line}"] { stroke: #5b5d60 } [fill="${noticed}"] { fill: #6aa9de } [fill="${missed}"] { fill: #f2897f } }</style>`;

export const pictureWidths = { wide: 760, narrow: 340 } as const;
const row = 26;

/** Height in pixels of a picture of so many themes. */
export const pictureHeight = (themes: number): number => themes * row + 16;

/** One bar for each theme: the faults that some case notices, and those that none does. Returns SVG. */
export async function coveragePicture(themes: readonly ThemeScore[], width: keyof typeof pictureWidths): Promise<string> {
  const { init } = await loadEcharts();
  const left = width === 'wide' ? 260 : 140;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: pictureWidths[width], height: pictureHeight(themes.length) });
  const shown = [...themes].reverse();
  const bar = { type: 'bar' as const, stack: 'all', barWidth: 14 };
  chart.setOption({
    animation: false,
    textStyle: { fontFamily },
    grid: { left, right: 90, top: 4, bottom: 8 },
    xAxis: { type: 'value', show: false },
    yAxis: {
      type: 'category',
      data: shown.map(({ title }) => title),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: line } },
      axisLabel: { color: ink, fontSize: 13, fontFamily, width: left - 12, overflow: 'truncate' },
    },
    series: [
      { ...bar, data: shown.map(({ killed }) => killed), itemStyle: { color: noticed } },
      {
        ...bar,
        data: shown.map(({ total, killed }) => ({ value: total - killed, name: `${killed} av ${total}` })),
        itemStyle: { color: missed },
        label: { show: true, position: 'right', color: ink, fontSize: 13, fontFamily, formatter: '{b}' },
      },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg.replace(/(<svg[^>]*>)/, `$1${dark}`);
}
