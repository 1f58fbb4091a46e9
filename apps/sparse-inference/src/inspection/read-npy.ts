import { readFileSync } from 'node:fs';
import { describe, ReluctantError } from '@reluctant/errors';
import { halfToNumber } from '@reluctant/onnx';

/** Elements of a `.npy` file: numbers, 64-bit integers, or texts. */
export type NpyData = Float64Array | BigInt64Array | BigUint64Array | readonly string[];

/** An array of a `.npy` file, row-major. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: NpyData;
}

/** The element type of a file: bytes of one, and how `size` of them are read. */
interface ElementType {
  readonly bytes: number;
  read(bytes: Uint8Array<ArrayBuffer>, size: number): NpyData;
}

const numbers = (bytes: number, make: (buffer: ArrayBuffer) => ArrayLike<number>): ElementType => ({
  bytes,
  read: ({ buffer }) => Float64Array.from(make(buffer)),
});

/** Element types by NumPy's names, little-endian as every platform of Node. */
const elementTypes: Readonly<Record<string, ElementType>> = {
  '<f2': numbers(2, (buffer) => Array.from(new Uint16Array(buffer), halfToNumber)),
  '<f4': numbers(4, (buffer) => new Float32Array(buffer)),
  '<f8': numbers(8, (buffer) => new Float64Array(buffer)),
  '|i1': numbers(1, (buffer) => new Int8Array(buffer)),
  '|u1': numbers(1, (buffer) => new Uint8Array(buffer)),
  '|b1': numbers(1, (buffer) => new Uint8Array(buffer)),
  '<i2': numbers(2, (buffer) => new Int16Array(buffer)),
  '<u2': numbers(2, (buffer) => new Uint16Array(buffer)),
  '<i4': numbers(4, (buffer) => new Int32Array(buffer)),
  '<u4': numbers(4, (buffer) => new Uint32Array(buffer)),
  '<i8': { bytes: 8, read: ({ buffer }) => new BigInt64Array(buffer) },
  '<u8': { bytes: 8, read: ({ buffer }) => new BigUint64Array(buffer) },
};

/** Texts of `length` characters each, filled up with zeros: `<U5` in UTF-32, `|S5` in bytes. */
function texts(kind: string, length: number): ElementType {
  const wide = kind === 'U';
  const bytes = length * (wide ? 4 : 1);
  return {
    bytes,
    read: (from, size) => {
      const view = new DataView(from.buffer);
      return Array.from({ length: size }, (_, index) => {
        const start = index * bytes;
        if (!wide) return new TextDecoder().decode(from.subarray(start, start + bytes)).replace(/\0+$/, '');
        const points = Array.from({ length }, (_each, at) => view.getUint32(start + 4 * at, true));
        return String.fromCodePoint(...points.filter((point) => point > 0 && point <= 0x10_ff_ff));
      });
    },
  };
}

function elementType(descr: string): ElementType | undefined {
  const text = /^[<|]([US])(\d+)$/.exec(descr);
  return text === null ? elementTypes[descr] : texts(text[1] ?? '', Number(text[2]));
}

/**
 * Reads a file that NumPy's `save` wrote: versions 1 to 3 of the format, C order; numbers, true and false, or texts.
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
  const type = elementType(descr);
  if (type === undefined) throw wrong(`it holds ${descr}, expected ${Object.keys(elementTypes).join(', ')}, <U or |S`);
  if (!/'fortran_order':\s*False/.test(header)) throw wrong('it is in Fortran order, expected C order');
  const size = shape.reduce((product, dim) => product * dim, 1);
  if (bytes.length - end !== size * type.bytes)
    throw wrong(`the shape [${shape.join(', ')}] takes ${size * type.bytes} bytes, it holds ${bytes.length - end}`);
  // Copied, because arrays must begin at a multiple of their elements.
  return { shape, data: type.read(Uint8Array.from(bytes.subarray(end)), size) };
}
