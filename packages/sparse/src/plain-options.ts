import type { SparsePrecision } from '@reluctant/kernels/sparse';
import type { SparseSessionOptions } from './sparse-session.js';

/** Most threads of a session. */
export const mostThreads = 64;

export const precisions: readonly unknown[] = ['float32', 'bfloat16', 'int8'] satisfies SparsePrecision[];

export const isPrecision = (value: unknown): boolean => precisions.includes(value);

export const isThreads = (value: unknown): boolean =>
  Number.isInteger(value) && Number(value) >= 1 && Number(value) <= mostThreads;

const isBoolean = (value: unknown): boolean => typeof value === 'boolean';

const plain: Readonly<Partial<Record<string, (value: unknown) => boolean>>> = {
  threads: isThreads,
  precision: isPrecision,
  certify: isBoolean,
  onnxRuntime: isBoolean,
} satisfies { readonly [Name in keyof SparseSessionOptions]?: (value: unknown) => boolean };

/**
 * True for options that are plainly valid. Others are for `checkOptions`, which knows all and names what is wrong: a
 * page loads it for them only.
 */
export function arePlain(options: object): boolean {
  return Object.entries(options).every(([name, value]) => Object.hasOwn(plain, name) && plain[name]?.(value) === true);
}

/** Threads that valid options ask for; by default the cores, at most 64. */
export function threadsOf({ threads, intraOpNumThreads }: SparseSessionOptions, cores: number): number {
  if (threads !== undefined) return threads;
  // onnxruntime's 0 is its default, and it has no upper limit.
  if (intraOpNumThreads !== undefined && intraOpNumThreads !== 0) return Math.min(mostThreads, intraOpNumThreads);
  return Math.min(mostThreads, Math.max(1, cores));
}
