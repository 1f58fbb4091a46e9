import { optionCheck, ReluctantError } from '@reluctant/errors';
import { createSparseProgram, type SparseProgram, type SparseStage } from '@reluctant/kernels/sparse';
import { exportMlp, importOnnx } from '@reluctant/onnx';
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import { lookDue, preferOnnxRuntime } from './cost-model.js';
import { DensityAverage } from './density-average.js';
import { type Fetches, fetchTarget, readFeeds, resultOf, type TensorMap } from './feeds.js';
import type { Platform, WorkerHandle } from './platform.js';
import type {
  RunEngine,
  SparseSession,
  SparseSessionFactory,
  SparseSessionInfo,
  SparseSessionOptions,
} from './sparse-session.js';
import { stagesOf } from './stages-of.js';

const checkOptions = optionCheck<SparseSessionOptions>('SparseSession.create', {
  threads: true,
  precision: true,
  multiply: true,
  onnxRuntime: true,
});

/** The sizes of a net, without weights, for the cost model. */
const sizesOf = (stages: readonly SparseStage[]): readonly SparseStage[] => {
  const none = new Float32Array();
  return stages.map(({ inputs, outputs, activation, up }) => ({
    ...{ inputs, outputs, activation, weight: none },
    ...(up && { up: { weight: none } }),
  }));
};

interface SessionParts {
  readonly program: SparseProgram;
  readonly sizes: readonly SparseStage[];
  readonly workers: readonly WorkerHandle[];
  readonly inputName: string;
  readonly outputName: string;
  readonly info: SparseSessionInfo;
  /** Opens onnxruntime on the same model; absent if onnxruntime must not be used. */
  readonly openOnnxRuntime?: () => Promise<InferenceSession | undefined>;
}

