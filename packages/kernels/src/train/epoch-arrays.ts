import type { KernelEpoch } from './kernel-epoch.js';
import type { KernelMemory } from './kernel-memory.js';
import type { MemoryPlan } from './memory-plan.js';

/**
 * The arrays of one call of `trainEpoch`. Views are created once, because creating one costs as much as copying a
 * hundred numbers.
 */
export class EpochArrays {
  readonly #rows: Uint32Array;
  readonly #shares: Float32Array;
  readonly #domainAll: Uint8Array;
  readonly #stepSizes: Float32Array;
  readonly #inverseRoots: Float32Array;
  readonly #gated: boolean;
  readonly #gateStepSizes: Float32Array;
  readonly #gateInverseRoots: Float32Array;
  readonly #decays: Float32Array;
  /** Loss of each step of the last call. */
  readonly losses: Float64Array;
  readonly #batchSize: number;

  constructor(memory: KernelMemory, { epoch, programValues }: MemoryPlan) {
    const { steps } = epoch;
    this.#batchSize = programValues.batchSize;
    this.#rows = memory.uint32(epoch.rows, steps * this.#batchSize);
    this.#shares = memory.float32(epoch.shares, steps);
    this.#domainAll = memory.uint8(epoch.domainAll, steps);
    this.#stepSizes = memory.float32(epoch.stepSizes, steps);
    this.#inverseRoots = memory.float32(epoch.inverseRoots, steps);
    this.#gated = programValues.gate !== 0;
    this.#gateStepSizes = memory.float32(epoch.gateStepSizes, steps);
    this.#gateInverseRoots = memory.float32(epoch.gateInverseRoots, steps);
    this.#decays = memory.float32(epoch.decays, steps);
    this.losses = memory.float64(epoch.losses, steps);
  }

  /** Copies steps `first` … `first + count − 1` of an epoch. Rows that were drawn in place are already there. */
  write(epoch: KernelEpoch, first: number, count: number, rowsInPlace: boolean): void {
    const last = first + count;
    if (!rowsInPlace) this.#rows.set(epoch.rows.subarray(first * this.#batchSize, last * this.#batchSize));
    // A view of everything would cost as much as the copy.
    const whole = first === 0 && count === epoch.share.length;
    const part = (values: Float32Array): Float32Array => (whole ? values : values.subarray(first, last));
    this.#shares.set(part(epoch.share));
    this.#domainAll.set(whole ? epoch.domainAll : epoch.domainAll.subarray(first, last));
    this.#stepSizes.set(part(epoch.stepSize));
    this.#inverseRoots.set(part(epoch.inverseRoot));
    if (epoch.decay) this.#decays.set(part(epoch.decay));
    else this.#decays.fill(0);
    if (!this.#gated) return;
    this.#gateStepSizes.set(part(epoch.gateStepSize ?? epoch.stepSize));
    this.#gateInverseRoots.set(part(epoch.gateInverseRoot ?? epoch.inverseRoot));
  }
}
