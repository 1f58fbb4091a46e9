import { readResult } from './result-file.js';
import { findCall, times } from './sparse/tables.js';
import type { SparseResult } from './sparse-result.js';

/** Looks a figure up in a stored run of `pnpm bench:sparse`: `<case>/<inputs>/<threads>/<quantity>`. */
function lookUp({ cases }: Pick<SparseResult, 'cases'>, path: readonly string[]): string | undefined {
  const [name, title, threads, quantity] = path;
  const one = cases.find((candidate) => candidate.name === name);
  if (one === undefined) return undefined;
  const inputs = one.inputSets.findIndex((set) => set.title === title);
  const call = findCall(one.calls, { engine: `session-${threads}`, batch: 1, inputs });
  if (call?.bytes === undefined) return undefined;
  const byBytes = (4 * one.weights) / call.bytes;
  switch (quantity) {
    case 'gain':
      return times(call.overOnnxRuntime);
    case 'gain-by-bytes':
      return times(byBytes);
    case 'of-gain-by-bytes':
      return `${((100 * call.overOnnxRuntime) / byBytes).toFixed(0)} %`;
    default:
      return undefined;
  }
}

/** A figure of the stored run of this machine; undefined if there is none. */
export function sparseFigure(path: readonly string[]): string | undefined {
  return lookUp(readResult<SparseResult>('sparse'), path);
}

/** A figure of an earlier run on another machine, results/sparse-elsewhere.json. */
export function elsewhereFigure(path: readonly string[]): string | undefined {
  return lookUp(readResult<Pick<SparseResult, 'cases'>>('sparse-elsewhere'), path);
}
