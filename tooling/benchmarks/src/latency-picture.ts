import { fileURLToPath } from 'node:url';
import { saveChart } from '@reluctant/plotting/node';
import { latencyChart } from './latency-chart.js';
import { readResult } from './result-file.js';
import type { SparseResult } from './sparse-result.js';

/** `pnpm docs:latency`: draws docs/pictures/latency.svg and .png from the stored result of `pnpm bench:sparse`. */
const path = fileURLToPath(new URL('../../../docs/pictures/latency', import.meta.url));
for (const file of await saveChart(path, latencyChart(readResult<SparseResult>('sparse')), { scale: 2 })) {
  console.log(`picture written: ${file}`);
}
