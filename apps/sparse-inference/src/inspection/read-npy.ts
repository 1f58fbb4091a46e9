import { readFileSync } from 'node:fs';
import { describe, ReluctantError } from '@reluctant/errors';

/** An array of a `.npy` file as float64 numbers, row-major. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Element types by NumPy's names, little-endian. */
const readers: Readonly<Record<string, { readonly bytes: number; read(view: DataView, at: number): number }>> = {
  '<f4': { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  '<f8': { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  '<i4': { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  '<i8': { bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
};

/**
 * Reads a file that NumPy's `save` wrote: versions 1 to 3 of the format, C order, float32, float64, int32 or int64.
 *
 * @throws ReluctantError naming the file if it is no such file
 */
export function readNpy(path: string): NpyArray {
  const wrong = (what: string): ReluctantError => new ReluctantError('invalid-file', `--inputs ${path}: ${what}`);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new ReluctantError('input-output', `--inputs ${path} cannot be read: ${describe(error)}`, { cause: error });
  }
  if (bytes.length < 12 || bytes.toString('latin1', 0, 6) !== '\x93NUMPY') throw wrong('not a .npy file of NumPy');
  const long = (bytes[6] ?? 1) > 1;
  const start = long ? 12 : 10;
  const end = start + (long ? bytes.readUInt32LE(8) : bytes.readUInt16LE(8));
  const header = bytes.toString('latin1', start, end);
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? 'no type';
  const shape = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1]?.match(/\d+/g)?.map(Number) ?? [];
  const reader = readers[descr];
  if (reader === undefined) throw wrong(`it holds ${descr}, expected ${Object.keys(readers).join(', ')}`);
  if (!/'fortran_order':\s*False/.test(header)) throw wrong('it is in Fortran order, expected C order');
  const size = shape.reduce((product, dim) => product * dim, 1);
  if (bytes.length - end !== size * reader.bytes)
    throw wrong(`the shape [${shape.join(', ')}] takes ${size * reader.bytes} bytes, it holds ${bytes.length - end}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset + end, bytes.length - end);
  const data = Float64Array.from({ length: size }, (_, index) => reader.read(view, index * reader.bytes));
  return { shape, data };
}
