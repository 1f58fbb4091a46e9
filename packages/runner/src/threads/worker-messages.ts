import type { MessagePort } from 'node:worker_threads';
import type { DataSettings, JobReport, StudyConfig, StudyData, StudyJob } from '@reluctant/study';
import { testRowSchema } from '@reluctant/study';
import type { ChosenEngine, Strategy } from '@reluctant/trainer';
import * as z from 'zod';

/** What a worker gets once, before its first group. Its data sets, one per data seed, stand on shared memory. */
export interface WorkerContext {
  readonly config: StudyConfig;
  readonly data: readonly StudyData[];
  /** The strategies of the configuration as plain data: a worker need not load what parses them. */
  readonly strategies: readonly Strategy[];
  /** Compiled kernels of the wasm engine, so that a worker need not compile them again. */
  readonly kernels?: ChosenEngine['kernels'];
}

/** To a worker. */
export type WorkerRequest =
  /** Make the first data set of the settings and send it, or undefined if that fails, through the port. */
  | { readonly kind: 'data'; readonly settings: DataSettings; readonly port: MessagePort }
  | { readonly kind: 'context'; readonly context: WorkerContext }
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
