import type { SparseConcurrency } from '../sparse-result.js';
import type { PeerClient } from './peer-client.js';
import { timingOf } from './sample.js';

/** Calls that wait at the same time. */
const calls = 100;

/** Latency of single rows of which a hundred wait at a time, and how late a timer of the same process is meanwhile. */
export async function measureConcurrency(client: PeerClient, seconds: number): Promise<SparseConcurrency> {
  const { microseconds = [], late = [] } = await client.ask({ kind: 'concurrent', inputs: 0, calls, seconds });
  const timing = (values: readonly number[]) => timingOf({ blocks: [{ round: 0, microseconds: values }] });
  return { engine: client.engine.name, calls, latency: timing(microseconds), late: timing(late) };
}
