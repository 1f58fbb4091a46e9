import { holm } from '@reluctant/metrics';
import type { StrategySummary } from '@reluctant/study';
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import { markdownTable } from './figure-blocks.js';
import type { PresetResult } from './preset-result.js';
import { readResult } from './result-file.js';

type Quantity = StrategySummary['last']['val_loss'];

function meanAndStd(quantity: Quantity, digits: number): string {
  const { mean = null, std = null } = quantity ?? {};
  return mean === null ? '–' : `${mean.toFixed(digits)} ± ${(std ?? Number.NaN).toFixed(digits)}`;
}

function strategiesWith(runs: number): readonly StrategySummary[] {
  const part = readResult<PresetResult>('preset-post').parts.find(({ summary }) => summary.config.n_runs === runs);
  if (part === undefined) throw new Error(`results/preset-post.json has no study of ${runs} runs`);
  return part.summary.strategies;
}

/** The post's study as its command prints it. */
export function renderPostTable(): string {
  return markdownTable(
    ['activation', 'validation loss', 'accuracy', 'exact zeros', 'ReLU share of the gate'],
    strategiesWith(10).map(({ name, last }) => [
      `\`${name}\``,
      meanAndStd(last.val_loss, 3),
      meanAndStd(last.val_accuracy, 3),
      meanAndStd(last.sparsity, 2),
      meanAndStd(last.gate, 2),
    ]),
  );
}

/**
 * Last epoch of ten PyTorch 1.13 runs of the same design, gates reading each element: mean and sample standard
 * deviation. Measured once by the authors of this repository's requirements; `tooling/benchmarks/peers/torch_study.py`
 * is such a program.
 */
const pytorch = {
  runs: 10,
  valLoss: {
    relu: [0.295, 0.141],
    silu: [0.234, 0.023],
    stoch: [0.239, 0.024],
    learnable_stoch: [0.251, 0.019],
    gumbel_stoch: [0.242, 0.03],
  },
} as const;

/** Shares of ReLU and zeros of the same runs. */
const shares: Readonly<Record<string, readonly [number, number]>> = {
  learnable_stoch: [0.55, 0.09],
  gumbel_stoch: [0.52, 0.06],
};
const zeros: Readonly<Record<string, readonly [number, number]>> = { gumbel_stoch: [0.041, 0.027] };

/** Mean, sample standard deviation and number of runs. */
interface Sample {
  readonly mean: number;
  readonly std: number;
  readonly n: number;
}

/** Welch's t of a − b, and its two-sided p-value. */
function welch(a: Sample, b: Sample): { readonly t: number; readonly p: number } {
  const [va, vb] = [a.std ** 2 / a.n, b.std ** 2 / b.n];
  const t = (a.mean - b.mean) / Math.sqrt(va + vb);
  const freedom = (va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1));
  return { t, p: 2 * tCdf(-Math.abs(t), freedom) };
}

/**
 * A hundred of our runs against ten of PyTorch: validation losses with Welch's test, Holm-corrected over the
 * activations.
 */
export function renderPyTorchComparison(): string {
  const strategies = strategiesWith(100);
  const pairs = Object.entries(pytorch.valLoss).map(([name, [mean, std]]) => {
    const last = strategies.find((strategy) => strategy.name === name)?.last;
    const { n = 0, mean: own, std: ownStd } = last?.val_loss ?? {};
    const ours = { n, mean: own ?? Number.NaN, std: ownStd ?? Number.NaN };
    return {
      name,
      last,
      theirs: `${mean.toFixed(3)} ± ${std.toFixed(3)}`,
      test: welch(ours, { mean, std, n: pytorch.runs }),
    };
  });
  const adjusted = holm(pairs.map(({ test }) => test.p));
  const pairText = (pair: readonly [number, number] | undefined): string =>
    pair === undefined ? '' : `${pair[0].toFixed(2)} ± ${pair[1].toFixed(2)}`;
  const table = markdownTable(
    ['activation', 'PyTorch', 'ours', 't', 'p', 'share, PyTorch', 'share, ours', 'zeros, PyTorch', 'zeros, ours'],
    pairs.map(({ name, last, theirs, test }, index) => [
      `\`${name}\``,
      theirs,
      meanAndStd(last?.val_loss, 3),
      test.t.toFixed(1).replace('-', '−'),
      (adjusted[index] ?? Number.NaN).toFixed(2),
      pairText(shares[name]),
      last?.gate === undefined ? '' : meanAndStd(last.gate, 2),
      pairText(zeros[name]),
      meanAndStd(last?.sparsity, 2),
    ]),
  );
  const significant = pairs.filter((_, index) => (adjusted[index] ?? 1) < 0.05).map(({ name }) => `\`${name}\``);
  return [
    table,
    '',
    significant.length === 0
      ? 'No difference in validation loss is significant at 5 % (Welch’s t-test, Holm-corrected over the five).'
      : `Significant at 5 % (Welch’s t-test, Holm-corrected over the five): ${significant.join(', ')}.`,
  ].join('\n');
}
