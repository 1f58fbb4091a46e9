import type { AgainstCall, AgainstResult } from './against-result.js';
import { markdownTable } from './figure-blocks.js';
import { times } from './sparse/tables.js';

const exact = (ratio: number): string => `${ratio.toFixed(2)}×`;

/** Geometric mean and range of ratios. */
export function spreadOf(ratios: readonly number[]): { mean: number; least: number; most: number } {
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  return { mean, least: Math.min(...ratios), most: Math.max(...ratios) };
}

/** Every call: the other build, and the same build again, as multiples of this build's time. */
export function renderAgainst({ calls, machine, command, before }: AgainstResult): string {
  const said = (pick: (call: AgainstCall) => number): string => {
    const { mean, least, most } = spreadOf(calls.map(pick));
    return `${exact(mean)} (${exact(least)} to ${exact(most)})`;
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
        exact(call.before),
        exact(call.again),
        times(call.overOnnxRuntime),
      ]),
    ),
    `All calls together, geometric mean and range: build before / this one ${said((call) => call.before)}, this one again / this one ${said((call) => call.again)}.`,
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}: \`${command}\` (${machine.date}, commit ${machine.commit} against ${before}).`,
  ].join('\n\n');
}
