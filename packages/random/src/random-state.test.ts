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
  it('covers every golden case', () => {
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

describe('RandomState refuses what NumPy refuses', () => {
  it.each([-1, 2 ** 32, 1.5, Number.NaN])('seed %s', (seed) => {
    expect(() => new RandomState(seed)).toThrow(/Seed must be between 0 and 2\*\*32 - 1/);
  });
  it.each([
    [0, 0],
    [5, 3],
  ])('randint(%s, %s)', (low, high) => {
    expect(() => new RandomState(0).randint(low, high)).toThrow(/low >= high/);
  });
  it('more picks than there are without replacement', () => {
    expect(() => new RandomState(0).choice(3, 4, { replace: false })).toThrow(
      /larger sample \(4\) than population \(3\)/,
    );
  });
  it('picks out of nothing, unless none are taken', () => {
    expect(() => new RandomState(0).choice(0, 1, { replace: false })).toThrow(/greater than 0 unless no samples/);
    expect(new RandomState(0).choice(0, 0)).toHaveLength(0);
  });
  it('a size that is no count', () => {
    expect(() => new RandomState(0).randomSample(-1)).toThrow(/size must be made of whole numbers/);
  });
});
