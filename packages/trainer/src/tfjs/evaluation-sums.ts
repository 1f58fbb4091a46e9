import { accuracy, gateStatistics, meanSquaredError, ShareHistogram, softmaxCrossEntropy } from '@reluctant/metrics';
import type { EvaluationResult } from '../engine.js';
import type { Features, TrainingRows } from '../labelled-rows.js';
import type { HiddenLayer } from './network.js';

/** Sums over the batches of one evaluation, in float64 and in ascending order of the rows. */
export class EvaluationSums {
  readonly #zeros: number[] = [];
  readonly #values: number[] = [];
  readonly #gates: { readonly all: ShareHistogram; readonly negative: ShareHistogram }[] = [];

  /** Adds the outputs of hidden layer `layer` for one batch. */
  add(layer: number, { z, output, gateShare }: HiddenLayer): void {
    const values = output.dataSync();
    let zeros = 0;
    for (let i = 0; i < values.length; i++) if (values[i] === 0) zeros++;
    this.#zeros[layer] = (this.#zeros[layer] ?? 0) + zeros;
    this.#values[layer] = (this.#values[layer] ?? 0) + values.length;
    if (gateShare) this.#addGate(layer, gateShare.dataSync(), z.dataSync());
  }

  /** The result over the whole set. */
  result(logits: Float32Array, rows: TrainingRows<Features>, outputs: number): EvaluationResult {
    const quality =
      'labels' in rows
        ? {
            loss: softmaxCrossEntropy(logits, rows.labels, outputs).mean,
            accuracy: accuracy(logits, rows.labels, outputs),
          }
        : { loss: meanSquaredError(logits, rows.targets), accuracy: Number.NaN };
    return {
      ...quality,
      sparsity: this.#zeros.map((zeros, layer) => zeros / (this.#values[layer] ?? Number.NaN)),
      ...(this.#gates.length > 0 && { gates: this.#gates.map(({ all, negative }) => gateStatistics(all, negative)) }),
      logits,
    };
  }

  /** Counts a share once for each z that it applies to: one element, one row, or all of a gate that reads nothing. */
  #addGate(layer: number, shares: ArrayLike<number>, z: ArrayLike<number>): void {
    this.#gates[layer] ??= { all: new ShareHistogram(), negative: new ShareHistogram() };
    const { all, negative } = this.#gates[layer];
    const perShare = z.length / shares.length;
    for (let index = 0; index < shares.length; index++) {
      const share = shares[index] ?? Number.NaN;
      let below = 0;
      for (let i = index * perShare; i < (index + 1) * perShare; i++) if ((z[i] ?? Number.NaN) < 0) below++;
      all.add(share, perShare);
      negative.add(share, below);
    }
  }
}
