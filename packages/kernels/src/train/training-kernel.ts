import { layerFields, programFields, writeDescriptor } from './descriptor.js';
import { KernelMemory } from './kernel-memory.js';
import {
  type MemoryPlan,
  planMemory,
  reservedBytes,
  resultBytes,
  type SetPlan,
  shareBins,
  statisticsBytes,
} from './memory-plan.js';
import { MemoryPool } from './memory-pool.js';
import type { KernelRows, TrainingShape } from './training-shape.js';

/** Steps of one call: arrays with an entry per batch. */
export interface KernelEpoch {
  /** Indices into the training rows; batches are consecutive slices. */
  readonly rows: Uint32Array;
  /** Share of ReLU; NaN = the gate decides. */
  readonly share: Float32Array;
  /** 1 = domain `all` whatever the shape says. */
  readonly everywhere: Uint8Array;
  /** lr / (1 − β1^t). */
  readonly stepSize: Float32Array;
  /** 1 / √(1 − β2^t). */
  readonly inverseRoot: Float32Array;
  /** Optimiser steps executed before: the step of the first draws. */
  readonly firstStep: number;
}

/** What decides the share in one pass without an update. */
export interface KernelPass {
  /** Share of ReLU; NaN = the gate decides. */
  readonly share: number;
  readonly everywhere: boolean;
  /** Step of the draws; in an evaluation that of its first batch. */
  readonly step: number;
}

/** Sums over an evaluated set; float64, rows ascending. */
export interface KernelEvaluation {
  readonly lossSum: number;
  /** Rows whose largest logit, the first of equals, is their label's. */
  readonly right: number;
  /** Post-activations that are exactly 0, per hidden layer. */
  readonly zeros: readonly number[];
  /** The gate's shares per hidden layer, if the gate decided. */
  readonly shares?: readonly {
    readonly sum: number;
    readonly negativeSum: number;
    /** Counts of 1024 equal bins over [0, 1]: over all z, and over z < 0. Views: the next evaluation overwrites them. */
    readonly counts: Uint32Array;
    readonly negativeCounts: Uint32Array;
  }[];
  /** Row-major [rows, classes]. */
  readonly logits: Float32Array;
}

/** The flat vectors of a training. */
export type StateVector = 'parameters' | 'gradients' | 'm' | 'v';

/** Noise of one pass: one array per hidden layer, row-major [rows, units], or [1, units] or [1, 1] by granularity. */
export type LayerNoise = readonly Float32Array[];

interface Exports {
  heapBase(): number;
  programBytes(): number;
  layerBytes(): number;
  trainEpoch(
    program: number,
    rows: number,
    count: number,
    shares: number,
    everywhere: number,
    stepSizes: number,
    inverseRoots: number,
    losses: number,
    firstStep: number,
  ): number;
  order(program: number, out: number, n: number, epoch: number): void;
  padRows(address: number, rows: number, from: number, to: number): void;
  gradients(
    program: number,
    features: number,
    labels: number,
    rows: number,
    share: number,
    everywhere: boolean,
    step: number,
  ): number;
  evaluate(
    program: number,
    features: number,
    labels: number,
    first: number,
    count: number,
    share: number,
    everywhere: boolean,
    firstStep: number,
    logits: number,
  ): void;
}

/**
 * One training in a memory of its own: the kernels, their descriptor and buffers.
 *
 * It trusts its caller with shapes, indices and labels (the wasm engine checks them): a wrong index reads another place in its own
 * memory, never outside.
 */
export class TrainingKernel {
  readonly plan: MemoryPlan;
  readonly #exports: Exports;
  readonly #release: () => void;
  readonly #memory: KernelMemory;
  readonly #batchSize: number;
  readonly #trainRows: number;
  readonly #hiddenUnits: readonly number[];

