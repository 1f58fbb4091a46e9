import { join } from 'node:path';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { installPackages, packPackage, run, thirdPartiesOf } from './packed-package.js';

const folders = ['errors', 'random', 'data', 'activations', 'kernels', 'metrics', 'model', 'trainer'];
const scratch = scratchDirectory();
const project = join(scratch.path, 'stranger');

beforeAll(async () => {
  const packed = await Promise.all(folders.map((folder) => packPackage(folder, scratch.path)));
  const all = Object.entries(await thirdPartiesOf(folders));
  const withoutTensorFlow = Object.fromEntries(all.filter(([name]) => !name.startsWith('@tensorflow/')));
  await installPackages(project, packed, withoutTensorFlow);
});
afterAll(() => scratch.remove());

/** Runs a module in the project and returns what it prints. */
async function printed(code: string): Promise<string> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], project);
  return stdout.trim();
}

test('without TensorFlow.js the packed trainer trains on its own kernels', async () => {
  const code = `
    import { bottleneckClassifier } from '@reluctant/model';
    import { parseStrategy, train } from '@reluctant/trainer';
    const rows = { features: Float32Array.of(0, 1, 1, 0), labels: Int32Array.of(0, 1), rows: 2 };
    const model = bottleneckClassifier({ nFeatures: 2, nLayers: 1, nClasses: 2 });
    const training = train({ model, strategy: parseStrategy('stoch'), train: rows, validation: rows, epochs: 1 });
    for await (const { epoch } of training) console.log(epoch);
    training.dispose();`;
  expect(await printed(code)).toBe('1');
});

test.each([
  ['loadEngine', "import { loadEngine } from '@reluctant/trainer'; const call = () => loadEngine('tfjs')"],
  ['tfjsEngine', "import { tfjsEngine } from '@reluctant/trainer/tfjs'; const call = () => tfjsEngine()"],
])(
  'without TensorFlow.js %s of the packed trainer says so in one sentence, with the lines that install it',
  async (_, call) => {
    const packages = '@tensorflow/tfjs-core@4 @tensorflow/tfjs-layers@4 @tensorflow/tfjs-backend-wasm@4';
    expect(
      await printed(`${call}; console.log(await call().catch(({ code, message }) => code + ': ' + message))`),
    ).toBe(
      'unsupported: the tfjs engine needs TensorFlow.js, which is not installed: ' +
        `npm install ${packages}, or pnpm add ${packages}`,
    );
  },
);
