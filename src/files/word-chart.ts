import { ChartRun } from 'docx/charts';
import type { Chart } from './model.ts';

/** In pixels, as docx measures; the width of the text on an A4 page. */
const width = 640;
const barHeight = 22;

/** A chart that Word draws from its own data: sharp in print, editable, and described for whoever does not see it. */
export function wordChart({ caption, alt, bars }: Chart): ChartRun {
  return new ChartRun({
    type: 'bar',
    categories: bars.map(({ label }) => label),
    series: [{ name: caption, values: bars.map(({ value }) => value), color: '2A6CA8', dataLabels: { value: true, position: 'outsideEnd' } }],
    // Bars are drawn from the bottom; the first belongs at the top.
    categoryAxis: { reverseOrder: true, font: { size: 9 } },
    valueAxis: { visible: false, gridlines: false },
    legend: false,
    font: { name: 'Calibri' },
    transformation: { width, height: 40 + bars.length * barHeight },
    altText: { name: caption, title: caption, description: alt },
  });
}