  /** @throws Error when the program does not fit into the 4 GiB of a WebAssembly memory */
  constructor(module: WebAssembly.Module, shape: TrainingShape, memories: MemoryPool = new MemoryPool()) {
    this.plan = planMemory(shape);
    this.#batchSize = shape.batchSize;
    this.#trainRows = shape.train.rows;
    this.#hiddenUnits = shape.units.slice(0, -1);
    const memory = memories.take(this.plan.bytes);
    this.#release = () => memories.giveBack(memory);
    this.#exports = instantiate(module, memory);
    this.#memory = new KernelMemory(memory.buffer);
    this.#writeDescriptors();
    const { trainFeatures, trainLabels } = this.plan.programValues;
    this.#writeRows(shape.train, { features: trainFeatures, labels: trainLabels }, shape.inputs);
    for (const [name, set] of Object.entries(shape.sets)) this.#writeRows(set, this.#set(name), shape.inputs);
  }

  /** Gives the memory back to its pool. Neither the kernel nor a view into it may be used afterwards. */
  release(): void {
    this.#release();
  }

  /** A view of a flat vector in the kernel's memory: reading is free, writing takes effect at once. */
  vector(name: StateVector): Float32Array<ArrayBuffer> {
    return this.#memory.float32(this.plan.programValues[name], this.plan.programValues.parameterCount);
  }

  /** The order of all training rows in an epoch: `RandomStream.order` with the program's key and purpose `shuffle`, faster. */
  order(epoch: number): Uint32Array {
    const { program, epoch: at } = this.plan;
    this.#exports.order(program, at.rows, this.#trainRows, epoch);
    return this.#memory.uint32(at.rows, this.#trainRows).slice();
  }

