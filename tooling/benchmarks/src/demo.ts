import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DemoResult } from './demo-result.js';
import { describeMachine } from './machine.js';
import { writeResult } from './result-file.js';

// `pnpm bench:demo`: runs the demonstration of reluctant-sparse and stores its output; the README shows a part of it.
const program = fileURLToPath(new URL('../../../apps/sparse-inference/dist/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'reluctant-demo-'));
try {
  const printed = execFileSync(process.execPath, [program, 'demo', '--quiet', '--out', 'demo'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const result: DemoResult = {
    machine: describeMachine(),
    command: 'pnpm bench:demo',
    lines: printed
      .replace(/trained in [\d.]+ s/, 'trained in … s')
      .replace(/(?<=One row takes )[\d.]+ \S+/, '…')
      .split('\n')
      .filter((line) => !/^ {2}demo\//.test(line)),
  };
  console.log(result.lines.join('\n'));
  console.log(`written: ${writeResult('demo', result)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
