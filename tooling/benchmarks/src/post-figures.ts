import type { StrategySummary } from '@reluctant/study';
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
 * Last epoch of ten PyTorch 1.13 runs of the same design, gates reading each element: mean and sample standard deviation. Measured
 * once by the authors of this repository's requirements; `tooling/benchmarks/peers/torch_study.py` is such a program.
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
  gate: { learnable_stoch: [0.55, 0.09], gumbel_stoch: [0.52, 0.06] },
  sparsity: { gumbel_stoch: [0.041, 0.027] },
} as const;

/** A hundred runs of ours beside ten of PyTorch, with the difference in two-sided standard errors. */
export function renderPyTorchComparison(): string {
  const rows = Object.entries(pytorch.valLoss).map(([name, [mean, std]]) => {
    const last = strategiesWith(100).find((strategy) => strategy.name === name)?.last;
    const own = last?.val_loss;
    const n = own?.n ?? Number.NaN;
    const error = Math.sqrt(std ** 2 / pytorch.runs + (own?.std ?? Number.NaN) ** 2 / n);
    const errors = ((own?.mean ?? Number.NaN) - mean) / error;
    const gate = name in pytorch.gate ? pytorch.gate[name as keyof typeof pytorch.gate] : undefined;
    const zeros = name in pytorch.sparsity ? pytorch.sparsity[name as keyof typeof pytorch.sparsity] : undefined;
    const theirs = (pair: readonly [number, number] | undefined): string =>
      pair === undefined ? '' : `${pair[0].toFixed(2)} ± ${pair[1].toFixed(2)}`;
    return [
      `\`${name}\``,
      `${mean.toFixed(3)} ± ${std.toFixed(3)}`,
      meanAndStd(own, 3),
      errors.toFixed(1).replace('-', '−'),
      theirs(gate),
      last?.gate === undefined ? '' : meanAndStd(last.gate, 2),
      theirs(zeros),
      meanAndStd(last?.sparsity, 2),
    ];
  });
  return markdownTable(
    [
      'activation',
      'PyTorch',
      'ours',
      'standard errors',
      'share, PyTorch',
      'share, ours',
      'zeros, PyTorch',
      'zeros, ours',
    ],
    rows,
  );
}
