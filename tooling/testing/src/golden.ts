import { readFileSync } from 'node:fs';

/** An array as golden files hold it: flat, row-major, with non-finite values as strings. */
export interface GoldenArray {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly data: readonly (number | string)[];
}

/** The numbers of a golden array or list; `"NaN"`, `"Infinity"` and `"-Infinity"` become what they name. */
export function goldenNumbers(array: GoldenArray | readonly (number | string)[]): Float64Array {
  const data = 'data' in array ? array.data : array;
  return Float64Array.from(data, Number);
}

/**
 * Reads a golden file. Its shape is the caller's claim: golden files are made by `tooling/goldens` and are not input.
 *
 * @param url - `new URL('../fixtures/name.json', import.meta.url)`
 */
export function readGolden<T>(url: URL): T {
  return JSON.parse(readFileSync(url, 'utf8')) as T;
}
