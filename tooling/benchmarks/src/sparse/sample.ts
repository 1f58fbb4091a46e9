import type { RunEngine } from '@reluctant/sparse';
import { median } from '../median.js';
import { quantile } from './quantile.js';

/** What one engine did of one kind of call, block by block: a block is one turn in the alternating order. */
export interface Sample {
  readonly engine: string;
  readonly threads: number;
  readonly batch: number;
  /** Number of the set of inputs, where the time depends on it. */
  readonly inputs: number | undefined;
  /** Never by onnxruntime. */
  readonly own: boolean;
  readonly blocks: { readonly round: number; readonly microseconds: readonly number[] }[];
  lastEngine: RunEngine | undefined;
}

/** Times of one kind of call in microseconds, all blocks together. */
export interface Timing {
  readonly calls: number;
  readonly median: number;
  readonly p90: number;
  readonly p99: number;
}

/** Summary of all calls. */
export function timingOf({ blocks }: Pick<Sample, 'blocks'>): Timing {
  const all = blocks.flatMap(({ microseconds }) => microseconds);
  const at = (q: number): number => round(quantile(all, q));
  return { calls: all.length, median: at(0.5), p90: at(0.9), p99: at(0.99) };
}

/**
 * How many times longer `slow` took: the ratio of the medians of the block medians, over the rounds that both took part in. A round
 * lasts seconds and gives everybody one block, so that a machine that is slower for a while is so for both; and a block that something
 * else fell into is only one of several.
 */
export function ratioOf(slow: Pick<Sample, 'blocks'>, fast: Pick<Sample, 'blocks'>): number {
  const typical = (one: Pick<Sample, 'blocks'>, other: Pick<Sample, 'blocks'>): number =>
    median(
      one.blocks
        .filter(({ round: number }) => other.blocks.some((block) => block.round === number))
        .map(({ microseconds }) => median(microseconds)),
    );
  return round(typical(slow, fast) / typical(fast, slow));
}

/** Four significant digits: more would be noise in the stored file. */
export function round(value: number): number {
  return Number(value.toPrecision(4));
}

/** A random order (Fisher–Yates). */
export function shuffled<T>(values: readonly T[], random: () => number): readonly T[] {
  const order = [...values];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}
