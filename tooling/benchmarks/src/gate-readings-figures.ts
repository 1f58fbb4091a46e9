import { markdownTable } from './figure-blocks.js';
import type { GateReadingsResult } from './gate-readings-result.js';
import { readResult } from './result-file.js';

/** The shares of gates by what they read: a row for each activation, reading and width. */
export function renderGateReadings(): string {
  const { rows, epochs, runs, command, machine } = readResult<GateReadingsResult>('gate-readings');
  const table = markdownTable(
    ['activation, reading, width', ...epochs.map((epoch) => `share, epoch ${epoch}`), 'zeros', 'validation loss'],
    rows.map(({ activation, reads, width, shares, sparsity, valLoss }) => [
      `\`${activation}:reads=${reads}\`, ${width}`,
      ...shares.map(({ mean, std }) => `${mean.toFixed(2)} ± ${std.toFixed(2)}`),
      sparsity.mean.toFixed(2),
      `${valLoss.mean.toFixed(3)} ± ${valLoss.std.toFixed(3)}`,
    ]),
  );
  return `${table}\n\nMean ± sample standard deviation over ${runs} runs, each on a data set of its own (\`${command}\`, commit ${machine.commit}).`;
}

/** The cost of the default reading in zeros, at the width of the post. */
export function renderGateZeros(): string {
  const { rows } = readResult<GateReadingsResult>('gate-readings');
  const zeros = (reads: string): string => {
    const row = rows.find((one) => one.activation === 'gumbel_stoch' && one.reads === reads && one.width === 4);
    if (row === undefined) throw new Error(`results/gate-readings.json has no row for gumbel_stoch, ${reads}, width 4`);
    return row.sparsity.mean.toFixed(2);
  };
  return `The element reading costs zeros: a gate that sees z learns to take SiLU where ReLU would give 0, and \`gumbel_stoch\` ends with a share of ${zeros('element')} exact zeros, against ${zeros('layer')} with \`reads=layer\`, which cannot tell the sign of one z.`;
}
