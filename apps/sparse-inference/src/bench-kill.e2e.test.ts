import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exportMlp } from '@reluctant/onnx';
import { preloading, runsProcess, scratchDirectory } from '@reluctant/testing';
import { afterAll, expect, test, vi } from 'vitest';
import { runSparseCli } from './testing/run-sparse-cli.js';

const scratch = scratchDirectory();
const started: number[] = [];
afterAll(() => {
  for (const pid of started) if (runsProcess(pid)) process.kill(pid, 'SIGKILL');
  scratch.remove();
});

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** A measuring process writes its id to a file once it has read the clock often, which it does in its measured loop. */
const tellingPid = preloading(`
  import { writeFileSync } from 'node:fs';
  const now = performance.now.bind(performance);
  let calls = 0;
  if (process.argv[1]?.endsWith('engine-process.js')) {
    performance.now = () => {
      if (++calls === 1000) writeFileSync('measuring', String(process.pid));
      return now();
    };
  }`);

test('kill -9 of bench: its measuring process ends, too, in the middle of its loop; the next bench removes the models', async () => {
  const linear = { inputs: 4, outputs: 4, weight: new Float32Array(16).fill(1), bias: new Float32Array(4) };
  const layer = { kind: 'dense', linear, activation: 'relu' } as const;
  const graph = { inputName: 'features', outputName: 'logits', metadata: {}, layers: [layer, layer] };
  writeFileSync(join(scratch.path, 'model.onnx'), exportMlp(graph));
  const temporary = join(scratch.path, 'tmp');
  mkdirSync(temporary);
  const env = { TMPDIR: temporary };
  const args = ['bench', 'model.onnx', '--densities', 'none', '--threads', '1', '--rounds', '1', '--seconds'];
  const bench = spawn(process.execPath, [main, ...args, '100000'], {
    cwd: scratch.path,
    env: { ...process.env, ...env, ...tellingPid },
    stdio: 'ignore',
  });
  const measuring = join(scratch.path, 'measuring');
  await vi.waitFor(() => expect(existsSync(measuring) && readFileSync(measuring, 'utf8')).toMatch(/^\d+$/), 60_000);
  const pid = Number(readFileSync(measuring, 'utf8'));
  started.push(pid);
  expect(runsProcess(pid)).toBe(true);
  expect(readdirSync(temporary)).toEqual([expect.stringMatching(/^reluctant-bench-/)]);
  bench.kill('SIGKILL');
  await once(bench, 'close');
  await vi.waitFor(() => expect(runsProcess(pid)).toBe(false), 60_000);
  const again = await runSparseCli(scratch.path, [...args, '0.001'].join(' '), { env });
  expect(again).toMatchObject({ code: 0 });
  expect(readdirSync(temporary)).toEqual([]);
});
