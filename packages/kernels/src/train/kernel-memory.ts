/** Typed views into the memory of one program, by byte address. The memory never grows, so views stay valid. */
export class KernelMemory {
  readonly #buffer: ArrayBuffer;
  /** The whole memory. */
  readonly view: DataView;

  /** The whole memory as numbers, by address / 8 and address / 4: reading a few is cheaper than creating a view. */
  readonly float64s: Float64Array<ArrayBuffer>;
  readonly uint32s: Uint32Array<ArrayBuffer>;

  constructor(buffer: ArrayBuffer) {
    this.#buffer = buffer;
    this.view = new DataView(buffer);
    this.float64s = new Float64Array(buffer);
    this.uint32s = new Uint32Array(buffer);
  }

  float32(address: number, length: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#buffer, address, length);
  }

  float64(address: number, length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.#buffer, address, length);
  }

  uint32(address: number, length: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#buffer, address, length);
  }

  int32(address: number, length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#buffer, address, length);
  }

  uint8(address: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#buffer, address, length);
  }

  /** A copy of a buffer [unit][row] as row-major [rows, units]. */
  transposed(address: number, units: number, rows: number, stride: number): Float32Array<ArrayBuffer> {
    const out = new Float32Array(rows * units);
    for (let unit = 0; unit < units; unit++) {
      const values = this.float32(address + unit * stride, rows);
      for (let row = 0; row < rows; row++) out[row * units + unit] = values[row] ?? Number.NaN;
    }
    return out;
  }
}
