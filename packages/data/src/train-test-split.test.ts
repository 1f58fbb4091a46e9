import { camelCased, readGolden } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { makeClassification } from './make-classification.js';
import { trainTestSplit } from './train-test-split.js';

interface Case {
  n: number;
  params: Record<string, unknown>;
  train: number[];
  test: number[];
}
interface ErrorCase {
  function: string;
  params?: Record<string, unknown>;
  n?: number;
  message: string;
}
const splits = readGolden<{ cases: Case[] }>(new URL('../fixtures/train-test-split.json', import.meta.url)).cases;
const errors = readGolden<{ cases: ErrorCase[] }>(new URL('../fixtures/errors.json', import.meta.url)).cases;

describe('trainTestSplit is sklearn.model_selection.train_test_split', () => {
  it.each(splits.map((golden, index) => [index, golden.n, golden] as const))(
    'case %i, n = %i: identical',
    (_i, _n, golden) => {
      const { train, test } = trainTestSplit(golden.n, camelCased(golden.params));
      expect(Array.from(train)).toEqual(golden.train);
      expect(Array.from(test)).toEqual(golden.test);
    },
  );
});

describe('what scikit-learn refuses, we refuse in one sentence', () => {
  const ours = errors.filter((golden) => ['make_classification', 'train_test_split'].includes(golden.function));
  it.each(ours.map((golden) => [golden.function, JSON.stringify(golden.params), golden] as const))(
    '%s %s',
    (name, _p, golden) => {
      const call = (): unknown =>
        name === 'make_classification'
          ? makeClassification({ randomState: 0, ...camelCased(golden.params ?? {}) })
          : trainTestSplit(golden.n ?? 0, { randomState: 0, ...camelCased(golden.params ?? {}) });
      expect(call).toThrow(
        expect.objectContaining({ name: 'DataArgumentError', message: expect.not.stringContaining('\n') }),
      );
    },
  );
});
