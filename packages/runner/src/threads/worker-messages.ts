import type { MessagePort } from 'node:worker_threads';
import { type DataSettings, type JobReport, type JobsContext, type StudyJob, testRowSchema } from '@reluctant/study';
import * as z from 'zod';

/** To a worker. */
export type WorkerRequest =
  /** Make the first data set of the settings and send it, or undefined if that fails, through the port. */
  | { readonly kind: 'data'; readonly settings: DataSettings; readonly port: MessagePort }
  /** Comes once, before the first group; its data sets stand on shared memory. */
  | { readonly kind: 'context'; readonly context: JobsContext }
  | { readonly kind: 'group'; readonly jobs: readonly StudyJob[] };

/** From a worker: what its jobs report, and `idle` when it has no job left. */
export type WorkerResponse =
  | { readonly kind: 'reports'; readonly reports: readonly JobReport[] }
  | { readonly kind: 'idle' };

const count = z.int().min(0);
const job = { strategy: z.string(), run: count };

const reportSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rows'), ...job, epochs: count, lines: z.string() }),
  z.object({
    kind: z.literal('finished'),
    ...job,
    checkpoint: z.instanceof(Uint8Array),
    tests: z.array(testRowSchema).optional(),
    predictions: z.instanceof(Uint8Array).optional(),
  }),
  z.object({ kind: z.literal('diverged'), ...job, epoch: count, step: count, message: z.string() }),
  z.object({ kind: z.literal('failed'), ...job, message: z.string() }),
]);

/** Checks what a worker says, once per message. */
export const workerResponseSchema: z.ZodType<WorkerResponse> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reports'), reports: z.array(reportSchema) }),
  z.object({ kind: z.literal('idle') }),
]) as unknown as z.ZodType<WorkerResponse>;
