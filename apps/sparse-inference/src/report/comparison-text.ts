import type { Comparison } from '../inspection/compare-session.js';
import { textTable } from './text-table.js';
import { toleranceText } from './verification-table.js';

/** What `verify` prints about a file. */
export function comparisonText(
  { outputs, calls, own_calls, tolerance, passed }: Comparison,
  { engine, reason, inputs }: { readonly engine: string; readonly reason: string; readonly inputs: string },
): string {
  const who =
    engine === 'onnxruntime'
      ? `onnxruntime runs the whole model in the session, too: ${reason}.`
      : `The session's kernels answered ${own_calls} of ${calls} calls.`;
  const table = textTable(
    ['output', 'type', 'largest value', 'largest difference', ''],
    outputs.map(({ output, type, largest, max_abs_difference, passed: ok }) => [
      output,
      type,
      largest.toPrecision(3),
      max_abs_difference === 0 ? '0' : max_abs_difference.toExponential(1),
      ok ? 'ok' : 'FAILED',
    ]),
  );
  const verdict = passed
    ? `Verified on ${inputs}, ${calls} calls: the session agrees with onnxruntime within ${toleranceText(tolerance)} of the largest value.`
    : 'Verification failed.';
  return [who, table, verdict].join('\n');
}

/** Names the first output that failed and how, in one sentence. */
export function comparisonFailure({ outputs, tolerance }: Comparison): string {
  const failed = outputs.find(({ passed }) => !passed);
  if (failed === undefined) return 'nothing failed';
  const { output, max_abs_difference: difference } = failed;
  return Number.isNaN(difference)
    ? `the output '${output}' has another shape or type than in onnxruntime, or is not a number there only`
    : `the output '${output}' differs from onnxruntime by ${difference.toExponential(1)}, more than ${toleranceText(tolerance)} of the largest value`;
}
