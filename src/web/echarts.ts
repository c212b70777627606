/** ECharts takes a third of a second to load: only when somebody first looks at a picture, never at start-up. */
async function load(): Promise<typeof import('echarts/core')> {
  const [echarts, { BarChart, ScatterChart }, { GridComponent, LegendComponent, TitleComponent }, { SVGRenderer }] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  echarts.use([BarChart, ScatterChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);
  return echarts;
}
let loading: ReturnType<typeof load> | undefined;

/** ECharts with what our pictures are drawn of. */
export function loadEcharts(): ReturnType<typeof load> {
  loading ??= load();
  return loading;
}
