export { type Collection, collectRuns, studyJobs } from './collect-runs.js';
export { nearestName } from './config/nearest-name.js';
export { type NameSetting, parseStudySettings } from './config/parse-study-settings.js';
export { type InformativeSizes, resolveSizes } from './config/resolve-sizes.js';
export { type ResolvedStudy, type ResolveOptions, resolveStudy } from './config/resolve-study.js';
export { type StudyDifference, studyDifference } from './config/same-study.js';
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
export { writeJson, writeWhole } from './directory/write-whole.js';
export { epochRowSchema } from './epoch-row-schema.js';
export { groupJobs } from './jobs/group-jobs.js';
export { type JobReport, type JobRunner, jobKey, type StudyJob } from './jobs/job.js';
export type { WorkerContext } from './jobs/worker-messages.js';
export { WorkerPool, type WorkerPoolOptions } from './jobs/worker-pool.js';
export { type DataConfig, makeStudyData } from './make-study-data.js';
export { type RunStudyOptions, runStudy, type StartedStudy, type StudyOutcome } from './run-study.js';
export type { SharedSplit, StudyData } from './study-data.js';
export { reasonOf, StudyError } from './study-error.js';
export {
  type QuantityName,
  type QuantitySummary,
  quantityNames,
  type StrategySummary,
  type StudySummary,
  studySummarySchema,
} from './summary/study-summary.js';
export { type StudyRuns, summariseStudy } from './summary/summarise-study.js';
