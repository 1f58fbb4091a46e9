import { invalidArgument, ReluctantError } from '@reluctant/errors';

/**
 * Class weights rows / (classes · count of the class), as scikit-learn's `compute_class_weight('balanced')`: every
 * class then weighs as much as any other in the training loss.
 *
 * @param labels - classes of the training rows, from 0
 * @returns the weight of each class, for {@link TrainOptions.classWeights}
 * @throws ReluctantError when a label is no class, or a class has no row
 */
export function balancedClassWeights(labels: Int32Array, classes: number): Float32Array {
  if (!Number.isInteger(classes) || classes < 1)
    throw invalidArgument('classes', 'a whole number of at least 1', classes);
  const counts = new Float64Array(classes);
  labels.forEach((label, row) => {
    const count = counts[label];
    if (count === undefined) throw invalidArgument(['labels', row], `a class from 0 to ${classes - 1}`, label);
    counts[label] = count + 1;
  });
  const absent = counts.indexOf(0);
  if (absent >= 0) {
    const message = `labels: class ${absent} has no row, so that no weight can balance it`;
    throw new ReluctantError('invalid-argument', message, { path: ['labels'] });
  }
  return Float32Array.from(counts, (count) => labels.length / (classes * count));
}
