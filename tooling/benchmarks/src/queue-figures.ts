import { type BlockRenderer, markdownTable } from './figure-blocks.js';
import { median } from './median.js';
import type { QueueCost, QueueResult, QueueThroughput } from './queue-result.js';
import { storedBlock } from './stored-result.js';

/** The blocks of docs/distributed.md. */
export const queueBlocks: Readonly<Record<string, BlockRenderer>> = {
  'queue-cost': storedBlock<QueueResult>('queue', 'pnpm bench:queue', renderQueueCost),
  'queue-throughput': storedBlock<QueueResult>('queue', 'pnpm bench:queue', renderQueueThroughput),
};

/** Bytes and round trips per run. */
export function renderQueueCost({ cost }: QueueResult): string {
  return [
    markdownTable(
      ['study', 'runs', 'to the server, per run', 'from the server, per run', 'round trips per run'],
      cost.rows.map(({ title, runs, received, sent, roundTrips }) => [
        ...[title, String(runs), kilobytes(received / runs), kilobytes(sent / runs), (roundTrips / runs).toFixed(1)],
      ]),
    ),
    measured(cost),
  ].join('\n\n');
}

/** Runs per second by the number of worker processes, and the overhead against the local pool. */
export function renderQueueThroughput({ throughput }: QueueResult): string {
  if (throughput === undefined) return '*No times are stored yet: run `pnpm bench:queue` on an idle machine.*';
  const { runs, epochs, rows, pairs } = throughput;
  const ratio = median(pairs.map(({ local, queue }) => queue / local));
  const verb = ratio >= 1 ? 'longer' : 'less long';
  return [
    `${runs} runs of ${epochs} epochs, worker processes of one thread each:`,
    markdownTable(
      ['worker processes', 'seconds', 'runs per second'],
      rows.map(({ processes, seconds }) => {
        const typical = median(seconds);
        return [String(processes), typical.toFixed(1), (runs / typical).toFixed(1)];
      }),
    ),
    `On all cores the study takes ${Math.abs(100 * (ratio - 1)).toFixed(1)} % ${verb} through a queue than without one (median of ${pairs.length} pairs).`,
    measured(throughput),
  ].join('\n\n');
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function measured({ command, machine }: QueueCost | QueueThroughput): string {
  return `\`${command}\` on ${machine.cpu}, ${machine.cores} cores, Node ${machine.node} (${machine.date}, commit ${machine.commit}).`;
}
