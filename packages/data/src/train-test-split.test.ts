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

describe('trainTestSplit', () => {
  it('stratifies by texts like by numbers of the same order', () => {
    const numbers = Array.from({ length: 50 }, (_, row) => (row * 7) % 3);
    const texts = numbers.map((label) => ['ape', 'bee', 'cat'][label] ?? '');
    const split = { testSize: 0.3, randomState: 4 };
    expect(trainTestSplit(50, { ...split, stratify: texts })).toEqual(
      trainTestSplit(50, { ...split, stratify: numbers }),
    );
  });

  it('stratifies half a million rows without running out of stack', () => {
    const labels = Uint8Array.from({ length: 500_000 }, (_, row) => row % 2);
    expect(trainTestSplit(labels.length, { testSize: 0.2, stratify: labels, randomState: 0 }).test).toHaveLength(
      100_000,
    );
  });

  it('refuses a label that is missing, naming the row', () => {
    expect(() => trainTestSplit(4, { stratify: [0, 1, Number.NaN, 1] })).toThrow(/got NaN in row 2/);
  });

  it('splits differently at each call without a seed', () => {
    expect(trainTestSplit(1000).test).not.toEqual(trainTestSplit(1000).test);
  });
});

describe('invalid arguments of scikit-learn are refused in one sentence', () => {
  const ours = errors.filter((golden) => ['make_classification', 'train_test_split'].includes(golden.function));
  it.each(ours.map((golden) => [golden.function, JSON.stringify(golden.params), golden] as const))(
    '%s %s',
    (name, _p, golden) => {
      const call = (): unknown =>
        name === 'make_classification'
          ? makeClassification({ randomState: 0, ...camelCased(golden.params ?? {}) })
          : trainTestSplit(golden.n ?? 0, { randomState: 0, ...camelCased(golden.params ?? {}) });
      expect(call).toThrow(
        expect.objectContaining({ name: 'ReluctantError', message: expect.not.stringContaining('\n') }),
      );
    },
  );
});
