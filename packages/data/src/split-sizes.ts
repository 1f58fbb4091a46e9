import { DataArgumentError } from './data-argument-error.js';

/**
 * Numbers of test and training rows, as scikit-learn's `_validate_shuffle_split`: a fraction is a share (test is rounded up,
 * train down), a whole number is a count. Neither given: a quarter for the test.
 *
 * @throws DataArgumentError for sizes out of range, too large together, or an empty training set
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
    throw new DataArgumentError(
      'testSize',
      `the sum of testSize and trainSize must be at most 1, got ${test + trainSize}; reduce one of them`,
    );
  }
  let nTest = test === null ? 0 : isShare(test) ? Math.ceil(test * n) : test;
  let nTrain = trainSize === null ? 0 : isShare(trainSize) ? Math.floor(trainSize * n) : trainSize;
  if (trainSize === null) nTrain = n - nTest;
  else if (test === null) nTest = n - nTrain;
  if (nTrain + nTest > n) {
    throw new DataArgumentError(
      'testSize',
      `the sum of trainSize and testSize must be at most the number of samples (${n}), got ${nTrain + nTest}; reduce one of them`,
    );
  }
  if (nTrain <= 0) {
    throw new DataArgumentError(
      'testSize',
      `with ${n} samples, testSize ${test} and trainSize ${trainSize} the training set would be empty; adjust them`,
    );
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
    throw new DataArgumentError(
      name,
      `${name} must be a whole number above 0 and below the number of samples (${n}), or a share between 0 and 1, got ${String(size)}`,
    );
  }
}
