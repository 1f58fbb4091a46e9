import { ReluctantError } from '@reluctant/errors';

/** Wire types of protobuf. */
export const wire = { varint: 0, fixed64: 1, block: 2, fixed32: 5 } as const;

/** The error about a file that ends too early, or whose lengths are wrong. */
export function damaged(): ReluctantError {
  return new ReluctantError('invalid-file', 'the file is cut off or damaged: a part is longer than the whole');
}

function notOnnx(fault: string): ReluctantError {
  return new ReluctantError('invalid-file', `not an ONNX file, or a damaged one: ${fault}`);
}

/** Reads the values of protobuf's wire format one by one. Pages load it, so it has what ONNX files need and no more. */
export class WireReader {
  readonly bytes: Uint8Array;
  /** Of the next byte. */
  position = 0;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /**
   * A varint as a signed number of 64 bits: exact to ±2⁵³, the nearest double beyond.
   *
   * @throws ReluctantError (`invalid-file`) if it does not end within ten bytes, or within the file
   */
  integer(): number {
    // The lowest 28 bits, and the upper 36: shifts of JavaScript have 32.
    let [low, high] = [0, 0];
    for (let index = 0; index < 10; index++) {
      const byte = this.bytes[this.position++];
      if (byte === undefined) throw damaged();
      const bits = byte & 127;
      if (index < 4) low |= bits << (7 * index);
      else high += bits * 2 ** (7 * index - 28);
      if (byte > 127) continue;
      high %= 2 ** 36;
      return (high < 2 ** 35 ? high : high - 2 ** 36) * 2 ** 28 + low;
    }
    throw notOnnx('a number has more than ten bytes');
  }

  /**
   * The number of a field and, in the lowest three bits, its wire type.
   *
   * @throws ReluctantError (`invalid-file`) for a number that no field has, and for a wire type that ONNX has none of
   */
  tag(): number {
    const tag = this.integer();
    // Types 3 and 4 are groups; there are no types 6 and 7.
    if (tag < 8 || tag >= 2 ** 32 || [3, 4, 6, 7].includes(tag & 7)) throw notOnnx(`a field has the tag ${tag}`);
    return tag;
  }

  /** @throws ReluctantError (`invalid-file`) if the file ends before it */
  float(): number {
    return this.#view.getFloat32(this.#take(4), true);
  }

  /** @throws ReluctantError (`invalid-file`) if the file ends before it */
  double(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  /** Skips a number of a wire type. */
  skip(wireType: number): void {
    if (wireType === wire.varint) this.integer();
    else this.#take(wireType === wire.fixed64 ? 8 : 4);
  }

  #take(count: number): number {
    const at = this.position;
    this.position += count;
    if (this.position > this.bytes.length) throw damaged();
    return at;
  }
}
