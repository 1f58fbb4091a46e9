export {
  type Claim,
  type ClaimSet,
  type Contrast,
  claimStrategies,
  type Levels,
  type Measure,
  type OpenChoice,
  type Role,
} from './claims/claim.js';
export { evaluateClaims } from './claims/evaluate-claims.js';
export type { ChoiceEffect, ClaimLedger, ClaimRecord, LossOrder, VerdictCounts } from './claims/ledger.js';
export { comparableStudy, type PartWithRows } from './compare/comparable-study.js';
export {
  type ComparableStudy,
  compareStudies,
  type StrategyAcross,
  type StudiesComparison,
  type StudyAgainstFirst,
} from './compare/compare-studies.js';
export { comparisonAlpha } from './config/comparison-alpha.js';
export { type Continuation, continueStudy } from './config/continue-study.js';
export type { DataSettings } from './config/data-settings.js';
export { type ParseOptions, parseStudySettings } from './config/parse-study-settings.js';
export { type PlannedTests, plannedTests } from './config/planned-tests.js';
export { resolveMargin } from './config/resolve-margin.js';
export { resolveModel, resolveSizes } from './config/resolve-sizes.js';
export { type ResolvedStudy, type ResolveOptions, resolveStudy } from './config/resolve-study.js';
export { type StudyDifference, studyDifference } from './config/same-study.js';
export { settingsOfConfig } from './config/settings-of-config.js';
export {
  engineOf,
  parseStudyConfig,
  type StudyConfig,
  studyConfigSchema,
} from './config/study-config.js';
export type { ChosenSetting, StudyLooks } from './config/study-looks.js';
export type { StudyPreset, StudyPresets } from './config/study-preset.js';
export {
  describeField,
  describeSetting,
  type SettingDescription,
  type StudySettings,
  settingNames,
} from './config/study-settings.js';
export { lossUnit, studyTask } from './config/study-task.js';
export { undecidable } from './config/undecidable.js';
export type { Allocate } from './data/allocate.js';
export { makeStudyData, type StudyDataOptions } from './data/make-study-data.js';
export { dataOfRun, requireLabels, type StudyData } from './data/study-data.js';
export { decodeStudyData, encodeStudyData } from './data/study-data-file.js';
export { groupJobs } from './jobs/group-jobs.js';
export {
  endsJob,
  type FinishedReport,
  type JobReport,
  type JobRunner,
  jobKey,
  jobReportSchema,
  type RowsReport,
  type StartedJob,
  type StudyJob,
  startedJobSchema,
} from './jobs/job.js';
export { jobCost } from './jobs/job-cost.js';
export { type JobsContext, prepareJobs } from './jobs/prepare-jobs.js';
export { studyJobs } from './jobs/study-jobs.js';
export { tableBytes } from './memory/data-bytes.js';
export { type MemoryLimits, refuseMemory } from './memory/refuse-memory.js';
export { type EstimatedStudy, estimateSeconds, type PlanEstimate } from './plan/estimate-seconds.js';
export type { GridAxis } from './plan/grid.js';
export {
  type PlannedPart,
  type PlanOptions,
  type PlanRequest,
  planStudies,
  type StudyPlan,
} from './plan/study-plan.js';
export { type DivergedRun, divergedRunSchema } from './rows/diverged-run.js';
export { decodeRow, decodeRows, encodeRow } from './rows/epoch-lines.js';
export { epochRowSchema } from './rows/epoch-row-schema.js';
export { decodePredictions, type Predictions, type SetPredictions } from './rows/predictions.js';
export { type ClassScores, type TestRow, testRowSchema, type ValueScores } from './rows/test-row.js';
export type { ComparisonFamily, ComparisonSummary } from './summary/comparison-summary.js';
export { comparedSparsity, type DeclaredQuantity, declaredQuantity } from './summary/declared-quantity.js';
export type { FinishedPart } from './summary/finished-part.js';
export type { QuantitySummary } from './summary/quantity-summary.js';
export {
  type GateSummary,
  type QuantityName,
  type StrategySummary,
  type StudySummary,
  studySummarySchema,
  summaryVersion,
  type TestSummary,
} from './summary/study-summary.js';
export { type StudyRuns, summariseStudy } from './summary/summarise-study.js';
export {
  type MethodUncertainty,
  moreIsBetter,
  type ReliabilityBinSummary,
  type SetUncertainty,
  type ShiftUncertainty,
  type UncertaintyComparisons,
  type UncertaintyQuantity,
  type UncertaintySummary,
} from './summary/uncertainty-summary.js';
export { splitTable } from './table/split-table.js';
export type { TableSource } from './table/study-table.js';
export { summariseUncertainty, type UncertaintyInput } from './uncertainty/summarise-uncertainty.js';
