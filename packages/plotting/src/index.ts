export type { Chart, ChartRow, NamedChart } from './chart.js';
export type { ChartMetric, MetricValue } from './chart-metric.js';
export { chartRowsCsv } from './chart-rows-csv.js';
export { type CurveChartsOptions, curveCharts } from './curve-charts.js';
export { distinctFileName } from './distinct-file-name.js';
export { type ForestEffect, type ForestEstimate, type ForestPlotOptions, forestPlot } from './forest-plot.js';
export { type GateChartOptions, gateChart } from './gate-chart.js';
export { gateSmallMultiples } from './gate-small-multiples.js';
export { type HeatMapCell, type HeatMapOptions, heatMap } from './heat-map.js';
export type { LineAxis } from './line-axis.js';
export {
  type LineChartOptions,
  type LinePoint,
  lineChart,
  type ReferenceCurve,
} from './line-chart.js';
export { type MetricChartOptions, metricChart } from './metric-chart.js';
export { type ReliabilityCurve, type ReliabilityDiagramOptions, reliabilityDiagram } from './reliability-diagram.js';
export { renderSvg } from './render-svg.js';
export { type MetricPanel, metricSmallMultiples, type SmallMultiplesOptions } from './small-multiples.js';
export { StudyCurves } from './study-curves.js';
export { SvgRenderer } from './svg-renderer.js';
export { type TradeOffChartOptions, type TradeOffPoint, tradeOffChart } from './trade-off-chart.js';
export { type TrainTestCell, type TrainTestHeatMapOptions, trainTestHeatMap } from './train-test-heat-map.js';
