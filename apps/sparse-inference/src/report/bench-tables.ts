import type { BenchCase, BenchedEngine, BenchFile } from '../directory/bench-file.js';
import { engineNames } from '../directory/bench-file.js';
import { percent } from '../output/say.js';
import { textTable } from './text-table.js';

/** The baseline of speed-ups: onnxruntime's dense graph, or our dense kernel if onnxruntime is missing. */
export function baselineOf({ engines }: BenchCase): BenchedEngine | undefined {
  return (
    engines.find(({ engine }) => engine === engineNames.dense) ??
    engines.find(({ engine }) => engine === engineNames.ownDense)
  );
}

/** Formats a duration in microseconds with two or three digits. */
export function duration(us: number): string {
  const [value, unit] = us >= 1000 ? [us / 1000, 'ms'] : [us, 'µs'];
  return `${value.toPrecision(value >= 100 ? 3 : 2)} ${unit}`;
}

/** Titles of {@link engineRows}. */
export const engineHead: readonly string[] = ['engine', 'median', 'p90', 'p99', 'speed-up'];

/** A row for each engine of a case, and one for its bound. */
export function engineRows(benchCase: BenchCase): string[][] {
  const baseline = baselineOf(benchCase)?.median_us ?? Number.NaN;
  const speedUp = (us: number): string => `${(baseline / us).toFixed(2)}×`;
  const rows = benchCase.engines.map(({ engine, median_us, p90_us, p99_us, answered_by }) => [
    answered_by === 'onnxruntime' && engine.startsWith('SparseSession')
      ? `${engine} (hands it to onnxruntime)`
      : engine,
    ...[median_us, p90_us, p99_us].map(duration),
    speedUp(median_us),
  ]);
  const { bound_us } = benchCase;
  return bound_us === null
    ? rows
    : [...rows, ['bound: needed bytes / bandwidth', duration(bound_us), '', '', speedUp(bound_us)]];
}

/** Title of a case. */
export function caseTitle({ model, density, batch, threads }: BenchCase): string {
  const how = density === null ? model : `${model}, ${percent(density)} of the weights after ReLU needed`;
  return `batch ${batch}, ${threads} ${threads === 1 ? 'thread' : 'threads'}, ${model === 'as trained' ? how : `biases shifted to ${model} active`}`;
}

/** The results for the model as trained, with the speed-ups from sparsity and from the kernel. */
export function benchText(bench: BenchFile): string {
  return bench.cases
    .filter(({ model }) => model === 'as trained')
    .map((benchCase) => {
      const table = textTable(engineHead, engineRows(benchCase));
      return [caseTitle(benchCase), table, ...ratioSentences(benchCase)].join('\n');
    })
    .join('\n\n');
}

/**
 * The speed-up from sparsity is our dense time / our sparse time, that from the kernel onnxruntime's dense time / our
 * dense time.
 */
export function ratioSentences({ engines }: BenchCase): string[] {
  const median = (name: string): number | undefined => engines.find(({ engine }) => engine === name)?.median_us;
  const [dense, own, sparse] = [engineNames.dense, engineNames.ownDense, engineNames.session].map(median);
  if (own === undefined || sparse === undefined) return [];
  const sparsity = `sparsity gains ${(own / sparse).toFixed(2)}× (our kernel dense / sparse)`;
  return dense === undefined
    ? [`${sparsity}.`]
    : [`${sparsity}, the kernel ${(dense / own).toFixed(2)}× (onnxruntime / our kernel dense).`];
}
