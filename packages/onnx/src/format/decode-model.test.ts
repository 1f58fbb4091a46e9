import { ReluctantError } from '@reluctant/errors';
import { describe, expect, it } from 'vitest';
import { decodeModel } from './decode-model.js';
import { encodeModel } from './encode-model.js';
import { defaultLimits } from './limits.js';
import type { ModelMessage } from './messages.js';

/** Whole numbers around every length of a varint and the largest that a double holds. */
const integers = [0, 1, -1, 127, 128, 16383, 16384, 2 ** 28, 2 ** 31, -(2 ** 31), 2 ** 32, 2 ** 53 - 1, 1 - 2 ** 53];
/**
 * Texts of one to four bytes a character, with a byte order mark, and of lengths around those of a length of one byte.
 */
const texts = ['', 'x', 'é…😀', '\uFEFFmark', 'y'.repeat(127), 'z'.repeat(128), 'ß'.repeat(9000)];

const model: ModelMessage = {
  ...{ irVersion: 8, opsetImport: [{ domain: '', version: 17 }], producerName: 'test', docString: '' },
  metadataProps: texts.map((value, at) => ({ key: `text ${at}`, value })),
  graph: {
    ...{ name: 'graph', initializer: [], sparseInitializer: [], input: [], output: [] },
    node: integers.map((i) => ({
      ...{ input: ['a', 'b'], output: ['c'], name: `node ${i}`, opType: 'Any', domain: '' },
      attribute: [
        { name: 'i', type: 2, i },
        { name: 'ints', type: 7, ints: integers },
        { name: 'f', type: 1, f: Math.fround(0.1) },
      ],
    })),
  },
};

/** A field of bytes: its tag, their number in one or more bytes, and they. */
function block(field: number, bytes: readonly number[]): readonly number[] {
  const length: number[] = [];
  let rest = bytes.length;
  for (; rest > 127; rest >>>= 7) length.push((rest & 127) | 128);
  return [field * 8 + 2, ...length, rest].concat(bytes);
}

describe('a model as bytes', () => {
  it('is read as it was written: whole numbers to ±(2^53 − 1), texts of any length and script', () => {
    const read = decodeModel(encodeModel(model), defaultLimits);
    expect(read).toMatchObject(model);
  });

  it('is read from memory that threads share', () => {
    const bytes = encodeModel(model);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    expect(decodeModel(shared, defaultLimits)).toEqual(decodeModel(bytes, defaultLimits));
  });

  it('is refused in one sentence where it is cut off', () => {
    const bytes = encodeModel({ ...model, metadataProps: [], docString: 'the end' });
    let refused = 0;
    for (let length = 1; length < bytes.length; length++) {
      try {
        decodeModel(bytes.subarray(0, length), defaultLimits);
      } catch (error) {
        if (!ReluctantError.isInstance(error)) throw error;
        expect(error).toMatchObject({ code: 'invalid-file' });
        expect(error.message).toMatch(/^(the file is cut off or damaged|not an ONNX file, or a damaged one): .+/);
        refused++;
      }
    }
    // Some ends fall between two fields of the file, which then is whole.
    expect(refused).toBeGreaterThan(bytes.length - 8);
  });

  it('is read with lists and messages in parts, and uint64 numbers, as protobuf reads them', () => {
    const tensor = (...parts: readonly (readonly number[])[]): readonly number[] => block(5, parts.flat());
    const decoded = decodeModel(
      Uint8Array.from([
        ...block(7, tensor([8, 4], block(7, [1, 2]), [56, 3], block(7, []), block(7, [4, 5]))),
        ...block(7, [
          ...tensor([16, 13], block(11, [...Array.from({ length: 9 }, () => 255), 1, 7])),
          ...block(2, [103]),
        ]),
      ]),
      defaultLimits,
    );
    expect(decoded.graph).toMatchObject({ name: 'g', initializer: [{ dims: [4], int64Data: [1, 2, 3, 4, 5] }, {}] });
    expect(decoded.graph?.initializer[1]).toMatchObject({ dataType: 13, uint64Data: [-1, 7] });
  });

  it('takes time in proportion to the parts of a list', () => {
    // 480 000 parts: copied for each, they would take minutes.
    const list = Array.from({ length: 480_000 }, () => [0x3a, 2, 1, 1]).flat();
    const decoded = decodeModel(Uint8Array.from(block(7, block(5, list))), defaultLimits);
    expect(decoded.graph?.initializer[0]?.int64Data).toHaveLength(960_000);
  });

  it.each<[string, readonly number[]]>([
    ['the field 0', [2, 0]],
    ['a field number beyond 2^29', [136, 128, 128, 128, 128, 1, 1]],
    ['a packed list of whole numbers that ends within one', block(7, block(5, [0x3a, 1, 128, 1]))],
    ['a packed list of 5 bytes of floats', block(7, block(5, [0x22, 5, 0, 0, 0, 0, 0]))],
    ['a varint of 11 bytes', [8, ...Array.from({ length: 10 }, () => 255), 1]],
    ['a varint without an end', [8, 255]],
    ['a length of 2^63', [66, 255, 255, 255, 255, 255, 255, 255, 255, 127]],
    ['a length beyond the end', [66, 5, 1]],
    ['a group, which ONNX has none of', [11, 12]],
    ['a fixed number that is cut off', [13, 0, 0]],
  ])('is refused with %s', (_, bytes) => {
    expect(() => decodeModel(Uint8Array.from(bytes), defaultLimits)).toThrow(ReluctantError);
  });
});
