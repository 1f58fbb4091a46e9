import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { describeMachine } from './machine.js';
import { writeResult } from './result-file.js';
import { releasedSessions, repeatedCalls } from './sessions/memory-trials.js';
import { runRealModels } from './sessions/real-models.js';
import { renderSessions } from './sessions-figures.js';
import type { SessionsResult } from './sessions-result.js';

/**
 * `pnpm bench:sessions`: files that npm packages ship, beside onnxruntime, and the memory of sessions over many
 * releases and calls. Stores tooling/benchmarks/results/sessions.json.
 */
async function main(): Promise<void> {
  new Command('bench:sessions').description('real files beside onnxruntime, and memory over many calls').parse();
  const entry = createRequire(import.meta.url).resolve('onnxruntime-node');
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const memory = [
    await repeatedCalls('run', 300_000, 6),
    await repeatedCalls('runSync', 1_000_000, 5),
    await releasedSessions(20),
  ];
  const models = await runRealModels();
  const result: SessionsResult = { machine: describeMachine(), onnxRuntime: version, models, memory };
  console.log(renderSessions(result));
  console.log(`written: ${writeResult('sessions', result)}`);
}

await main();
