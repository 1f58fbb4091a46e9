import type { SparseService } from '../sparse-result.js';
import type { PeerClient } from './peer-client.js';
import { round, timingOf } from './sample.js';

/**
 * An engine in service: latency of single rows at a fixed rate, so that threads sleep before each; then the share of a
 * core used while idle.
 */
export async function measureService(client: PeerClient, perSecond: number, seconds: number): Promise<SparseService> {
  const { name, method } = client.engine;
  const { microseconds = [] } = await client.ask({ kind: 'steady', inputs: 0, method, perSecond, seconds });
  const { cpu = Number.NaN } = await client.ask({ kind: 'idle', seconds: seconds / 2 });
  return { engine: name, perSecond, steady: timingOf({ blocks: [{ round: 0, microseconds }] }), idleCpu: round(cpu) };
}
