import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { exportMlp } from '@reluctant/onnx';
import { expect, it } from 'vitest';
import { denseNet } from '../test-support/nets.js';

it('does not keep the process alive while threads wait for the next call', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reluctant-'));
  const model = join(folder, 'model.onnx');
  await writeFile(model, exportMlp(denseNet(1, [32, 600, 600, 2], 'relu')));
  const program = `
    import { SparseSession } from '@reluctant/sparse';
    const session = await SparseSession.create(${JSON.stringify(model)}, { threads: 2 });
    session.runSync(new Float32Array(32));
    console.log(session.info.threads);
  `;
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { cwd });
  expect(stdout).toBe('2\n');
  await rm(folder, { recursive: true });
});
