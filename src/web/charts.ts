import { loadEcharts } from './echarts.ts';

const ink = '#292c30';
const faint = '#5b5d60';
const line = '#bbbcbd';
const bar = '#2a7cc5';
const missing = '#9a9c9e';
const fontFamily = "Inter, system-ui, 'Segoe UI', Roboto, 'Open Sans', sans-serif";

/** The picture is its own document, so it follows the reader's dark mode by its own style sheet. */
const dark = `<style>@media (prefers-color-scheme: dark) { [fill="${ink}"] { fill: #e8e8e9 } [fill="${faint}"] { fill: #bbbcbd } [stroke="${line}"] { stroke: #5b5d60 } [fill="${bar}"] { fill: #6aa9de } }</style>`;

export interface Panel {
  title: string;
  /** One figure for each category, in the same order. */
  values: readonly number[];
}

/** Small bar charts side by side (or below each other) with the same categories and the same scale. The last category is drawn as missing. */
export async function smallMultiples(categories: readonly string[], panels: readonly Panel[], columns: number): Promise<string> {
  const { init } = await loadEcharts();
  const cell = { width: 300, height: 190 };
  const rows = Math.ceil(panels.length / columns);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: columns * cell.width, height: rows * cell.height });
  const top = Math.max(1, ...panels.flatMap((panel) => panel.values));
  const place = (i: number) => ({ left: (i % columns) * cell.width + 8, top: Math.floor(i / columns) * cell.height });
  chart.setOption({
    animation: false,
    textStyle: { fontFamily },
    title: panels.map((panel, i) => ({
      text: panel.title,
      left: place(i).left,
      top: place(i).top,
      padding: 0,
      textStyle: { fontSize: 15, fontWeight: 600, color: ink, fontFamily },
    })),
    grid: panels.map((_, i) => ({ left: place(i).left, top: place(i).top + 44, width: cell.width - 28, height: cell.height - 82, containLabel: false })),
    xAxis: panels.map((_, i) => ({
      gridIndex: i,
      type: 'category',
      data: [...categories],
      axisTick: { show: false },
      axisLine: { lineStyle: { color: line } },
      axisLabel: { color: faint, fontSize: 12, interval: 0, fontFamily },
    })),
    yAxis: panels.map((_, i) => ({ gridIndex: i, type: 'value', max: top, show: false })),
    series: panels.map((panel, i) => ({
      type: 'bar',
      xAxisIndex: i,
      yAxisIndex: i,
      barCategoryGap: '18%',
      label: { show: true, position: 'top', color: ink, fontSize: 12, fontFamily },
      data: panel.values.map((value, k) => ({ value, itemStyle: { color: k === categories.length - 1 ? missing : bar } })),
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg.replace(/(<svg[^>]*>)/, `$1${dark}`);
}
