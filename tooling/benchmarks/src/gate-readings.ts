import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EpochRow, summarise } from '@reluctant/metrics';
import { findings } from '@reluctant/presets';
import { runPlan } from '@reluctant/runner';
import { planStudies } from '@reluctant/study';
import { Command } from 'commander';
import type { GateReading, GateReadingsResult, MeanAndStd } from './gate-readings-result.js';
import { describeMachine } from './machine.js';
import { writeResult } from './result-file.js';

/**
 * `pnpm bench:gates`: the post's study of both gated activations, with gates that read each element and gates that read
 * the layer, at widths 4 and 16, every run on a data set of its own. Stores the shares of ReLU that docs/assumptions.md
 * gives as evidence.
 */
const activations = ['learnable_stoch', 'gumbel_stoch'];
const readings = ['element', 'layer'];
const widths = [4, 16];
const epochs = [10, 50, 100];

function strategyName(activation: string, reads: string): string {
  return `${activation}_${reads}`;
}

/** The share of ReLU of a row's gates, averaged over layers. */
function gateShare({ gates = [] }: EpochRow): number {
  return gates.reduce((sum, { mean }) => sum + mean, 0) / gates.length;
}

function meanAndStd(values: readonly number[]): MeanAndStd {
  const { mean, std } = summarise(values);
  return { mean, std };
}

function readingOf(rows: Iterable<EpochRow>, width: number, activation: string, reads: string): GateReading {
  const own = [...rows].filter(({ strategy }) => strategy === strategyName(activation, reads));
  const at = (epoch: number): EpochRow[] => own.filter((row) => row.epoch === epoch);
  const last = at(epochs.at(-1) ?? Number.NaN);
  return {
    width,
    activation,
    reads,
    shares: epochs.map((epoch) => meanAndStd(at(epoch).map(gateShare))),
    sparsity: meanAndStd(last.map(({ sparsity }) => sparsity)),
    valLoss: meanAndStd(last.map(({ val_loss }) => val_loss)),
  };
}

async function main(): Promise<void> {
  const { runs } = new Command('bench:gates')
    .option('--runs <count>', 'runs, each on a data set of its own', '40')
    .parse()
    .opts<{ readonly runs: string }>();
  const strategies = activations.flatMap((strategy) =>
    readings.map((reads) => ({ name: strategyName(strategy, reads), strategy, reads })),
  );
  const plan = planStudies(
    { strategies, n_runs: Number(runs), data_seeds: Number(runs) },
    { grid: [{ setting: 'bottleneck', values: widths }] },
  );
  const folder = mkdtempSync(join(tmpdir(), 'reluctant-gates-'));
  try {
    const outcome = await runPlan({
      plan,
      findings,
      out: join(folder, 'sweep'),
      onPart: ({ label }) => console.log(label),
    });
    if (outcome.kind !== 'finished') throw new Error('the study did not finish');
    const result: GateReadingsResult = {
      machine: describeMachine(),
      command: `pnpm bench:gates --runs ${runs}`,
      runs: Number(runs),
      dataSets: Number(runs),
      epochs,
      rows: outcome.parts.flatMap(({ rows }, part) =>
        activations.flatMap((activation) =>
          readings.map((reads) => readingOf(rows, widths[part] ?? Number.NaN, activation, reads)),
        ),
      ),
    };
    console.log(`written: ${writeResult('gate-readings', result)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
