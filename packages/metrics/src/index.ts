export { accuracy, largestIndex } from './accuracy.js';
export { areaUnderRoc, errorDetectionAuroc, macroAuroc, shiftDetectionAuroc } from './area-under-roc.js';
export { type BootstrapOptions, bootstrapIntervals, type Interval } from './bootstrap-intervals.js';
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
  type NoClaim,
  type Verdict,
} from './compare-runs.js';
export { confusionMatrix, f1Scores, macroF1 } from './confusion-matrix.js';
export { type ClaimPValues, type CorrectedClaims, correctClaims } from './correct-claims.js';
export { type CrossEntropy, logSoftmax, softmax, softmaxCrossEntropy } from './cross-entropy.js';
export type { EpochRow, GateStatistics } from './epoch-row.js';
export { HodgesLehmann } from './hodges-lehmann.js';
export { holm } from './holm.js';
export { isDead } from './is-dead.js';
export { lookShare } from './look-share.js';
export type { Better, PairedRuns } from './paired-differences.js';
export { fewestPairs, type PairsToDecide, pairsToDecide } from './pairs-to-decide.js';
export { meanAbsoluteError, meanSquaredError, rootMeanSquaredError, rSquared } from './regression.js';
export { gateQuantiles, gateStatistics, ShareHistogram } from './share-histogram.js';
export { type SignedRankTest, signedRankP, signedRankTest } from './signed-rank.js';
export { sparsity } from './sparsity.js';
export { type Summary, summarise } from './summary.js';
export {
  logMeanProbability,
  type PassShape,
  type PredictiveUncertainty,
  predictiveUncertainty,
} from './uncertainty.js';
export { wilsonInterval } from './wilson-interval.js';
