import { readGolden } from '@reluctant/testing';
import { describe, expect, it } from 'vitest';
import { RandomState } from './random-state.js';

interface Call {
  method: string;
  size?: number | number[] | null;
  low?: number;
  high?: number;
  n?: number;
  values?: unknown[];
  replace?: boolean;
  seed?: number;
  result?: unknown;
  result_last?: number[];
}
interface Case {
  name: string;
  seed: number;
  calls: Call[];
}
const { cases } = readGolden<{ cases: Case[] }>(new URL('../fixtures/numpy-random-state.json', import.meta.url));

function replay(state: RandomState, call: Call): unknown {
  const { low = 0, high = 1, n = 0 } = call;
  const size = call.size ?? undefined;
  switch (call.method) {
    case 'random_sample':
      return size === undefined ? state.randomSample() : state.randomSample(size);
    case 'standard_normal':
      return size === undefined ? state.standardNormal() : state.standardNormal(size);
    case 'uniform':
      return size === undefined ? state.uniform(low, high) : state.uniform(low, high, size);
    case 'randint':
      return size === undefined ? state.randint(low, high) : state.randint(low, high, size);
    case 'permutation':
      return call.values === undefined ? state.permutation(n) : state.permutation(call.values);
    case 'shuffle': {
      const values = [...(call.values ?? [])];
      state.shuffle(values);
      return values;
    }
    case 'choice':
      return state.choice(n, size ?? 1, { replace: call.replace ?? true });
    case 'seed':
      return state.seed(call.seed ?? 0) ?? null;
    default:
      throw new Error(`unknown method ${call.method}`);
  }
}

const plain = (value: unknown): unknown => (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value);

describe('RandomState is numpy.random.RandomState', () => {
  it('all golden cases are read', () => {
    expect(cases.length).toBeGreaterThan(150);
  });

  it.each(cases.map((golden) => [`${golden.name}, seed ${golden.seed}`, golden] as const))(
    '%s: integers, uniforms and orders identical, normals within 1e-15 relative',
    (_name, golden) => {
      const state = new RandomState(golden.seed);
      for (const call of golden.calls) {
        const all = plain(replay(state, call));
        const actual = call.result_last === undefined ? all : (all as number[]).slice(-call.result_last.length);
        const expected = call.result_last ?? call.result;
        if (call.method !== 'standard_normal') {
          expect(actual).toEqual(expected);
          continue;
        }
        const [a, e] = [actual, expected].map((value) => [value].flat() as number[]);
        expect(a?.length).toBe(e?.length);
        e?.forEach((value, index) => {
          expect(Math.abs((a?.[index] ?? Number.NaN) - value)).toBeLessThanOrEqual(1e-15 * Math.abs(value));
        });
      }
    },
  );
});

describe('without size', () => {
  it('returns one number and advances the generator as a size of 1 does', () => {
    const one = new RandomState(7);
    const many = new RandomState(7);
    expect([one.randomSample(), one.standardNormal(), one.uniform(-1, 1), one.randint(0, 9), one.choice(5)]).toEqual([
      ...many.randomSample(1),
      ...many.standardNormal(1),
      ...many.uniform(-1, 1, 1),
      ...many.randint(0, 9, 1),
      ...many.choice(5, 1),
    ]);
    expect(one.choice(50, undefined, { replace: false })).toBe(many.choice(50, 1, { replace: false })[0]);
    expect(one.randomSample()).toBe(many.randomSample());
  });
});

describe('RandomState refuses what NumPy refuses', () => {
  it.each([-1, 2 ** 32, 1.5, Number.NaN])('seed %s', (seed) => {
    expect(() => new RandomState(seed)).toThrow(/Seed must be between 0 and 2\*\*32 - 1/);
  });
  it('randint(0, 0) and randint(5, 3)', () => {
    expect(() => new RandomState(0).randint(0, 0)).toThrow(/^high <= 0: the range .* is empty$/);
    expect(() => new RandomState(0).randint(5, 3)).toThrow(/^low >= high: the range from 5 .* 3 is empty$/);
  });
  it('a sample larger than the population without replacement', () => {
    expect(() => new RandomState(0).choice(3, 4, { replace: false })).toThrow(
      /^Cannot take a larger sample than population when 'replace=False': size is 4, n is 3$/,
    );
  });
  it('samples from an empty population, unless size is 0', () => {
    expect(() => new RandomState(0).choice(0, 1, { replace: false })).toThrow(/greater than 0 unless no samples/);
    expect(new RandomState(0).choice(0, 0)).toHaveLength(0);
  });
  it('integers beyond 2^53, which doubles cannot represent exactly', () => {
    expect(() => new RandomState(0).randint(0, 2 ** 54)).toThrow(/^high must be a whole number within ±2\^53/);
    expect(() => new RandomState(0).randint(-(2 ** 53), 2 ** 53)).toThrow(/^high - low must be at most 2\^53/);
    expect(() => new RandomState(0).randint(0.5, 2)).toThrow(/^low must be a whole number/);
  });
  it('an infinite range of uniforms', () => {
    expect(() => new RandomState(0).uniform(0, Number.POSITIVE_INFINITY)).toThrow(/high - low must be finite/);
  });
  it('a size that is not a count', () => {
    expect(() => new RandomState(0).randomSample(-1)).toThrow(/size must consist of whole numbers/);
  });
});
