import { readFileSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors } from './decode-safetensors.js';
import { encodeSafetensors } from './encode-safetensors.js';
import { widenHalfFloats } from './half-floats.js';
import type { DecodedTensor, StoredTensor, TensorData } from './safetensors-format.js';

const seeded = { seed: 20260117, numRuns: 200 };

const bounds = { maxLength: 12 };
const elementsOf: fc.Arbitrary<Pick<DecodedTensor, 'data' | 'dtype'>> = fc.oneof(
  fc.float32Array(bounds).map((data) => ({ data, dtype: 'F32' as const })),
  fc.float64Array(bounds).map((data) => ({ data, dtype: 'F64' as const })),
  fc.int8Array(bounds).map((data) => ({ data, dtype: 'I8' as const })),
  fc.int16Array(bounds).map((data) => ({ data, dtype: 'I16' as const })),
  fc.int32Array(bounds).map((data) => ({ data, dtype: 'I32' as const })),
  fc.bigInt64Array(bounds).map((data) => ({ data, dtype: 'I64' as const })),
  fc.uint8Array(bounds).map((data) => ({ data, dtype: 'U8' as const })),
  fc.uint16Array(bounds).map((data) => ({ data, dtype: 'U16' as const })),
  fc.uint32Array(bounds).map((data) => ({ data, dtype: 'U32' as const })),
  fc.bigUint64Array(bounds).map((data) => ({ data, dtype: 'U64' as const })),
  fc.uint8Array({ ...bounds, max: 1 }).map((data) => ({ data, dtype: 'BOOL' as const })),
  fc
    .tuple(fc.uint16Array(bounds), fc.constantFrom('F16', 'BF16'))
    .map(([bits, dtype]) => ({ data: widenHalfFloats(bits, dtype), dtype })),
);

const tensor: fc.Arbitrary<DecodedTensor> = elementsOf.chain((elements) =>
  fc
    .constantFrom([elements.data.length], [1, elements.data.length], [elements.data.length, 1, 1])
    .map((shape) => ({ shape, ...elements })),
);

const names = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('__proto__', 'constructor', '0', 'linear0.weight'),
);
const tensors = fc
  .uniqueArray(fc.tuple(names, tensor), { selector: ([name]) => name, maxLength: 6 })
  .map((entries) => new Map(entries.filter(([name]) => name !== '__metadata__')));
const metadata = fc.dictionary(fc.stringMatching(/^[a-z_]{1,8}$/), fc.string({ unit: 'grapheme' }), {
  noNullPrototype: true,
});

/** A file with any header and some bytes of data. */
function file(header: unknown, dataBytes = 0): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const f32 = (shape: number[], data_offsets: number[]) => ({ dtype: 'F32', shape, data_offsets });

