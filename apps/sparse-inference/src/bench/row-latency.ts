import { cpus } from 'node:os';
import type { TableTraining } from '../directory/table-training.js';
import { openSession } from '../inference/sparse-answers.js';
import type { PlainRow } from '../table/row-objects.js';
import { measureLatency } from './measure-latency.js';

/** Time of a measurement, in seconds. */
const measuredSeconds = 0.1;

/** Measures how long a session on a model of a table takes for one raw row, with its own kernels on one thread. */
export async function rowLatency(path: string, rows: readonly PlainRow[]): Promise<TableTraining['latency']> {
  const session = await openSession(path, { onnxRuntime: false, threads: 1 });
  try {
    const call = (index: number): void => {
      const row = rows[index % rows.length];
      if (row !== undefined) session.runSync(row);
    };
    const { median_us, p99_us } = await measureLatency(call, measuredSeconds);
    return { median_us, p99_us, machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}` };
  } finally {
    await session.release();
  }
}
