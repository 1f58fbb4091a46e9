import { invalidOption, option, ReluctantError, sentence } from '@reluctant/errors';

/**
 * Numbers of test and training rows, as scikit-learn's `_validate_shuffle_split`: a fraction is a share (rounded up for
 * test, down for train), a whole number is a count. Default: a quarter for the test set.
 *
 * @throws ReluctantError for sizes out of range, a sum that is too large, or an empty training set
 */
export function splitSizes(
  n: number,
  testSize: number | null,
  trainSize: number | null,
): { test: number; train: number } {
  const test = testSize === null && trainSize === null ? 0.25 : testSize;
  checkSize('testSize', test, n);
  checkSize('trainSize', trainSize, n);
  if (isShare(test) && isShare(trainSize) && test + trainSize > 1) {
    const sum = sentence`the sum of ${option('testSize')} and ${option('trainSize')}`;
    const message = sentence`${sum} must be at most 1, got ${test + trainSize}; reduce one of them`;
    throw new ReluctantError('invalid-option', message, { path: ['testSize'] });
  }
  let nTest = test === null ? 0 : isShare(test) ? Math.ceil(test * n) : test;
  let nTrain = trainSize === null ? 0 : isShare(trainSize) ? Math.floor(trainSize * n) : trainSize;
  if (trainSize === null) nTrain = n - nTest;
  else if (test === null) nTest = n - nTrain;
  if (nTrain + nTest > n) {
    const sum = sentence`the sum of ${option('trainSize')} and ${option('testSize')}`;
    const message = sentence`${sum} must be at most the number of samples (${n}), got ${nTrain + nTest}; reduce one of them`;
    throw new ReluctantError('invalid-option', message, { path: ['testSize'] });
  }
  if (nTrain <= 0) {
    const sizes = sentence`${option('testSize')} ${String(test)} and ${option('trainSize')} ${String(trainSize)}`;
    const message = sentence`with ${n} samples, ${sizes} the training set would be empty; adjust them`;
    throw new ReluctantError('invalid-option', message, { path: ['testSize'] });
  }
  return { test: nTest, train: nTrain };
}

function isShare(size: number | null): size is number {
  return size !== null && !Number.isInteger(size);
}

function checkSize(name: string, size: number | null, n: number): void {
  if (size === null) return;
  const fits = Number.isInteger(size) ? size > 0 && size < n : size > 0 && size < 1;
  // scikit-learn checks an empty data set later, so that its message is about the empty training set.
  if (!fits) {
    const expected = `a whole number above 0 and below the number of samples (${n}), or a share between 0 and 1`;
    throw invalidOption(name, expected, size);
  }
}
