export type { ClaimLedger, ClaimRecord } from './claims/ledger.js';
export { type Collection, collectRuns, studyJobs } from './collect-runs.js';
export { comparableStudy } from './compare/comparable-study.js';
export {
  type ComparableStudy,
  compareStudies,
  type StrategyAcross,
  type StudiesComparison,
  type StudyAgainstFirst,
} from './compare/compare-studies.js';
export { describeBetween } from './compare/describe-between.js';
export { type ComparedQuantity, isComparedQuantity, readComparedQuantity } from './config/compared-quantity.js';
export { comparisonAlpha } from './config/comparison-alpha.js';
export { type DataSettings, defaultData, setsData } from './config/data-settings.js';
export { nearestName } from './config/nearest-name.js';
export { type NameSetting, parseStudySettings } from './config/parse-study-settings.js';
export { type PlannedTests, plannedTests } from './config/planned-tests.js';
export { type MarginQuantity, quantityMargins } from './config/quantity-margins.js';
export { type InformativeSizes, resolveSizes } from './config/resolve-sizes.js';
export { type ResolvedStudy, type ResolveOptions, resolveStudy } from './config/resolve-study.js';
export { type StudyDifference, studyDifference } from './config/same-study.js';
export { settingsOfConfig } from './config/settings-of-config.js';
export { configVersion, type EngineBuild, type StudyConfig } from './config/study-config.js';
export { studyName } from './config/study-name.js';
export type { StudySettings } from './config/study-settings.js';
export { engineNames, postStrategies, settingNames, studySettingsSchema } from './config/study-settings-schema.js';
export { checkpointFile, fileName } from './directory/checkpoint-file.js';
export { type DirectoryLock, lockDirectory } from './directory/directory-lock.js';
export { type DivergedRun, divergedRunSchema } from './directory/diverged-run.js';
export { type Environment, readEnvironment } from './directory/environment.js';
export { type JsonLines, readJsonLines } from './directory/json-lines.js';
export { makeDirectory } from './directory/make-directory.js';
export { readRuns, type StoredRuns } from './directory/read-runs.js';
export { readStudy, readSummary, type StoredStudy } from './directory/read-study.js';
export { RunDirectory, type RunDirectoryState } from './directory/run-directory.js';
export { removeDeadTemporaries } from './directory/temporary-files.js';
export { writeJson, writeWhole } from './directory/write-whole.js';
export { decodeRows, encodeRow } from './epoch-lines.js';
export { epochRowSchema } from './epoch-row-schema.js';
export {
  describeChoices,
  describeOrders,
  holdsText,
  ledgerTable,
  verdictText,
} from './findings/describe-ledger.js';
export { type FindingsInput, findings } from './findings/findings.js';
export { familySentence } from './findings/verdict-meanings.js';
export { levelText } from './findings/words.js';
export { grouped } from './grouped.js';
export { groupJobs } from './jobs/group-jobs.js';
export {
  type FinishedReport,
  type JobReport,
  type JobRunner,
  jobKey,
  type RowsReport,
  type StudyJob,
} from './jobs/job.js';
export { ThreadReserve } from './jobs/thread-reserve.js';
export type { WorkerContext } from './jobs/worker-messages.js';
export { WorkerPool, type WorkerPoolOptions } from './jobs/worker-pool.js';
export { makeStudyData } from './make-study-data.js';
export { estimateSeconds, type PlanEstimate } from './plan/estimate-seconds.js';
export type { FinishedStudy } from './plan/finished-study.js';
export type { GridAxis } from './plan/grid.js';
export { type PlanOutcome, type RunPlanOptions, runPlan } from './plan/run-plan.js';
export { type PlannedPart, type PlanOptions, planStudies, type StudyPlan } from './plan/study-plan.js';
export { readSweep, type SweepFile } from './plan/sweep-file.js';
export type { FinishedPart, Preset } from './presets/preset.js';
export { type PresetName, presetNames } from './presets/preset-names.js';
export { presets } from './presets/presets.js';
export { type RunStudyOptions, runStudy, type StartedStudy, type StudyOutcome } from './run-study.js';
export { dataOfRun, type SharedSplit, type StudyData } from './study-data.js';
export { reasonOf, StudyError } from './study-error.js';
export { comparePaired, type DeclaredPair } from './summary/compare-paired.js';
export { compareStrategies } from './summary/compare-strategies.js';
export { type ComparedValues, comparedValues, type ValuesByRun } from './summary/compared-values.js';
export { type ComparisonFamily, type ComparisonSummary, comparisonFamilySchema } from './summary/comparison-summary.js';
export type { QuantitySummary } from './summary/quantity-summary.js';
export {
  type QuantityName,
  quantityNames,
  type StrategySummary,
  type StudySummary,
  studySummarySchema,
  type TestSummary,
} from './summary/study-summary.js';
export { type StudyRuns, summariseStudy } from './summary/summarise-study.js';
export { type TestRow, testRowSchema } from './test-row.js';
export {
  decodePredictions,
  encodePredictions,
  type Predictions,
  type SetPredictions,
} from './uncertainty/predictions.js';
export { readPredictions } from './uncertainty/read-predictions.js';
export { shiftSplit } from './uncertainty/shift-split.js';
export { summariseUncertainty, type UncertaintyInput } from './uncertainty/summarise-uncertainty.js';
export {
  type MethodUncertainty,
  type ReliabilityBinSummary,
  type SetUncertainty,
  type ShiftUncertainty,
  type UncertaintyComparisons,
  type UncertaintyQuantity,
  type UncertaintySummary,
  uncertaintyQuantities,
} from './uncertainty/uncertainty-summary.js';
