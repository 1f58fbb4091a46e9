import { createHash } from 'node:crypto';
import { camelCased, expectAllClose, type GoldenArray, goldenNumbers, readGolden } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import type { ClassificationOptions } from './classification-options.js';
import { makeClassification } from './make-classification.js';

type Params = Record<string, unknown>;
interface Case {
  name: string;
  params: Params;
  X: GoldenArray;
  y: GoldenArray;
}
interface LargeCase {
  name: string;
  params: Params;
  y: string;
  blas: { reference: { X_float32_sha256: string } };
}
const small = readGolden<{ cases: Case[] }>(new URL('../fixtures/make-classification.json', import.meta.url)).cases;
const large = readGolden<{ cases: LargeCase[] }>(
  new URL('../fixtures/make-classification-large.json', import.meta.url),
).cases;
const make = (params: Params) => makeClassification(camelCased(params) as unknown as ClassificationOptions);

describe('makeClassification is sklearn.datasets.make_classification', () => {
  it.each(small.map((golden) => [golden.name, golden] as const))(
    '%s: labels identical, features identical as float32 and within 1e-13 relative',
    (_name, golden) => {
      const { x, y } = make(golden.params);
      const expected = goldenNumbers(golden.X);
      expect(Array.from(y)).toEqual(golden.y.data);
      expect(Float32Array.from(x)).toEqual(Float32Array.from(expected));
      expectAllClose(x, expected, { relative: 1e-13, absolute: 1e-14 });
    },
  );

  it.each(large.map((golden) => [golden.name, golden] as const))(
    '%s, 5000 x 30: labels identical, float32 features identical to the bit (sha256)',
    (_name, golden) => {
      const { x, y } = make(golden.params);
      expect(Array.from(y).join('')).toBe(golden.y);
      const bytes = new Uint8Array(Float32Array.from(x).buffer);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(golden.blas.reference.X_float32_sha256);
    },
  );

  it('refuses an unknown number of weights, naming the option', () => {
    expect(() => makeClassification({ weights: [0.2, 0.3, 0.5], randomState: 0 })).toThrow(
      /weights must have one share per class \(2\)/,
    );
  });
});
