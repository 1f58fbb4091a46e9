export { accuracy, largestIndex } from './accuracy.js';
export { areaUnderRoc, errorDetectionAuroc, shiftDetectionAuroc } from './area-under-roc.js';
export {
  brierScore,
  expectedCalibrationError,
  negativeLogLikelihood,
  type ReliabilityBin,
  reliabilityBins,
} from './calibration.js';
export {
  type Comparison,
  type ComparisonOptions,
  compareFamily,
  compareRuns,
  type PairedRuns,
  type Verdict,
} from './compare-runs.js';
export { type CrossEntropy, logSoftmax, softmax, softmaxCrossEntropy } from './cross-entropy.js';
export { deadRunRate, deadRunThreshold } from './dead-runs.js';
export type { EpochRow, GateStatistics } from './epoch-row.js';
export { holm } from './holm.js';
export { gateQuantiles, gateStatistics, ShareHistogram, shareBins } from './share-histogram.js';
export { signedRankP } from './signed-rank.js';
export { sparsity } from './sparsity.js';
export { type Summary, summarise } from './summary.js';
export {
  logMeanProbability,
  type PassShape,
  type PredictiveUncertainty,
  predictiveUncertainty,
} from './uncertainty.js';
