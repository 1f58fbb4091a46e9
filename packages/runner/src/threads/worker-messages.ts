import {
  type JobsContext,
  jobReportSchema,
  type StudyData,
  startedJobSchema,
  studyConfigSchema,
} from '@reluctant/study';
import * as z from 'zod';

const rows = { features: z.instanceof(Float32Array), rows: z.int().min(0) };
const split = z.union([
  z.strictObject({ ...rows, labels: z.instanceof(Int32Array) }),
  z.strictObject({ ...rows, targets: z.instanceof(Float32Array) }),
]);

const data: z.ZodType<StudyData> = z.object({
  train: split,
  validation: split,
  test: split.exactOptional(),
  table: z.custom<NonNullable<StudyData['table']>>((value) => typeof value === 'object').exactOptional(),
  classWeights: z.instanceof(Float32Array).exactOptional(),
  shifted: z.record(z.string(), split).exactOptional(),
});

const context: z.ZodType<JobsContext> = z.object({
  config: studyConfigSchema,
  data: z.array(data).min(1),
  kernels: z.custom<NonNullable<JobsContext['kernels']>>((value) => typeof value === 'object').exactOptional(),
});

/** Checks a message to a worker. */
export const workerRequestSchema = z.discriminatedUnion('kind', [
  /** Sent once for a study, before its first group of jobs; its data sets are in shared memory. */
  z.object({ kind: z.literal('context'), context }),
  z.object({ kind: z.literal('group'), jobs: z.array(startedJobSchema).readonly() }),
]);

/** A message to a worker. */
export type WorkerRequest = z.output<typeof workerRequestSchema>;

/** Checks a message from a worker. */
export const workerResponseSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reports'), reports: z.array(jobReportSchema).readonly() }),
  /** No job is left. */
  z.object({ kind: z.literal('idle') }),
  /** A sign of life. */
  z.object({ kind: z.literal('alive') }),
]);

/** A message from a worker: the reports of its jobs, `idle` when it has no job left, and signs of life. */
export type WorkerResponse = z.output<typeof workerResponseSchema>;
