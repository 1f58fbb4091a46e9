import { createHash } from 'node:crypto';
import { camelCased, readGolden } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { makeClassification } from './make-classification.js';
import { trainTestSplit } from './train-test-split.js';

type Case =
  | { function: 'make_classification'; params: Record<string, unknown>; X_float32_sha256: string; y_sha256: string }
  | {
      function: 'train_test_split';
      params: Record<string, unknown>;
      n: number;
      train_sha256: string;
      test_sha256: string;
    };

const { cases } = readGolden<{ cases: Case[] }>(new URL('../fixtures/varied.json', import.meta.url));
const sha256 = (values: ArrayBufferView): string =>
  createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');
const int64 = (values: Int32Array): BigInt64Array => BigInt64Array.from(values, BigInt);

describe('drawn settings: labels, splits and float32 features identical to scikit-learn (sha256)', () => {
  it('covers 300 data sets and 300 splits', () => {
    expect(cases.filter((golden) => golden.function === 'make_classification')).toHaveLength(300);
    expect(cases).toHaveLength(600);
  });

  it.each(cases.map((golden, index) => [index, golden] as const))('case %i', (_index, golden) => {
    if (golden.function === 'make_classification') {
      const { x, y } = makeClassification(camelCased(golden.params));
      expect(sha256(int64(y))).toBe(golden.y_sha256);
      expect(sha256(Float32Array.from(x))).toBe(golden.X_float32_sha256);
    } else {
      const { train, test } = trainTestSplit(golden.n, camelCased(golden.params));
      expect(sha256(int64(train))).toBe(golden.train_sha256);
      expect(sha256(int64(test))).toBe(golden.test_sha256);
    }
  });
});
