import { ReluctantError } from '@reluctant/errors';

/** Wire types of protobuf. */
export const wire = { varint: 0, fixed64: 1, block: 2, fixed32: 5 } as const;

/** The error about a file that ends too early, or whose lengths are wrong. */
export function damaged(): ReluctantError {
  return new ReluctantError('invalid-file', 'the file is cut off or damaged: a part is longer than the whole');
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
    // 28 bits each, and the upper 8: shifts of JavaScript have 32.
    let [low, middle, high] = [0, 0, 0];
    for (let index = 0; index < 10; index++) {
      const byte = this.bytes[this.position++];
      if (byte === undefined) throw damaged();
      const bits = byte & 127;
      if (index < 4) low |= bits << (7 * index);
      else if (index < 8) middle |= bits << (7 * (index - 4));
      else high |= bits << (7 * (index - 8));
      if (byte > 127) continue;
      if (index < 4) return low;
      return ((middle >>> 4) | (high << 24)) * 2 ** 32 + ((low | (middle << 28)) >>> 0);
    }
    throw new ReluctantError('invalid-file', 'not an ONNX file, or a damaged one: a number has more than ten bytes');
  }

  /** @throws ReluctantError (`invalid-file`) if the file ends before it */
  float(): number {
    return this.#view.getFloat32(this.#take(4), true);
  }

  /** @throws ReluctantError (`invalid-file`) if the file ends before it */
  double(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  /** @throws ReluctantError (`invalid-file`) for a type that ONNX has none of */
  skip(wireType: number): void {
    if (wireType === wire.varint) this.integer();
    else if (wireType === wire.fixed64) this.#take(8);
    else if (wireType === wire.fixed32) this.#take(4);
    else {
      const message = `not an ONNX file, or a damaged one: a field has the wire type ${wireType}`;
      throw new ReluctantError('invalid-file', message);
    }
  }

  #take(count: number): number {
    const at = this.position;
    this.position += count;
    if (this.position > this.bytes.length) throw damaged();
    return at;
  }
}
