import type { Outcome } from '../economy/outcome.ts';
import { assumptions, type Span } from '../economy/scenario.ts';
import { spanText } from '../economy/words.ts';
import { loadEcharts } from '../web/echarts.ts';
import { number } from '../web/format.ts';

const ink = '#292c30';
const faint = '#5b5d60';
const rule = '#bbbcbd';
const sure = '#1f66a8';
const possible = '#a9cdec';
const fontFamily = "Inter, system-ui, 'Segoe UI', Roboto, 'Open Sans', sans-serif";
/** The picture is a document of its own, so it follows the reader's dark mode by its own style sheet. */
const dark = `<style>@media (prefers-color-scheme: dark) { [fill="${ink}"] { fill: #e8e8e9 } [fill="${faint}"] { fill: #bbbcbd } [stroke="${rule}"] { stroke: #5b5d60 } [stroke="${faint}"] { stroke: #bbbcbd } [fill="${sure}"] { fill: #7db5e6 } [fill="${possible}"] { fill: #2f5a82 } }</style>`;

/** A bar's parts from zero and outwards: what the difference changes by at least, and what it may change by on either side. */
function partsOf({ low, high }: Span): { sure: number; up: number; down: number } {
  if (low >= 0) return { sure: low, up: high - low, down: 0 };
  if (high <= 0) return { sure: high, up: 0, down: low - high };
  return { sure: 0, up: high, down: low };
}

/** One bar for each assumption that is a span, the widest first: how far it moves the difference. Null where none is. */
export async function influenceChart({ influence }: Pick<Outcome, 'influence'>, width: number): Promise<string | null> {
  if (influence.length === 0) return null;
  const row = 58;
  const narrow = width < 600;
  const labelWidth = narrow ? 168 : 260;
  const { init } = await loadEcharts();
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: influence.length * row + 62 });
  const parts = influence.map(({ span }) => partsOf(span));
  const series = (part: 'sure' | 'up' | 'down', color: string) => ({
    type: 'bar' as const,
    stack: 'move',
    barWidth: 22,
    itemStyle: { color },
    data: parts.map((one) => one[part]),
  });
  const text = { color: faint, fontSize: narrow ? 11 : 12, fontFamily };
  chart.setOption({
    animation: false,
    textStyle: { fontFamily },
    title: [
      { text: 'lägre kostnad', left: labelWidth + 14, top: 4, padding: 0, textStyle: { ...text, fontWeight: 400 } },
      { text: 'högre kostnad', right: narrow ? 28 : 48, top: 4, padding: 0, textStyle: { ...text, fontWeight: 400 } },
    ],
    grid: { left: labelWidth + 14, right: narrow ? 28 : 48, top: 30, bottom: 32 },
    xAxis: {
      type: 'value',
      splitNumber: narrow ? 2 : 4,
      axisLabel: { ...text, hideOverlap: true, formatter: (value: number) => number(value) },
      splitLine: { lineStyle: { color: rule } },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: influence.map(({ assumption, span }) => `{name|${assumptions[assumption].label}}\n{span|${spanText(span)} kr}`),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: faint, width: 2 } },
      axisLabel: {
        interval: 0,
        margin: 8,
        inside: false,
        rich: {
          name: { color: ink, fontSize: narrow ? 12 : 14, fontFamily, align: 'right', lineHeight: 18 },
          span: { ...text, align: 'right', lineHeight: 16 },
        },
      },
    },
    series: [series('sure', sure), series('up', possible), series('down', possible)],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg.replace(/(<svg[^>]*>)/, `$1${dark}`);
}
