import { describe, ReluctantError } from '@reluctant/errors';
import { halfToNumber } from '@reluctant/onnx';
import { reportOf, type SparseSession } from '@reluctant/sparse';
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { SessionFeeds } from './session-feeds.js';

/** An output of a session beside onnxruntime's, over all calls. */
export interface ComparedOutput {
  readonly output: string;
  readonly type: string;
  /** Largest finite |value| of onnxruntime. */
  readonly largest: number;
  /** Largest |a − b| of floats; of other types the number of values that differ. NaN if a shape or a type differs. */
  readonly max_abs_difference: number;
  readonly passed: boolean;
}

/** What `verify` finds about a file. */
export interface Comparison {
  readonly outputs: readonly ComparedOutput[];
  readonly calls: number;
  /** Calls that the session's own kernels answered. */
  readonly own_calls: number;
  readonly tolerance: number;
  readonly passed: boolean;
}

/**
 * Runs calls in a session and in onnxruntime. Floats must agree within `tolerance` of the largest value of the output
 * (of 1 if that is smaller), everything else must be equal.
 *
 * @throws ReluctantError if onnxruntime refuses an input, because it lies outside of what the model takes
 */
export async function compareSession(
  session: SparseSession,
  onnxRuntime: InferenceSession,
  calls: readonly SessionFeeds[],
  tolerance: number,
): Promise<Comparison> {
  const found = new Map<string, Omit<ComparedOutput, 'output' | 'passed'>>();
  let own = 0;
  for (const feeds of calls) {
    const wanted = await onnxRuntime.run(feeds).catch((error: unknown) => {
      const message = `onnxruntime refuses the inputs, so give some that the model takes (--inputs rows.npy): ${describe(error).split('\n')[0]}`;
      throw new ReluctantError('invalid-argument', message, { cause: error });
    });
    const answer = await session.run(feeds);
    if (reportOf(answer).engine === 'sparse') own++;
    for (const [name, expected] of Object.entries(wanted)) {
      const before = found.get(name);
      const { largest, difference } = distance(answer[name], expected);
      found.set(name, {
        type: expected.type,
        largest: Math.max(largest, before?.largest ?? 0),
        max_abs_difference: Math.max(difference, before?.max_abs_difference ?? 0),
      });
    }
  }
  const outputs = [...found].map(([output, one]): ComparedOutput => {
    const allowed = /^float/.test(one.type) ? tolerance * Math.max(1, one.largest) : 0;
    return { output, ...one, passed: one.max_abs_difference <= allowed };
  });
  return { outputs, calls: calls.length, own_calls: own, tolerance, passed: outputs.every(({ passed }) => passed) };
}

/** The elements of a tensor. Before version 24 Node has no Float16Array: float16 numbers come as their bits. */
function elementsOf({ type, data }: Tensor): ArrayLike<unknown> {
  return type === 'float16' && data instanceof Uint16Array ? Array.from(data, halfToNumber) : data;
}

function distance(
  answer: Tensor | undefined,
  expected: Tensor,
): { readonly largest: number; readonly difference: number } {
  const same = answer !== undefined && answer.type === expected.type && answer.dims.join() === expected.dims.join();
  if (!same) return { largest: 0, difference: Number.NaN };
  const [a, b] = [elementsOf(answer), elementsOf(expected)];
  const floats = /^float/.test(expected.type);
  let [largest, difference] = [0, 0];
  for (let index = 0; index < b.length; index++) {
    const [x, y] = [a[index], b[index]];
    if (floats && Number.isFinite(y)) largest = Math.max(largest, Math.abs(Number(y)));
    if (Object.is(x, y) || x === y) continue;
    difference = floats ? Math.max(difference, Math.abs(Number(x) - Number(y))) : difference + 1;
  }
  return { largest, difference };
}
