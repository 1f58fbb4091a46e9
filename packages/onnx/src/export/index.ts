export { exportMlp, type MlpGraphOptions } from './export-mlp.js';
