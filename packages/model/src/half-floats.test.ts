import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { decodeSafetensors } from './decode-safetensors.js';
import { float32Data } from './float32-data.js';
import { type HalfFloat, narrowToHalfFloats, widenHalfFloats } from './half-floats.js';

interface Golden {
  readonly types: { readonly file: string; readonly floats: Readonly<Record<string, readonly (number | string)[]>> };
  readonly patterns: Readonly<Record<HalfFloat, string>>;
  readonly rounded: Readonly<Record<'float32' | HalfFloat, readonly number[]>>;
}
const golden: Golden = JSON.parse(readFileSync(new URL('../fixtures/state-dicts.json', import.meta.url), 'utf8'));

const every = Uint16Array.from({ length: 65536 }, (_, bits) => bits);

describe.each<HalfFloat>(['F16', 'BF16'])('%s', (type) => {
  it('widens all 65,536 values to the bit as PyTorch does', () => {
    const values = widenHalfFloats(every, type);
    // Payloads of NaN are not PyTorch's to keep.
    const patterns = new Uint32Array(values.buffer).map((bits) =>
      (bits & 0x7fffffff) > 0x7f800000 ? 0x7fc00000 : bits,
    );
    expect(createHash('sha256').update(new Uint8Array(patterns.buffer)).digest('hex')).toBe(golden.patterns[type]);
  });

  it('narrows what was widened back to the same bits, NaN included', () => {
    expect(narrowToHalfFloats(widenHalfFloats(every, type), type)).toEqual(every);
  });

  it('rounds as PyTorch does: ties to even, subnormals, overflow to infinity', () => {
    const values = new Float32Array(Uint32Array.from(golden.rounded.float32).buffer);
    expect([...narrowToHalfFloats(values, type)]).toEqual(golden.rounded[type]);
  });

  test.prop([fc.float32Array({ minLength: 1, maxLength: 20, noNaN: true })], { seed: 19, numRuns: 200 })(
    'a rounded value is no farther than half a unit in its last place',
    (values) => {
      const [digits, smallest, largest] =
        type === 'F16' ? [11, 2 ** -24, 65504] : [8, 2 ** -133, 3.3895313892515355e38];
      const back = widenHalfFloats(narrowToHalfFloats(values, type), type);
      for (const [index, value] of values.entries()) {
        const magnitude = Math.abs(value);
        if (magnitude > largest) continue;
        const unit = Math.max(smallest, 2 ** (Math.floor(Math.log2(magnitude || smallest)) + 1 - digits));
        expect(Math.abs((back[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(unit / 2);
      }
    },
  );
});

describe('a file with tensors of all types, written by PyTorch and NumPy', () => {
  const bytes = Uint8Array.from(Buffer.from(golden.types.file, 'base64'));

  it('has the float32 values that PyTorch and NumPy convert to', () => {
    const { tensors } = decodeSafetensors(bytes);
    const floats = Array.from(tensors, ([name, tensor]) => [name, [...float32Data(tensor)]]);
    const expected = Object.entries(golden.types.floats).map(([name, values]) => [name, values.map(Number)]);
    expect(Object.fromEntries(floats)).toEqual(Object.fromEntries(expected));
    for (const [name, { dtype }] of tensors) expect(dtype).toBe(name);
  });

  it('keeps integers exact and halves, on request, as bits', () => {
    const { tensors } = decodeSafetensors(bytes, { halves: 'raw' });
    expect(tensors.get('I64')?.data).toEqual(BigInt64Array.of(-(2n ** 63n), 2n ** 53n + 1n, 2n ** 63n - 1n));
    expect(tensors.get('U64')?.data).toEqual(BigUint64Array.of(0n, 2n ** 53n + 1n, 2n ** 64n - 1n));
    expect(tensors.get('BOOL')).toEqual({ shape: [2, 2], data: Uint8Array.of(1, 0, 0, 1), dtype: 'BOOL' });
    expect(tensors.get('F16')?.data).toEqual(Uint16Array.of(0x3555, 0x8000, 1, 0x7bff, 0x7c00));
    for (const name of ['F16', 'BF16']) {
      const bits = tensors.get(name);
      expect(bits && float32Data(bits)).toEqual(decodeSafetensors(bytes).tensors.get(name)?.data);
    }
  });
});
