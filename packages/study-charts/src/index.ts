export { type LabelledStudy, studiesCharts } from './studies-charts.js';
export { type ChartedStudy, studyCharts } from './study-charts.js';
