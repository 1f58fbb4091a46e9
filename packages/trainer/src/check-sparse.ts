import { ReluctantError } from '@reluctant/errors';
import type { SparseFeatures } from '@reluctant/kernels/train';

/**
 * Fails unless sparse features are the compressed rows of a matrix of this size.
 *
 * @param name - of the features, for the message
 * @throws ReluctantError (`invalid-argument`) for starts that do not divide the entries among the rows, or for columns
 *   that do not exist or do not ascend within their row
 */
export function checkSparse(
  name: string,
  { starts, columns, values }: SparseFeatures,
  { rows, inputs }: { readonly rows: number; readonly inputs: number },
): void {
  const refuse = (said: string): never => {
    throw new ReluctantError('invalid-argument', `${name}: ${said}`);
  };
  if (starts.length !== rows + 1) refuse(`expected ${rows + 1} starts, got ${starts.length}`);
  if (values.length !== columns.length) refuse(`expected ${columns.length} values, got ${values.length}`);
  if (starts[0] !== 0 || starts[rows] !== columns.length) {
    refuse(`the starts must begin with 0 and end with ${columns.length}, got ${starts[0]} and ${starts[rows]}`);
  }
  for (let row = 0; row < rows; row++) {
    const first = starts[row] ?? 0;
    const end = starts[row + 1] ?? 0;
    if (end < first || end > columns.length) {
      refuse(`start ${row + 1} must be from ${first} to ${columns.length}, got ${end}`);
    }
    for (let entry = first, least = 0; entry < end; entry++) {
      const column = columns[entry] ?? inputs;
      if (column < least || column >= inputs) {
        refuse(
          `row ${row} must have ascending columns below ${inputs}, got ${columns.subarray(first, end).join(', ')}`,
        );
      }
      least = column + 1;
    }
  }
}