  /**
   * Trains on consecutive batches and gives the loss of each step before its update. Fewer losses than batches: the last one is
   * not finite and made no update.
   *
   * @param noise - per step; the streams draw if it is absent
   */
  trainEpoch(epoch: KernelEpoch, noise?: readonly LayerNoise[]): Float64Array {
    const steps = epoch.share.length;
    const losses = new Float64Array(steps);
    const most = noise ? 1 : this.plan.epoch.steps;
    for (let step = 0; step < steps; step += most) {
      const taken = Math.min(most, steps - step);
      const rows = epoch.rows.subarray(step * this.#batchSize, (step + taken) * this.#batchSize);
      if (noise) this.#inject(noise[step], rows.length);
      const done = this.#trainSteps(epoch, rows, step, taken);
      losses.set(this.#memory.float64(this.plan.epoch.losses, done), step);
      if (!Number.isFinite(losses[step + done - 1])) return losses.subarray(0, step + done);
    }
    return losses;
  }

  /** Evaluates one of the sets in batches. */
  evaluate(name: string, pass: KernelPass, noise?: readonly LayerNoise[]): KernelEvaluation {
    const set = this.#set(name);
    const { results } = this.plan.programValues;
    this.#memory.clear(results, resultBytes);
    for (const { statistics } of this.#hiddenLayers()) this.#memory.clear(statistics, statisticsBytes);
    const most = noise ? this.#batchSize : set.rows;
    for (let first = 0; first < set.rows; first += most) {
      const count = Math.min(most, set.rows - first);
      if (noise) this.#inject(noise[first / this.#batchSize], count);
      this.#exports.evaluate(
        this.plan.program,
        set.features,
        set.labels,
        first,
        count,
        pass.share,
        pass.everywhere,
        pass.step + first / this.#batchSize,
        set.logits,
      );
    }
    this.#setInjected(false);
    const [lossSum = Number.NaN, right = Number.NaN] = this.#memory.float64(results, 2);
    const layers = this.#hiddenLayers();
    return {
      lossSum,
      right,
      zeros: layers.map(({ statistics }) => this.#memory.float64(statistics, 1)[0] ?? Number.NaN),
      ...(Number.isNaN(pass.share) && { shares: layers.map(({ statistics }) => this.#shares(statistics)) }),
      logits: this.#memory.float32(set.logits, set.rows * this.plan.programValues.classes).slice(),
    };
  }

  /** Loss, logits (row-major) and gradients of one batch, without an update. */
  gradients(
    batch: KernelRows,
    pass: KernelPass,
    noise?: LayerNoise,
  ): { loss: number; logits: Float32Array; gradients: Float32Array } {
    const { batch: plan, programValues, layerValues } = this.plan;
    this.#writeRows(batch, plan, programValues.inputs);
    if (noise) this.#inject(noise, batch.rows);
    const loss = this.#exports.gradients(
      this.plan.program,
      plan.features,
      plan.labels,
      batch.rows,
      pass.share,
      pass.everywhere,
      pass.step,
    );
    this.#setInjected(false);
    const logits = this.#memory.transposed(
      layerValues.at(-1)?.z ?? 0,
      programValues.classes,
      batch.rows,
      programValues.stride,
    );
    return { loss, logits, gradients: this.vector('gradients').slice() };
  }

  #trainSteps(epoch: KernelEpoch, rows: Uint32Array, step: number, count: number): number {
    const { epoch: at, program } = this.plan;
    this.#memory.uint32(at.rows, rows.length).set(rows);
    this.#memory.float32(at.shares, count).set(epoch.share.subarray(step, step + count));
    this.#memory.uint8(at.everywhere, count).set(epoch.everywhere.subarray(step, step + count));
    this.#memory.float32(at.stepSizes, count).set(epoch.stepSize.subarray(step, step + count));
    this.#memory.float32(at.inverseRoots, count).set(epoch.inverseRoot.subarray(step, step + count));
    const done = this.#exports.trainEpoch(
      program,
      at.rows,
      rows.length,
      at.shares,
      at.everywhere,
      at.stepSizes,
      at.inverseRoots,
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
      writeDescriptor(this.#memory.view, programValues.layers + 4 * layerFields.length * l, layerFields, values);
    });
  }

  /** Copies rows in, each padded with zeros to a multiple of 4 features. */
  #writeRows(rows: KernelRows, at: { features: number; labels: number }, inputs: number): void {
    const { featureRow } = this.plan;
    // One copy, then the kernel spreads the rows: row by row from here costs more than training on them.
    const count = inputs * rows.rows;
    this.#memory.float32(at.features, count).set(rows.features.subarray(0, count));
    if (featureRow !== inputs) this.#exports.padRows(at.features, rows.rows, 4 * inputs, 4 * featureRow);
    this.#memory.int32(at.labels, rows.rows).set(rows.labels.subarray(0, rows.rows));
  }

  /** Puts noise into the layers' buffers [unit][row], spreading what is given once per unit or layer, and switches the dice off. */
  #inject(noise: LayerNoise | undefined, rows: number): void {
    const stride = this.plan.programValues.stride / 4;
    this.#hiddenLayers().forEach(({ noise: address, units }, l) => {
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
    this.#memory.view.setUint32(this.plan.program + 4 * programFields.indexOf('injected'), injected ? 1 : 0, true);
  }

  #shares(statistics: number): NonNullable<KernelEvaluation['shares']>[number] {
    const [sum = Number.NaN, negativeSum = Number.NaN] = this.#memory.float64(statistics + 8, 2);
    return {
      sum,
      negativeSum,
      counts: this.#memory.uint32(statistics + 24, shareBins),
      negativeCounts: this.#memory.uint32(statistics + 24 + 4 * shareBins, shareBins),
    };
  }

  #hiddenLayers(): readonly MemoryPlan['layerValues'][number][] {
    return this.plan.layerValues.slice(0, this.#hiddenUnits.length);
  }

  #set(name: string): SetPlan {
    const set = this.plan.sets[name];
    if (!set) throw new Error(`there is no evaluation set '${name}'`);
    return set;
  }
}

function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Exports {
  // The exports are those of assembly/train/index.ts; the checks below fail if the module is another.
  const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Exports;
  if (
    exports.programBytes() !== 4 * programFields.length ||
    exports.layerBytes() !== 4 * layerFields.length ||
    exports.heapBase() > reservedBytes
  ) {
    throw new Error('the kernels and their descriptor do not fit together: build @reluctant/kernels again');
  }
  return exports;
}
