export { type BatchOptions, batches } from './batches.js';
export type { ClassificationOptions } from './classification-options.js';
export { createDataset, type DatasetSource } from './create-dataset.js';
export type { Dataset } from './dataset.js';
export { type FoldOptions, kFolds } from './k-folds.js';
export { type Classification, makeClassification } from './make-classification.js';
export { takeRows } from './take-rows.js';
export { type Split, type SplitOptions, trainTestSplit } from './train-test-split.js';
