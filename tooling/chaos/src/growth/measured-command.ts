import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandUse } from '@reluctant/benchmarks';
import { preloading } from '@reluctant/testing';
import { expectCode } from '../checks.js';
import type { Ground } from '../ground.js';

/** The file to which each process adds what it took. */
const usesName = 'uses.jsonl';

const reporting = preloading(`
  import { appendFileSync } from 'node:fs';
  import { isMainThread } from 'node:worker_threads';
  const path = ${JSON.stringify(usesName)};
  if (isMainThread) process.on('exit', () => appendFileSync(path, JSON.stringify(process.resourceUsage()) + '\\n'));`);

/** What `process.resourceUsage()` gives: microseconds and kibibytes. */
interface ResourceUse {
  readonly userCPUTime: number;
  readonly systemCPUTime: number;
  readonly maxRSS: number;
}

/**
 * Runs a command of `reluctant` and measures all of its processes.
 *
 * @param name - of the command in the table
 */
export async function measureCommand(ground: Ground, name: string, args: readonly string[]): Promise<CommandUse> {
  const path = join(ground.path, usesName);
  rmSync(path, { force: true });
  const start = performance.now();
  expectCode(await ground.run('reluctant', args, reporting), 0);
  const wallSeconds = (performance.now() - start) / 1000;
  const uses = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line): ResourceUse => JSON.parse(line));
  return {
    command: name,
    wallSeconds,
    cpuSeconds: uses.reduce((sum, { userCPUTime, systemCPUTime }) => sum + userCPUTime + systemCPUTime, 0) / 1e6,
    peakMiB: Math.max(...uses.map(({ maxRSS }) => maxRSS)) / 1024,
  };
}
