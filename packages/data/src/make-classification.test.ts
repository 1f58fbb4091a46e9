import { createHash } from 'node:crypto';
import { RandomState } from '@reluctant/random';
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

  it('continues a given generator', () => {
    const state = new RandomState(5);
    const first = makeClassification({ randomState: state });
    expect(first).toEqual(makeClassification({ randomState: 5 }));
    expect(makeClassification({ randomState: state })).not.toEqual(first);
  });

  it("treats an undefined or null option as scikit-learn's default", () => {
    const options = {
      nSamples: undefined,
      weights: null,
      flipY: undefined,
      randomState: 1,
    } as unknown as ClassificationOptions;
    expect(makeClassification(options)).toEqual(makeClassification({ randomState: 1 }));
    expect(makeClassification()).not.toEqual(makeClassification({ randomState: null }));
  });

  it.each<[string, ClassificationOptions, string]>([
    ['too many columns', { nFeatures: 3 }, 'nFeatures'],
    ['too few corners', { nInformative: 1 }, 'nInformative'],
    ['a size that is not a whole number', { nSamples: 10.5 }, 'nSamples'],
    ['a share of labels that is NaN', { flipY: Number.NaN }, 'flipY'],
    ['a shift for every feature but one', { shift: Array(19).fill(0) }, 'shift'],
    ['a seed out of range', { randomState: -1 }, 'randomState'],
  ])('refuses %s in one sentence, naming the option', (_what, options, parameter) => {
    expect(() => makeClassification(options)).toThrow(
      expect.objectContaining({ name: 'ReluctantError', code: 'invalid-option', path: [parameter] }),
    );
  });

  it('refuses an unknown number of weights, naming the option', () => {
    expect(() => makeClassification({ weights: [0.2, 0.3, 0.5], randomState: 0 })).toThrow(
      /weights must have one share per class \(2\)/,
    );
  });
});
