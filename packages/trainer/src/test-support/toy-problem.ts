import type { FeedForward } from '@reluctant/model';
import { RandomStream } from '@reluctant/random';
import type { LabelledRows, TargetRows } from '../labelled-rows.js';

/**
 * Rows of normally distributed features. The label is the sign of the sum of the first two, which is learnt within a
 * few steps.
 */
export function toySplit(rows: number, inputs: number, seed: number, classes = 2): LabelledRows {
  const features = new RandomStream({ seed, run: 0 }, 'resample').normal({ step: 0, rows, units: inputs });
  const labels = Int32Array.from({ length: rows }, (_, row) => {
    const sum = (features[row * inputs] ?? 0) + (features[row * inputs + 1] ?? 0);
    return Math.min(classes - 1, Math.max(0, Math.floor(sum + classes / 2)));
  });
  return { features, labels, rows };
}

/** The same rows with smooth targets, of about unit variance. */
export function toyTargets(rows: number, inputs: number, seed: number, outputs = 1): TargetRows {
  const { features } = toySplit(rows, inputs, seed);
  const targets = Float32Array.from({ length: rows * outputs }, (_, i) => {
    const row = Math.floor(i / outputs) * inputs;
    return Math.sin((features[row] ?? 0) + (i % outputs)) + 0.5 * (features[row + 1] ?? 0);
  });
  return { features, targets, rows };
}

/** A net of dense layers without its activation. */
export function denseNet(inputs: number, ...widths: readonly number[]): Omit<FeedForward, 'activation'> {
  return { inputs, layers: widths.map((out) => ({ kind: 'dense', out })) };
}
