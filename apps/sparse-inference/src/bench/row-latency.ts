import { cpus } from 'node:os';
import type { TableTraining } from '../directory/table-training.js';
import { openSession } from '../inference/sparse-answers.js';
import { measureLatency } from './measure-latency.js';

/** Time of a measurement, in seconds. */
const measuredSeconds = 0.1;

/** Measures how long a session on a file of features takes for one row, with its own kernels on one thread. */
export async function rowLatency(
  path: string,
  features: Float32Array,
  inputs: number,
): Promise<TableTraining['latency']> {
  const session = await openSession(path, { onnxRuntime: false, threads: 1 });
  try {
    const rows = features.length / inputs;
    const call = (index: number): void => {
      const row = index % rows;
      session.runSync(features.subarray(row * inputs, (row + 1) * inputs));
    };
    const { median_us, p99_us } = await measureLatency(call, measuredSeconds);
    return { median_us, p99_us, machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}` };
  } finally {
    await session.release();
  }
}
