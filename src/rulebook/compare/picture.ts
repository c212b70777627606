import { areas } from '../../catalogue/schema.ts';
import { loadEcharts } from '../../web/echarts.ts';
import { type Aspect, crossingsOf, type Flip, valueText } from './flips.ts';

const ink = '#292c30';
const line = '#bbbcbd';
const fontFamily = "Inter, system-ui, 'Segoe UI', Roboto, 'Open Sans', sans-serif";
/** From dark to light, so that neighbours are told apart without colours too; the figure stands in each piece. */
const fills = ['#00407a', '#2a7cc5', '#9cc7ee', '#5b5d60', '#bbbcbd', '#7a3e00', '#d98a3d', '#f5d3ae'] as const;
const onFill = (at: number): string => ([2, 4, 6, 7].includes(at % fills.length) ? '#101214' : '#fdfdfe');
/** The picture is a document of its own, so it follows the reader's dark mode by its own style sheet. */
const dark = `<style>@media (prefers-color-scheme: dark) { text[fill="${ink}"] { fill: #e8e8e9 } [stroke="${line}"] { stroke: #5b5d60 } }</style>`;

const legendRow = 24;
const barRow = 40;
/** Above and below the bars. */
const margin = 12;
const areasOf = (flips: readonly Flip[]): string[] => Object.keys(areas).filter((area) => flips.some(({ pair }) => pair.insats.area === area));

export const widths = { wide: 760, narrow: 360 } as const;
/** The picture's height, in pixels, at every width. */
export const pictureHeight = (flips: readonly Flip[], aspect: Aspect): number =>
  crossingsOf(flips, aspect).length * legendRow + areasOf(flips).length * barRow + 2 * margin;

/** How many candidates change in each area, and to what: one bar for each area, one piece for each kind of change. */
export async function areaPicture(flips: readonly Flip[], aspect: Aspect, width: number): Promise<string> {
  const kinds = crossingsOf(flips, aspect);
  const ids = areasOf(flips);
  const titles = Object.entries(areas).flatMap(([id, title]) => (ids.includes(id) ? [title] : []));
  const narrow = width < 600;
  const top = kinds.length * legendRow + margin;
  const { init } = await loadEcharts();
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: pictureHeight(flips, aspect) });
  chart.setOption({
    animation: false,
    textStyle: { fontFamily },
    legend: { top: 0, left: 0, itemGap: 12, orient: 'vertical', textStyle: { color: ink, fontSize: 13, fontFamily } },
    grid: { left: narrow ? 118 : 190, right: 16, top, bottom: margin },
    xAxis: { type: 'value', show: false },
    yAxis: {
      type: 'category',
      inverse: true,
      data: titles,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: line } },
      axisLabel: { color: ink, fontSize: 13, fontFamily, interval: 0, width: narrow ? 106 : 178, overflow: 'break' },
    },
    series: kinds.map((kind, at) => ({
      name: `${valueText(aspect, kind.from)} → ${valueText(aspect, kind.to)}`,
      type: 'bar',
      stack: 'flips',
      barWidth: 26,
      itemStyle: { color: fills[at % fills.length], borderColor: '#fdfdfe', borderWidth: 1 },
      label: { show: true, color: onFill(at), fontSize: 12, fontFamily },
      data: ids.map((area) => {
        const count = flips.filter(({ pair, from, to }) => pair.insats.area === area && from === kind.from && to === kind.to).length;
        return count === 0 ? null : count;
      }),
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg.replace(/(<svg[^>]*>)/, `$1${dark}`);
}
