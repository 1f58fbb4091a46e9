/// <reference lib="esnext.disposable" preserve="true" />
import { ReluctantError, unknownName } from '@reluctant/errors';
import type { Exports } from '../generated/train-exports.js';
import {
  layerBytes,
  layerFields,
  programBytes,
  programFields,
  resultOffsets,
  statisticsOffsets,
} from '../generated/training-abi.js';
import { writeDescriptor } from './descriptor.js';
import { EpochArrays } from './epoch-arrays.js';
import type { KernelEpoch } from './kernel-epoch.js';
import { KernelMemory } from './kernel-memory.js';
import { type MemoryPlan, planMemory, reservedBytes, type SetPlan } from './memory-plan.js';
import { MemoryPool } from './memory-pool.js';
import { type DenseRows, type KernelRows, rowsSize, type TrainingShape } from './training-shape.js';

/** Settings of one pass without an update. */
export interface KernelPass {
  /** Share of ReLU; NaN = the gate decides. */
  readonly share: number;
  readonly domainAll: boolean;
  /** Step of the draws; in an evaluation that of its first batch. */
  readonly step: number;
  /** False to leave an evaluation's logits empty. Default true. */
  readonly logits?: boolean;
}

/** Sums over an evaluated set; float64, rows ascending. */
export interface KernelEvaluation {
  /** Unweighted; with squared error over rows and outputs. */
  readonly lossSum: number;
  /** Rows whose largest logit (ties go to the first) is that of their label; 0 with squared error. */
  readonly right: number;
  /** Post-activations that are exactly 0, per hidden layer. */
  readonly zeros: readonly number[];
  /** The gate's shares per hidden layer, if the gate decided. */
  readonly shares?: readonly {
    readonly sum: number;
    readonly negativeSum: number;
    /** Number of non-NaN shares, over all z and over z < 0. */
    readonly count: number;
    readonly negativeCount: number;
    /** Quantiles at the shape's levels, from histograms of 1024 equal bins over [0, 1]; NaN without shares. */
    readonly quantiles: number[];
    readonly negativeQuantiles: number[];
  }[];
  /** Row-major [rows, outputs]; empty if not requested. */
  readonly logits: Float32Array;
}

/** The flat vectors of a training. */
export type StateVector = 'parameters' | 'gradients' | 'm' | 'v';

/** Noise of one pass: one array per hidden layer, row-major [rows, units], or [1, units] or [1, 1] by granularity. */
export type LayerNoise = readonly Float32Array[];

/**
 * One training in its own memory: the kernels, their descriptor and buffers.
 *
 * Shapes, indices and labels are not checked here (the wasm engine checks them): a wrong index accesses other data in
 * the program's own memory, never outside. {@link release} it, or declare it with `using`.
 */
export class TrainingKernel implements Disposable {
  readonly plan: MemoryPlan;
  readonly #exports: Exports;
  #release: (() => void) | undefined;
  readonly #memory: KernelMemory;
  readonly #epoch: EpochArrays;
  /** Index in `uint32s` of the descriptor's flag for injected noise. */
  readonly #injected: number;
  readonly #batchSize: number;
  readonly #trainRows: number;
  readonly #hiddenLayers: MemoryPlan['layerValues'];

  /** @throws ReluctantError (`out-of-memory`) if the program does not fit into the 4 GiB of a WebAssembly memory */
  constructor(module: WebAssembly.Module, shape: TrainingShape, memories: MemoryPool = new MemoryPool()) {
    const sets = Object.fromEntries(Object.entries(shape.sets).map(([name, rows]) => [name, rowsSize(rows)]));
    this.plan = planMemory({ ...shape, train: rowsSize(shape.train), sets });
    this.#injected = (this.plan.program + programFields.injected.offset) / 4;
    this.#batchSize = shape.batchSize;
    this.#trainRows = shape.train.rows;
    this.#hiddenLayers = this.plan.layerValues.slice(0, -1);
    const memory = memories.take(this.plan.bytes);
    this.#release = () => memories.giveBack(memory);
    this.#exports = instantiate(module, memory);
    this.#memory = new KernelMemory(memory.buffer);
    this.#epoch = new EpochArrays(this.#memory, this.plan);
    this.#writeDescriptors();
    const { trainFeatures, trainStarts, trainColumns, trainTargets, classWeights, outputs } = this.plan.programValues;
    const at = { features: trainFeatures, starts: trainStarts, columns: trainColumns, targets: trainTargets };
    this.#writeRows(shape.train, at, shape.inputs);
    if (shape.classWeights) this.#memory.float32(classWeights, outputs).set(shape.classWeights);
    const { levels, count } = this.plan.quantiles;
    if (count > 0) this.#memory.float64(levels, count).set(shape.shareQuantiles ?? []);
    for (const [name, set] of Object.entries(shape.sets)) this.#writeRows(set, this.#set(name), shape.inputs);
  }

  /**
   * Returns the memory to its pool. A second call has no effect; other methods then throw `wrong-state`, and earlier
   * views must not be used.
   */
  release(): void {
    this.#release?.();
    this.#release = undefined;
  }

