import { ReluctantError } from '@reluctant/errors';

/** Limits on the cost of reading a file. */
export interface OnnxLimits {
  /** Largest file. Default 2³¹ − 1, what protobuf allows. */
  readonly maxBytes: number;
  /**
   * Most fields of all messages together (nodes, attributes, dimensions, names …). Eight whole numbers of a list count
   * as one field; the floats of tensors do not count. Default 1 000 000.
   */
  readonly maxFields: number;
  /** Most parameters of all tensors together. Default 2²⁹. */
  readonly maxParameters: number;
}

/** The default limits. */
export const defaultLimits: OnnxLimits = { maxBytes: 2 ** 31 - 1, maxFields: 1_000_000, maxParameters: 2 ** 29 };

/** Counts what decoding creates. A few bytes of protobuf can expand to objects many times their size. */
export class DecodingBudget {
  readonly #limits: OnnxLimits;
  #fields = 0;
  #numbers = 0;

  /** @throws ReluctantError if the file has more bytes than allowed */
  constructor(bytes: number, limits: OnnxLimits) {
    this.#limits = limits;
    if (bytes > limits.maxBytes) {
      const message = `the file has ${bytes} bytes, more than the limit of ${limits.maxBytes}`;
      throw new ReluctantError('unsupported', message);
    }
  }

  /** @throws ReluctantError if more fields would be decoded than allowed */
  takeFields(count: number): void {
    this.#fields += count;
    if (this.#fields > this.#limits.maxFields)
      throw new ReluctantError('unsupported', `the file has more than ${this.#limits.maxFields} fields`);
  }

  /** @throws ReluctantError if more floats would be decoded than allowed */
  takeNumbers(count: number): void {
    this.#numbers += count;
    if (this.#numbers > this.#limits.maxParameters)
      throw new ReluctantError('unsupported', `the file has more than ${this.#limits.maxParameters} parameters`);
  }
}
