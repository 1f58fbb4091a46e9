import * as z from 'zod';

/** File descriptor of a measuring process that its parent keeps open while it lives. */
export const parentPipe = 3;

/** An engine with its settings, measured by one process. */
export interface EngineSpec {
  /** Its row in the table; of several specs with the same name and thread count the fastest is shown. */
  readonly name: string;
  readonly runtime: 'onnxruntime' | 'session';
  /** The graph of the model that it runs. */
  readonly graph: 'dense' | 'sparse' | 'int8';
  readonly threads: number;
  /** onnxruntime: whether idle threads spin. */
  readonly spinning: boolean;
  readonly precision: 'float32' | 'bfloat16' | 'int8';
  readonly multiply: 'active' | 'all';
  readonly call: 'run' | 'runSync';
  /** True to measure at every density, not only on the model as trained. */
  readonly sweep: boolean;
}

/** One model file with the batch size to run. */
export interface EngineCase {
  readonly key: string;
  readonly path: string;
  readonly batch: number;
}

/** The request to a measuring process, as JSON on its standard input. */
export interface EngineRequest {
  readonly spec: EngineSpec;
  readonly cases: readonly EngineCase[];
  /**
   * A file of float32 rows, or without `features` a `.npy` file; null: random inputs of the kinds that the model
   * declares.
   */
  readonly inputs: string | null;
  /** Files of a table whose rows are the inputs of a model of a table. */
  readonly table: string | null;
  /** Numbers in a row of the file; 0 without one. */
  readonly features: number;
  /** Seconds for each case. */
  readonly seconds: number;
}

/** Latencies of one case in one process. */
export interface Latency {
  readonly key: string;
  readonly median_us: number;
  readonly p90_us: number;
  readonly p99_us: number;
  readonly calls: number;
  /** The runtime that answered: a session may hand over a batch to onnxruntime. */
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

/** Checks the request from standard input. */
export const engineRequestSchema: z.ZodType<EngineRequest> = z.object({
  spec: specSchema,
  cases: z.array(z.object({ key: z.string(), path: z.string(), batch: z.int().min(1) })),
  inputs: z.string().nullable(),
  table: z.string().nullable(),
  features: z.int().min(0),
  seconds: z.number(),
});

/** Checks the output of a measuring process. */
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
