export type { ClassificationOptions } from './classification-options.js';
export { DataArgumentError } from './data-argument-error.js';
export type { Dataset } from './dataset.js';
export { type Classification, makeClassification } from './make-classification.js';
export { type Split, type SplitOptions, trainTestSplit } from './train-test-split.js';