  /** {@link release}, for `using`. */
  [Symbol.dispose](): void {
    this.release();
  }

  /** A view of a flat vector in the kernel's memory; writes take effect immediately. */
  vector(name: StateVector): Float32Array<ArrayBuffer> {
    this.#checkLive();
    return this.#memory.float32(this.plan.programValues[name], this.plan.programValues.parameterCount);
  }

  /** True if all numbers of a flat vector are finite. */
  isFinite(name: StateVector): boolean {
    this.#checkLive();
    const { programValues } = this.plan;
    // A wasm boolean is a number here.
    return Boolean(this.#exports.allFinite(programValues[name], programValues.parameterCount));
  }

  /**
   * The order of all training rows in an epoch: `RandomStream.order` with the program's key and purpose `shuffle`,
   * faster. A view: the next call overwrites it.
   */
  order(epoch: number): Uint32Array {
    this.#checkLive();
    const { program, epoch: at } = this.plan;
    this.#exports.order(program, at.rows, this.#trainRows, epoch);
    return this.#memory.uint32(at.rows, this.#trainRows);
  }

  /** True if an order is the view returned by {@link order}, not a copy. */
  holds(rows: Uint32Array): boolean {
    return rows.buffer === this.#memory.view.buffer && rows.byteOffset === this.plan.epoch.rows;
  }

  /**
   * Trains on consecutive batches and returns the loss of each step before its update. If there are fewer losses than
   * batches, the last one is not finite and made no update. The losses may be a view: the next call overwrites it.
   *
   * @param noise - per step; drawn from the streams if absent
   */
  trainEpoch(epoch: KernelEpoch, noise?: readonly LayerNoise[]): Float64Array {
    this.#checkLive();
    const steps = epoch.share.length;
    if (!noise && steps <= this.plan.epoch.steps) {
      const done = this.#trainSteps(epoch, 0, steps);
      return done === this.#epoch.losses.length ? this.#epoch.losses : this.#epoch.losses.subarray(0, done);
    }
    const losses = new Float64Array(steps);
    const most = noise ? 1 : this.plan.epoch.steps;
    for (let step = 0; step < steps; step += most) {
      const taken = Math.min(most, steps - step);
      if (noise) this.#inject(noise[step], Math.min(this.#batchSize, epoch.rows.length - step * this.#batchSize));
      const done = this.#trainSteps(epoch, step, taken);
      losses.set(this.#epoch.losses.subarray(0, done), step);
      if (!Number.isFinite(losses[step + done - 1])) return losses.subarray(0, step + done);
    }
    return losses;
  }

  /** Evaluates one of the sets in batches. */
  evaluate(name: string, pass: KernelPass, noise?: readonly LayerNoise[]): KernelEvaluation {
    this.#checkLive();
    const set = this.#set(name);
    const { results } = this.plan.programValues;
    const withShares = Number.isNaN(pass.share);
    this.#exports.clearResults(this.plan.program, withShares);
    const most = noise ? this.#batchSize : set.rows;
    for (let first = 0; first < set.rows; first += most) {
      const count = Math.min(most, set.rows - first);
      if (noise) this.#inject(noise[first / this.#batchSize], count);
      this.#exports.evaluate(
        this.plan.program,
        set.features,
        set.starts,
        set.columns,
        set.targets,
        first,
        count,
        pass.share,
        pass.domainAll,
        pass.step + first / this.#batchSize,
        set.logits,
      );
    }
    this.#setInjected(false);
    const { float64s } = this.#memory;
    const number = (address: number): number => float64s[address / 8] ?? Number.NaN;
    return {
      lossSum: number(results + resultOffsets.lossSum),
      right: number(results + resultOffsets.right),
      zeros: this.#hiddenLayers.map(({ statistics }) => number(statistics + statisticsOffsets.zeros)),
      ...(withShares && { shares: this.#shares() }),
      logits:
        pass.logits === false
          ? new Float32Array()
          : this.#memory.float32(set.logits, set.rows * this.plan.programValues.outputs).slice(),
    };
  }

  /** Loss, logits (row-major) and gradients of one batch, without an update. */
  gradients(
    batch: DenseRows,
    pass: KernelPass,
    noise?: LayerNoise,
  ): { loss: number; logits: Float32Array; gradients: Float32Array } {
    this.#checkLive();
    const { batch: plan, programValues, layerValues } = this.plan;
    this.#writeRows(batch, plan, programValues.inputs);
    if (noise) this.#inject(noise, batch.rows);
    const loss = this.#exports.gradients(
      this.plan.program,
      plan.features,
      plan.targets,
      batch.rows,
      pass.share,
      pass.domainAll,
      pass.step,
    );
    this.#setInjected(false);
    const logits = this.#memory.transposed(
      layerValues.at(-1)?.z ?? 0,
      programValues.outputs,
      batch.rows,
      programValues.stride,
    );
    return { loss, logits, gradients: this.vector('gradients').slice() };
  }

  #trainSteps(epoch: KernelEpoch, step: number, count: number): number {
    const { epoch: at, program } = this.plan;
    this.#epoch.write(epoch, step, count, step === 0 && this.holds(epoch.rows));
    const done = this.#exports.trainEpoch(
      program,
      at.rows,
      Math.min(count * this.#batchSize, epoch.rows.length - step * this.#batchSize),
      at.shares,
      at.domainAll,
      at.stepSizes,
      at.inverseRoots,
      at.gateStepSizes,
      at.gateInverseRoots,
      at.decays,
      at.losses,
      epoch.firstStep + step,
    );
    this.#setInjected(false);
    return done;
  }

