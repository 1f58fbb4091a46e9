export { checkFonts } from './check-fonts.js';
export { missingGlyphs } from './missing-glyphs.js';
export { type PngOptions, renderPng } from './render-png.js';
export { type SaveChartOptions, saveChart } from './save-chart.js';
export { saveCharts } from './save-charts.js';
export { type StudyPlotOptions, saveStudyPlots } from './save-study-plots.js';
