import { logSoftmax } from '@reluctant/metrics';

/**
 * Mean softmax cross-entropy with class weights: Σ w_y·l / Σ w_y over all rows, as torch.nn.CrossEntropyLoss(weight)
 * over one batch.
 *
 * @param logits - row-major [rows, classes]
 * @param classWeights - the weight w of each class, above 0
 */
export function classWeightedLoss(
  logits: ArrayLike<number>,
  labels: ArrayLike<number>,
  classWeights: ArrayLike<number>,
): number {
  const classes = classWeights.length;
  const logarithms = logSoftmax(logits, classes);
  let [loss, total] = [0, 0];
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] ?? 0;
    const weight = classWeights[label] ?? Number.NaN;
    loss -= weight * (logarithms[row * classes + label] ?? Number.NaN);
    total += weight;
  }
  return loss / total;
}
