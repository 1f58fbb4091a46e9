import { Worker } from 'node:worker_threads';
import { describe, ReluctantError } from '@reluctant/errors';
import * as z from 'zod';

/** Bytes per second that the threads read together. */
export interface Bandwidth {
  readonly threads: number;
  /** Sequential reads, as in dense layers. */
  readonly streams: number;
  /** Reads of randomly selected rows, as in layers after ReLU. */
  readonly rows: number;
}

const measuredSchema = z.object({ streams: z.number(), rows: z.number() });

/**
 * Reads as much memory as the model's weights occupy, divided among concurrent threads, so that caches affect the bound
 * as they affect the model.
 *
 * @param weightBytes - of the whole model
 * @param rowBytes - of one row of its widest layer
 */
export async function measureBandwidth(
  threads: number,
  weightBytes: number,
  rowBytes: number,
  density: number,
): Promise<Bandwidth> {
  // The kernel reads rows in whole cache lines.
  const row = Math.max(64, Math.ceil(rowBytes / 64) * 64);
  const rows = Math.max(64, Math.round(weightBytes / threads / row));
  // A density at which every pass selects enough rows.
  const picked = Math.min(1, Math.max(32 / rows, density));
  const options = { bytes: rows * row, rowBytes: row, density: picked, seconds: 0.4 };
  const measured = await Promise.all(Array.from({ length: threads }, () => measureInThread(options)));
  return {
    threads,
    streams: measured.reduce((sum, { streams }) => sum + streams, 0),
    rows: measured.reduce((sum, { rows }) => sum + rows, 0),
  };
}

function measureInThread(options: object): Promise<z.infer<typeof measuredSchema>> {
  const worker = new Worker(new URL('./bandwidth-worker.js', import.meta.url), { workerData: options });
  return new Promise((resolve, reject) => {
    worker.once('message', (message) => resolve(measuredSchema.parse(message)));
    worker.once('error', (error) =>
      reject(new ReluctantError('input-output', `the read bandwidth could not be measured: ${describe(error)}`)),
    );
  });
}
