import * as z from 'zod';

/** Latencies of one engine in one case. */
export interface BenchedEngine {
  readonly engine: string;
  readonly median_us: number;
  readonly p90_us: number;
  readonly p99_us: number;
  readonly calls: number;
  /** The runtime that answered: a session hands over batches to onnxruntime where that is faster. */
  readonly answered_by: string;
  /** onnxruntime with several threads: whether its idle threads spin; the faster setting is shown. */
  readonly spinning: boolean | null;
}

/** One model (as trained, or with shifted biases), one batch size, one number of threads. */
export interface BenchCase {
  /** `as trained`, or the density that its biases were shifted to. */
  readonly model: string;
  /** Share of the weights after ReLU that a row needs; null if unknown. */
  readonly density: number | null;
  readonly batch: number;
  readonly threads: number;
  /** Needed bytes / measured bandwidth, for one row; null for larger batches and where the density is unknown. */
  readonly bound_us: number | null;
  readonly engines: readonly BenchedEngine[];
}

/** What `bench.json` holds. */
export interface BenchFile {
  readonly version: 1;
  readonly model: string;
  readonly widths: readonly number[];
  /** Of the float32 weights. */
  readonly weight_bytes: number;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly seconds: number;
  readonly rounds: number;
  /** Bytes per second of all threads together. */
  readonly bandwidth: readonly { readonly threads: number; readonly streams: number; readonly rows: number }[];
  readonly cases: readonly BenchCase[];
  readonly left_out: readonly string[];
}

/** Checks a `bench.json`. */
export const benchFileSchema: z.ZodType<BenchFile> = z.object({
  version: z.literal(1),
  model: z.string(),
  widths: z.array(z.int()),
  weight_bytes: z.int(),
  machine: z.record(z.string(), z.union([z.string(), z.number()])),
  seconds: z.number(),
  rounds: z.int(),
  bandwidth: z.array(z.object({ threads: z.int(), streams: z.number(), rows: z.number() })),
  cases: z.array(
    z.object({
      model: z.string(),
      density: z.number().nullable(),
      batch: z.int(),
      threads: z.int(),
      bound_us: z.number().nullable(),
      engines: z.array(
        z.object({
          engine: z.string(),
          median_us: z.number(),
          p90_us: z.number(),
          p99_us: z.number(),
          calls: z.int(),
          answered_by: z.string(),
          spinning: z.boolean().nullable(),
        }),
      ),
    }),
  ),
  left_out: z.array(z.string()),
});

/** Names of the rows of a bench, in the order of the table. */
export const engineNames = {
  dense: 'onnxruntime, dense graph',
  sparse: 'onnxruntime, sparse graph',
  int8: 'onnxruntime, dynamic int8',
  ownDense: 'our kernel, dense',
  session: 'SparseSession float32',
  sync: 'SparseSession float32, runSync',
  bfloat16: 'SparseSession bfloat16',
  sessionInt8: 'SparseSession int8',
} as const;
