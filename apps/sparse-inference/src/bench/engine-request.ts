import * as z from 'zod';

/** An engine with its settings: what one process measures. */
export interface EngineSpec {
  /** The row of the table it belongs to; of several specs with one name and thread count the fastest counts. */
  readonly name: string;
  readonly runtime: 'onnxruntime' | 'session';
  /** Which graph of the model it takes. */
  readonly graph: 'dense' | 'sparse' | 'int8';
  readonly threads: number;
  /** onnxruntime: do idle threads spin? */
  readonly spinning: boolean;
  readonly precision: 'float32' | 'bfloat16' | 'int8';
  readonly multiply: 'active' | 'all';
  readonly call: 'run' | 'runSync';
  /** Measured at every density, not only on the model as it is. */
  readonly sweep: boolean;
}

/** One model file with what to ask it. */
export interface EngineCase {
  readonly key: string;
  readonly path: string;
  readonly batch: number;
}

/** What a measuring process is told, as JSON on its standard input. */
export interface EngineRequest {
  readonly spec: EngineSpec;
  readonly cases: readonly EngineCase[];
  /** A file of float32 rows. */
  readonly inputs: string;
  readonly features: number;
  /** Time for each case. */
  readonly seconds: number;
}

/** Latencies of one case in one process. */
export interface Latency {
  readonly key: string;
  readonly median_us: number;
  readonly p90_us: number;
  readonly p99_us: number;
  readonly calls: number;
  /** Who answered: a session may hand a batch to onnxruntime. */
  readonly answered_by: string;
}

const specSchema = z.object({
  name: z.string(),
  runtime: z.enum(['onnxruntime', 'session']),
  graph: z.enum(['dense', 'sparse', 'int8']),
  threads: z.int(),
  spinning: z.boolean(),
  precision: z.enum(['float32', 'bfloat16', 'int8']),
  multiply: z.enum(['active', 'all']),
  call: z.enum(['run', 'runSync']),
  sweep: z.boolean(),
});

/** Checks what comes on standard input. */
export const engineRequestSchema: z.ZodType<EngineRequest> = z.object({
  spec: specSchema,
  cases: z.array(z.object({ key: z.string(), path: z.string(), batch: z.int().min(1) })),
  inputs: z.string(),
  features: z.int().min(1),
  seconds: z.number(),
});

/** Checks what a measuring process says. */
export const latenciesSchema: z.ZodType<readonly Latency[]> = z.array(
  z.object({
    key: z.string(),
    median_us: z.number(),
    p90_us: z.number(),
    p99_us: z.number(),
    calls: z.int(),
    answered_by: z.string(),
  }),
);