class ProgramSession implements SparseSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  readonly info: SparseSessionInfo;
  lastEngine: RunEngine | undefined;
  readonly #parts: SessionParts;
  /** Undefined after release. */
  #program: SparseProgram | undefined;
  #released: Promise<void> | undefined;
  #densities: readonly number[] | undefined;
  /** The average that the cost model uses; `densities` are those of the last rows only. */
  readonly #expected = new DensityAverage();
  /** Rows answered by the session's kernels since `densities` was last updated. */
  #rows = 0;
  #onnxRuntime: Promise<InferenceSession | undefined> | undefined;
  /** Progress towards the next density measurement, from 0 to 1; see {@link lookDue}. */
  #untilLook = 0;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#program = parts.program;
    this.inputNames = [parts.inputName];
    this.outputNames = [parts.outputName];
    this.info = parts.info;
  }

  get densities(): readonly number[] | undefined {
    this.#takeDensities();
    return this.#densities;
  }

  async run(feeds: TensorMap, fetches?: Fetches): Promise<Record<string, Tensor>> {
    const { inputName, outputName, info } = this.#parts;
    this.#opened();
    const { data, rows } = readFeeds(feeds, inputName, info.inputs);
    const target = fetchTarget(fetches, outputName, rows, info.outputs);
    const onnxRuntime = await this.#onnxRuntimeFor(rows);
    if (onnxRuntime !== undefined) {
      this.lastEngine = 'onnxruntime';
      this.#lookAfter(data, rows);
      const results = await onnxRuntime.run(feeds, [outputName]);
      // Copied, because not every backend writes into a given tensor; the copy is cheap compared with the run.
      if (target === undefined) return { ...results };
      (target.data as Float32Array).set(results[outputName]?.data as Float32Array);
      return { [outputName]: target };
    }
    // Checked again: the session may have been released while onnxruntime was opening.
    const program = this.#opened();
    this.lastEngine = 'sparse';
    this.#untilLook = 0;
    this.#rows += rows;
    if (target !== undefined) {
      program.run(data, target.data as Float32Array);
      return { [outputName]: target };
    }
    return resultOf(outputName, program.run(data), rows, info.outputs);
  }

  runSync(input: Float32Array, output?: Float32Array): Float32Array {
    const result = this.#opened().run(input, output);
    this.lastEngine = 'sparse';
    this.#rows += input.length / this.info.inputs;
    return result;
  }

  release(): Promise<void> {
    this.#released ??= this.#end();
    return this.#released;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.release();
  }

  async #end(): Promise<void> {
    this.#program?.stop();
    this.#program = undefined;
    await Promise.all(this.#parts.workers.map((worker) => worker.terminate()));
    await (await this.#onnxRuntime)?.release();
  }

  /**
   * Only the session's kernels count active units, so one row of a batch answered by onnxruntime is occasionally run
   * here as well.
   */
  #lookAfter(data: Float32Array, rows: number): void {
    const { sizes, info } = this.#parts;
    this.#untilLook += lookDue(sizes, this.#expected.mean ?? [], rows, info.threads);
    if (this.#untilLook < 1) return;
    this.#opened().run(data.subarray(0, info.inputs));
    this.#rows++;
    this.#untilLook = 0;
  }

  /** Adds the densities of the rows answered by the session's kernels since the last update. */
  #takeDensities(): void {
    const seen = this.#program?.takeDensities();
    if (seen === undefined) return;
    this.#densities = seen;
    this.#expected.add(seen, this.#rows);
    this.#rows = 0;
  }

  #opened(): SparseProgram {
    if (this.#program === undefined) throw new ReluctantError('wrong-state', 'the session was released');
    return this.#program;
  }

  /**
   * onnxruntime, if this batch should be handed over. The first batch of a session runs in the session's kernels to
   * measure the densities.
   */
  async #onnxRuntimeFor(rows: number): Promise<InferenceSession | undefined> {
    const { openOnnxRuntime, sizes, info } = this.#parts;
    if (openOnnxRuntime === undefined || rows === 1) return undefined;
    this.#takeDensities();
    const densities = this.#expected.mean ?? (info.narrow ? [] : undefined);
    if (densities === undefined || !preferOnnxRuntime(sizes, densities, rows, info.threads)) return undefined;
    this.#onnxRuntime ??= openOnnxRuntime();
    return await this.#onnxRuntime;
  }
}

/** Creates sessions on a platform. */
export function sessionFactory(platform: Platform): SparseSessionFactory {
  return {
    async create(source, options = {}) {
      checkOptions(options);
      return new ProgramSession(await prepare(platform, source, options));
    },
  };
}

async function prepare(
  platform: Platform,
  source: string | Uint8Array,
  { threads = platform.cores, precision = 'float32', multiply = 'active', onnxRuntime = true }: SparseSessionOptions,
): Promise<SessionParts> {
  const load = async () => importOnnx(typeof source === 'string' ? await platform.read(source) : source);
  const graph = await load();
  const stages = stagesOf(graph);
  const program = await createSparseProgram(stages, { threads, precision, multiply, mayBlock: platform.mayBlock });
  const workers = await Promise.all(program.tasks.map((task) => platform.startWorker(task))).catch((error: unknown) => {
    program.stop();
    throw error;
  });
  const delegates = onnxRuntime && precision === 'float32' && multiply === 'active';
  return {
    ...{ program, workers, sizes: sizesOf(stages) },
    ...{ inputName: graph.inputName, outputName: graph.outputName },
    info: {
      ...{ inputs: program.inputs, outputs: program.outputs, threads: program.threads },
      ...{ precision, weightBytes: program.weightBytes, narrow: program.narrow, metadata: graph.metadata },
    },
    // Re-exported as a dense graph for any batch, whatever the file was: the cost model compares with that.
    ...(delegates && {
      openOnnxRuntime: () =>
        load()
          .then((again) => platform.openOnnxRuntime(exportMlp(again), program.threads))
          .catch(() => undefined),
    }),
  };
}