describe('safetensors', () => {
  test.prop([tensors, metadata], seeded)('decode(encode(file)) is the file, to the bit', (given, strings) => {
    const bytes = encodeSafetensors({ tensors: given, metadata: strings });
    const back = decodeSafetensors(bytes);
    expect(back.metadata).toEqual(strings);
    expect(new Set(back.tensors.keys())).toEqual(new Set(given.keys()));
    for (const [name, { shape, data: expected, dtype }] of given) {
      const found = back.tensors.get(name);
      expect(found?.shape).toEqual(shape);
      expect(found?.dtype).toBe(dtype);
      expect(found?.data.constructor).toBe(expected.constructor);
      const raw = (array: TensorData | undefined) =>
        array && new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      expect(raw(found?.data)).toEqual(raw(expected));
    }
    expect(encodeSafetensors(back)).toEqual(bytes);
  });

  test.prop([tensors, fc.nat(), fc.nat(255)], seeded)(
    'a file with one byte changed or cut off is read or refused in one sentence, never more',
    (given, at, byte) => {
      const bytes = encodeSafetensors({ tensors: given, metadata: { spec: '{}' } });
      const changed = bytes.slice();
      changed[at % bytes.length] = byte;
      for (const candidate of [changed, bytes.subarray(0, at % bytes.length)]) {
        try {
          const { tensors: found } = decodeSafetensors(candidate);
          for (const { shape, data: elements } of found.values()) {
            expect(elements.length).toBe(shape.reduce((product, length) => product * length, 1));
          }
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          expect((error as Error).message).toMatch(/^safetensors: [^\n]+$/);
        }
      }
      expect(() => decodeSafetensors(bytes.subarray(0, at % bytes.length))).toThrow(/^safetensors: /);
    },
  );

  it('reads what the Python implementation wrote', () => {
    const bytes = readFileSync(new URL('../fixtures/python.safetensors', import.meta.url));
    expect(decodeSafetensors(bytes)).toEqual({
      metadata: { note: 'é' },
      tensors: new Map<string, DecodedTensor>([
        ['a', { shape: [1, 1], data: Float64Array.of(3.25), dtype: 'F64' }],
        ['b', { shape: [2], data: Float32Array.of(1.5, -2), dtype: 'F32' }],
        ['empty', { shape: [0, 3], data: new Float32Array(), dtype: 'F32' }],
        ['count', { shape: [], data: BigInt64Array.of(-7n), dtype: 'I64' }],
        ['small', { shape: [2, 2], data: Int32Array.of(1, 2, 3, -4), dtype: 'I32' }],
        ['bytes', { shape: [3], data: Uint8Array.of(97, 98, 99), dtype: 'U8' }],
      ]),
    });
  });

  it('aligns the data to 8 bytes and every tensor to its element', () => {
    const bytes = encodeSafetensors({
      tensors: new Map<string, StoredTensor>([
        ['a', { shape: [3], data: Uint8Array.of(1, 2, 3) }],
        ['b', { shape: [1], data: Float64Array.of(1) }],
      ]),
      metadata: {},
    });
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
    expect(new TextDecoder().decode(bytes.subarray(8))).toContain(
      '"b":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}',
    );
  });

  it.each<[string, Uint8Array, string]>([
    ['too short', new Uint8Array(3), 'expected at least 8 bytes, got 3'],
    [
      'a header longer than the file',
      file('{}').fill(255, 0, 8),
      'the header may have at most 2 bytes here, got 18446744073709551615',
    ],
    ['no JSON', file('{"a":'), 'the header must be JSON in UTF-8'],
    ['no UTF-8', file('{}').fill(255, 8), 'the header must be JSON in UTF-8'],
    ['no object', file([1]), 'the header must be a JSON object'],
    ['an unknown type', file({ a: { ...f32([1], [0, 4]), dtype: 'F8' } }, 4), "tensor 'a', field 'dtype'"],
    ['an unknown key', file({ a: { ...f32([1], [0, 4]), extra: 1 } }, 4), "tensor 'a'"],
    ['a negative length', file({ a: f32([-1], [0, 4]) }, 4), "tensor 'a', field 'shape[0]'"],
    ['a huge shape', file({ a: f32([2 ** 40, 2 ** 40], [0, 4]) }, 4), "tensor 'a' of type F32 and shape"],
    ['a wrong size', file({ a: f32([2], [0, 4]) }, 4), "tensor 'a' of type F32 and shape [2] needs 8 bytes, got 4"],
    ['offsets past the end', file({ a: f32([2], [0, 8]) }, 4), 'the header tells of 8 bytes of data, the file has 4'],
    ['trailing bytes', file({ a: f32([1], [0, 4]) }, 5), 'the header tells of 4 bytes of data, the file has 5'],
    [
      'an overlap',
      file({ a: f32([2], [0, 8]), b: f32([1], [4, 8]) }, 8),
      "tensor 'b' must begin at byte 8 of the data, got 4",
    ],
    [
      'a gap',
      file({ a: f32([1], [0, 4]), b: f32([1], [8, 12]) }, 12),
      "tensor 'b' must begin at byte 4 of the data, got 8",
    ],
    ['metadata that is no string', file({ __metadata__: { a: 1 } }), "__metadata__, field 'a'"],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(`safetensors: ${message}`);
  });

  it('refuses an option value that it does not know, and an array that cannot hold a type', () => {
    expect(() => decodeSafetensors(file({}), { halves: 'round' as 'raw' })).toThrow(
      "halves must be 'widen' or 'raw', got \"round\"",
    );
    const write = (tensor: StoredTensor) => () =>
      encodeSafetensors({ tensors: new Map([['a', tensor]]), metadata: {} });
    expect(write({ shape: [1], data: new Uint8Array(1), dtype: 'F32' })).toThrow(
      "safetensors, tensor 'a': type F32 needs a Float32Array, got a Uint8Array",
    );
    expect(write({ shape: [1], data: new Float64Array(1), dtype: 'BF16' })).toThrow(
      'type BF16 needs a Uint16Array or a Float32Array, got a Float64Array',
    );
  });

  it('refuses to write a shape that does not hold its data, and the name __metadata__', () => {
    const write = (name: string, shape: number[]) =>
      encodeSafetensors({ tensors: new Map([[name, { shape, data: new Float32Array(4) }]]), metadata: {} });
    expect(() => write('a', [3])).toThrow("safetensors, tensor 'a': shape [3] does not hold 4 elements");
    expect(() => write('a', [-2, -2])).toThrow("tensor 'a': shape [-2, -2] does not hold 4 elements");
    expect(() => write('__metadata__', [4])).toThrow('a tensor cannot be named __metadata__');
  });
});
