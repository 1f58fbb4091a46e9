import type { AgainstCall, AgainstResult } from './against-result.js';
import { markdownTable } from './figure-blocks.js';
import { spreadOf } from './ratio-spread.js';
import { times, twoDecimals } from './sparse/tables.js';

/** Every call: the other build, and the same build again, as multiples of this build's time. */
export function renderAgainst({ calls, machine, command, before }: AgainstResult): string {
  const said = (pick: (call: AgainstCall) => number): string => {
    const { mean, least, most } = spreadOf(calls.map(pick));
    return `${twoDecimals(mean)} (${twoDecimals(least)} to ${twoDecimals(most)})`;
  };
  return [
    markdownTable(
      [
        'case, active units',
        'threads',
        'rows',
        'build before / this one',
        'this one again / this one',
        'over onnxruntime',
      ],
      calls.map((call) => [
        `(${call.case}) ${call.inputs}`,
        String(call.threads),
        String(call.batch),
        twoDecimals(call.before),
        twoDecimals(call.again),
        times(call.overOnnxRuntime),
      ]),
    ),
    `All calls together, geometric mean and range: build before / this one ${said((call) => call.before)}, this one again / this one ${said((call) => call.again)}.`,
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}: \`${command}\` (${machine.date}, commit ${machine.commit} against ${before}).`,
  ].join('\n\n');
}
