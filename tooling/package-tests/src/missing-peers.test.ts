import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scratchDirectory } from '@reluctant/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  installPackages,
  packageFolder,
  packageFolders,
  packPackage,
  run,
  thirdPartiesOf,
  tsc,
} from './packed-package.js';

const scratch = scratchDirectory();
const project = join(scratch.path, 'stranger');
/** Packages that users may have to install themselves. */
const peer = /^(@tensorflow\/|onnxruntime-(node|web)$)/;
const packages = packageFolders().filter((folder) => folder !== 'command-line');

beforeAll(async () => {
  const packed = await Promise.all(packages.map((folder) => packPackage(folder, scratch.path)));
  const all = Object.entries(await thirdPartiesOf(packages, ['@types/node']));
  await installPackages(project, packed, Object.fromEntries(all.filter(([name]) => !peer.test(name))));
});
afterAll(() => scratch.remove());

test('without optional peers every entry point but those of TensorFlow.js type-checks, declaration files included', async () => {
  const imports: string[] = [];
  for (const folder of packages) {
    const { name, exports } = JSON.parse(await readFile(join(packageFolder(folder), 'package.json'), 'utf8'));
    const doors = Object.keys(exports).filter((door) => !/^\.\/(tfjs|package\.json|worker)$/.test(door));
    imports.push(
      ...doors.map((door) => `export * as m${imports.length}${doors.indexOf(door)} from '${name}${door.slice(1)}';`),
    );
  }
  const strict = { strict: true, noUncheckedIndexedAccess: true, noEmit: true };
  const compilerOptions = {
    ...strict,
    skipLibCheck: false,
    module: 'NodeNext',
    target: 'ES2023',
    types: ['node'],
    lib: ['ES2023', 'ESNext.Disposable', 'DOM'],
  };
  await writeFile(join(project, 'all.ts'), imports.join('\n'));
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['all.ts'] }));
  expect((await run(process.execPath, [tsc, '-p', project], project)).stdout).toBe('');
});

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
    const missing = '@tensorflow/tfjs-core@4 @tensorflow/tfjs-layers@4 @tensorflow/tfjs-backend-wasm@4';
    expect(
      await printed(`${call}; console.log(await call().catch(({ code, message }) => code + ': ' + message))`),
    ).toBe(
      'unsupported: the tfjs engine needs TensorFlow.js, which is not installed: ' +
        `npm install ${missing}, or pnpm add ${missing}`,
    );
  },
);
