export { type PngOptions, renderPng } from './render-png.js';
export { type SaveChartOptions, saveChart } from './save-chart.js';
export { saveStudyPlots } from './save-study-plots.js';
