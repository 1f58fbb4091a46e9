import { type Chart, lineChart } from '@reluctant/plotting';
import { bestOnnxRuntime, findCall, times } from './sparse/tables.js';
import type { SparseCaseResult, SparseResult } from './sparse-result.js';

/** The nets of the picture, by their names in results/sparse.json, with the names that its legend gives them. */
const nets: readonly { readonly name: string; readonly title: string }[] = [
  { name: 'b', title: 'deep MLP' },
  { name: 'a', title: 'one FFN block' },
];

/** Latency of one row at one level of zeros. */
interface Latency {
  /** Exact zeros among the hidden activations, in percent, as measured. */
  readonly zeros: number;
  readonly milliseconds: number;
  readonly gain: number;
}

/** One net: its latencies by zeros, and that of onnxruntime, which does not depend on them. */
interface NetLatencies {
  readonly title: string;
  /** Sizes of the layers. */
  readonly sizes: string;
  readonly latencies: readonly Latency[];
  readonly onnxRuntime: number;
}

/**
 * Share of hidden units that are exactly 0, in percent: the first and the last density are those of inputs and outputs.
 */
function hiddenZeros(densities: readonly number[]): number {
  const hidden = densities.slice(1, -1);
  return 100 * (1 - hidden.reduce((sum, density) => sum + density, 0) / hidden.length);
}

function latenciesOf(title: string, { calls, inputSets, title: sizes }: SparseCaseResult): NetLatencies {
  const dense = bestOnnxRuntime(calls, 1, 1);
  if (dense === undefined) throw new Error(`results/sparse.json has no dense run of ${sizes} by onnxruntime`);
  const latencies = inputSets.flatMap(({ densities }, inputs) => {
    const call = findCall(calls, { engine: 'session-1', batch: 1, inputs });
    if (call === undefined) return [];
    return [{ zeros: hiddenZeros(densities), milliseconds: call.median / 1000, gain: call.overOnnxRuntime }];
  });
  return { title, sizes, latencies, onnxRuntime: dense.median / 1000 };
}

function readNets({ cases }: SparseResult): NetLatencies[] {
  return nets.map(({ name, title }) => {
    const found = cases.find((one) => one.name === name);
    if (found === undefined) throw new Error(`results/sparse.json has no net (${name})`);
    return latenciesOf(title, found);
  });
}

/** Latency of one row on one thread against exact zeros, beside onnxruntime's dense run: the picture of the README. */
export function latencyChart(result: SparseResult): Chart {
  const read = readNets(result);
  const points = read.flatMap(({ title, latencies, onnxRuntime }) =>
    latencies.flatMap(({ zeros, milliseconds }) => [
      { series: `SparseSession, ${title}`, x: zeros, y: milliseconds },
      { series: `onnxruntime, ${title}`, x: zeros, y: onnxRuntime },
    ]),
  );
  return lineChart(points, {
    title: 'Latency of one row against exact zeros',
    subtitle: `${read.map(({ sizes }) => sizes).join('; ')}; one thread, ${result.machine.cpu}`,
    x: { title: 'hidden activations that are exactly zero (%)', ticks: [50, 60, 70, 80, 90] },
    y: { title: 'latency (ms)', zero: true },
    seriesTitle: 'engine and net',
  });
}

/** The picture as the README shows it, with what it says in words for those who cannot see it. */
export function renderLatencyPicture(result: SparseResult): string {
  const words = readNets(result).map(({ sizes, latencies, onnxRuntime }) => {
    const sorted = [...latencies].sort((a, b) => a.zeros - b.zeros);
    const ends = [sorted[0], sorted.at(-1)].flatMap((end) => (end === undefined ? [] : [end]));
    const text = ends.map(
      ({ zeros, milliseconds, gain }) =>
        `${milliseconds.toFixed(1)} ms at ${zeros.toFixed(0)} % zeros (${times(gain)} as fast)`,
    );
    return `${sizes}: onnxruntime ${onnxRuntime.toFixed(1)} ms, SparseSession ${text.join(' and ')}`;
  });
  const { cpu, cores, node, date } = result.machine;
  return [
    `<p><img src="docs/pictures/latency.png" width="640" alt="Latency of one row against exact zeros. ${words.join('. ')}."></p>`,
    '',
    `One row at a time on one thread; random weights, zeros set by the inputs. ${cpu}, ${cores} cores, Node ${node}, ${date}, \`${result.command}\`; drawn by \`pnpm docs:latency\`. [All nets, threads, batches and precisions](docs/sparse-performance.md).`,
  ].join('\n');
}