  #writeDescriptors(): void {
    const { program, programValues, layerValues } = this.plan;
    writeDescriptor(this.#memory.view, program, programFields, programValues);
    layerValues.forEach((values, l) => {
      writeDescriptor(this.#memory.view, programValues.layers + layerBytes * l, layerFields, values);
    });
  }

  /** Copies rows: dense ones each padded with zeros to a multiple of 4 features. */
  #writeRows(rows: KernelRows, at: Omit<SetPlan, 'rows' | 'logits'>, inputs: number): void {
    if ('starts' in rows.features) {
      const { starts, columns, values } = rows.features;
      this.#memory.float32(at.features, values.length).set(values);
      this.#memory.uint32(at.starts, starts.length).set(starts);
      this.#memory.uint32(at.columns, columns.length).set(columns);
    } else this.#writeFeatures(rows.features, rows.rows, at.features, inputs);
    if (rows.targets) {
      const values = rows.rows * this.plan.programValues.outputs;
      this.#memory.float32(at.targets, values).set(rows.targets.subarray(0, values));
    } else if (rows.labels) this.#memory.int32(at.targets, rows.rows).set(rows.labels.subarray(0, rows.rows));
  }

  #writeFeatures(features: Float32Array, rows: number, at: number, inputs: number): void {
    const { featureRow } = this.plan;
    // One copy; a kernel then expands the rows, which is much faster than copying row by row from JavaScript.
    const count = inputs * rows;
    this.#memory.float32(at, count).set(features.subarray(0, count));
    if (featureRow !== inputs) this.#exports.padRows(at, rows, 4 * inputs, 4 * featureRow);
  }

  /**
   * Writes noise into the layers' buffers [unit][row], repeats values given once per unit or layer, and disables
   * drawing.
   */
  #inject(noise: LayerNoise | undefined, rows: number): void {
    const stride = this.plan.programValues.stride / 4;
    this.#hiddenLayers.forEach(({ noise: address, units }, l) => {
      const values = noise?.[l];
      if (!values || address === 0) return;
      const out = this.#memory.float32(address, units * stride);
      const perRow = values.length === rows * units ? units : 0;
      const perUnit = values.length === 1 ? 0 : 1;
      for (let unit = 0; unit < units; unit++) {
        for (let row = 0; row < rows; row++) {
          out[unit * stride + row] = values[row * perRow + unit * perUnit] ?? Number.NaN;
        }
      }
    });
    this.#setInjected(true);
  }

  #setInjected(injected: boolean): void {
    this.#memory.uint32s[this.#injected] = injected ? 1 : 0;
  }

  #shares(): NonNullable<KernelEvaluation['shares']> {
    const { quantiles, program } = this.plan;
    const { float64s, uint32s } = this.#memory;
    this.#exports.shareQuantiles(program, quantiles.levels, quantiles.count, quantiles.values);
    let value = quantiles.values / 8;
    const next = (): number[] => {
      const values: number[] = [];
      for (let level = 0; level < quantiles.count; level++) values.push(float64s[value++] ?? Number.NaN);
      return values;
    };
    return this.#hiddenLayers.map(({ statistics }) => ({
      sum: float64s[(statistics + statisticsOffsets.shareSum) / 8] ?? Number.NaN,
      negativeSum: float64s[(statistics + statisticsOffsets.negativeShareSum) / 8] ?? Number.NaN,
      count: uint32s[(statistics + statisticsOffsets.shareCount) / 4] ?? 0,
      negativeCount: uint32s[(statistics + statisticsOffsets.negativeShareCount) / 4] ?? 0,
      quantiles: next(),
      negativeQuantiles: next(),
    }));
  }

  #checkLive(): void {
    if (this.#release === undefined) throw new ReluctantError('wrong-state', 'the training kernel was released');
  }

  #set(name: string): SetPlan {
    const set = this.plan.sets[name];
    if (!set) throw unknownName('evaluation set', name, Object.keys(this.plan.sets));
    return set;
  }
}

function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Exports {
  // The exports are those of assembly/train/index.ts; the checks below fail for another module.
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
  if (
    exports.programBytes() !== programBytes ||
    exports.layerBytes() !== layerBytes ||
    exports.heapBase() > reservedBytes
  ) {
    throw new ReluctantError(
      'broken-installation',
      'the kernels and their descriptor do not fit together: build @reluctant/kernels again',
    );
  }
  return exports;
}
