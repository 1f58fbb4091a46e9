import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('works where code from strings is forbidden, as by a Content-Security-Policy', async () => {
  const program = `
    import { exportMlp, importOnnx } from '@reluctant/onnx';
    import { SparseSession } from '@reluctant/sparse';
    let forbidden = false;
    try { new Function('return 1')(); } catch { forbidden = true; }
    const layer = { kind: 'dense', linear: { inputs: 2, outputs: 1, weight: Float32Array.of(1, 2) }, activation: 'relu' };
    const file = exportMlp({ inputName: 'x', outputName: 'y', metadata: { a: 'ä' }, layers: [layer] });
    const session = await SparseSession.create(file);
    console.log(forbidden, importOnnx(file).metadata.a, session.runSync(Float32Array.of(3, 4))[0]);
  `;
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, flags, { cwd });
  expect(stdout).toBe('true ä 11\n');
});
