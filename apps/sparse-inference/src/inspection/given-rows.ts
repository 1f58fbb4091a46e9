import { ReluctantError } from '@reluctant/errors';

/** Flags that give the inputs of a model, as texts. */
export interface RowFlags {
  /** A `.npy` file. */
  readonly inputs?: string;
  /** Files of a table. */
  readonly data?: string;
}

/**
 * Checks that the inputs are given in one way at most.
 *
 * @returns what to call them: the file, or that they are random
 */
export function nameOfRows({ inputs, data }: RowFlags): string {
  if (inputs !== undefined && data !== undefined)
    throw new ReluctantError('invalid-option', '--inputs and --data both give the rows: leave one of them out');
  return inputs ?? data ?? 'random inputs (your own: --inputs rows.npy; of a table: --data rows.csv)';
}

/** @throws ReluctantError (usage) if inputs are given for a directory of this program */
export function refuseRows({ inputs, data }: RowFlags): void {
  if (inputs === undefined && data === undefined) return;
  const flag = inputs === undefined ? '--data' : '--inputs';
  throw new ReluctantError('invalid-option', `${flag} is for an ONNX file: a directory has its own test rows`);
}
