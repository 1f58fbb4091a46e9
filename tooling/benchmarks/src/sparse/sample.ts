import type { RunEngine } from '@reluctant/sparse';
import { median } from '../median.js';
import { quantile } from './quantile.js';

/** One turn. */
export interface Block {
  readonly round: number;
  readonly microseconds: readonly number[];
  /** False if other programs disturbed it in every repetition. Left out if there is an undisturbed block. */
  readonly quiet?: boolean;
}

/** The blocks that are used. */
function goodBlocks({ blocks }: Pick<Sample, 'blocks'>): readonly Block[] {
  const good = blocks.filter(({ quiet }) => quiet !== false);
  return good.length > 0 ? good : blocks;
}

/** The times of one engine for one kind of call, by block: a block is one turn in the alternating order. */
export interface Sample {
  readonly engine: string;
  readonly threads: number;
  readonly batch: number;
  /** Number of the set of inputs, where the time depends on it. */
  readonly inputs: number | undefined;
  /** Never by onnxruntime. */
  readonly own: boolean;
  readonly blocks: Block[];
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
export function timingOf(sample: Pick<Sample, 'blocks'>): Timing {
  const all = goodBlocks(sample).flatMap(({ microseconds }) => microseconds);
  const at = (q: number): number => round(quantile(all, q));
  return { calls: all.length, median: at(0.5), p90: at(0.9), p99: at(0.99) };
}

/**
 * How many times longer `slow` took: the ratio of the medians of the block medians. Each engine has one block per round
 * of some seconds, so slow phases of the machine affect both, and a disturbed block is one of several.
 */
export function ratioOf(slow: Pick<Sample, 'blocks'>, fast: Pick<Sample, 'blocks'>): number {
  const typical = (sample: Pick<Sample, 'blocks'>): number =>
    median(goodBlocks(sample).map(({ microseconds }) => median(microseconds)));
  return round(typical(slow) / typical(fast));
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
