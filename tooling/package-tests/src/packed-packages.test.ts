import { copyFile, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installPackages, type PackedPackage, packPackage, run, thirdPartiesOf, tsc } from './packed-package.js';

const folders = ['errors', 'random', 'data', 'activations'];
const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}.ts`, import.meta.url));

let scratch: string;
let project: string;
let packed: PackedPackage[];

beforeAll(async () => {
  scratch = await realpath(await mkdtemp(join(tmpdir(), 'reluctant-packages-')));
  project = join(scratch, 'stranger');
  packed = await Promise.all(folders.map((folder) => packPackage(folder, scratch)));
  await installPackages(project, packed, await thirdPartiesOf(folders, ['@tensorflow/tfjs-backend-cpu']));
});

afterAll(() => rm(scratch, { recursive: true, force: true }));

/** Compiles a fixture in the project, runs it in Node and returns the `answers` that it exports. */
async function answersOf(name: string, compilerOptions: Record<string, unknown>): Promise<unknown> {
  await copyFile(fixture(name), join(project, `${name}.ts`));
  const strict = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, module: 'NodeNext' };
  const options = { ...strict, target: 'ES2022', types: [], rootDir: '.', outDir: 'out', ...compilerOptions };
  const config = join(project, `tsconfig.${name}.json`);
  await writeFile(config, JSON.stringify({ compilerOptions: options, files: [`${name}.ts`] }));
  await run(process.execPath, [tsc, '-p', config], project);
  const script = `console.log(JSON.stringify((await import('./out/${name}.js')).answers))`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], project);
  return JSON.parse(stdout);
}

describe('errors, random, data and activations, installed from their tarballs into an empty strict TypeScript project', () => {
  it('type-check with every declaration file (skipLibCheck off) and give the right numbers in Node', async () => {
    expect(await answersOf('numeric', { skipLibCheck: false, lib: ['ES2022', 'DOM'] })).toEqual({
      draws: [0.3745401188473625, true, 'function'],
      data: [1000, 40, 10, [16, 16, 8]],
      stream: 8,
      activations: [expect.arrayContaining(['relu', 'silu', 'stoch', 'learnable_stoch', 'gumbel_stoch']), true, true],
      parameter: 'nFeatures',
    });
  });

  it('work with TensorFlow.js through the /tfjs entry point', async () => {
    expect(await answersOf('tensors', { skipLibCheck: true, lib: ['ES2022', 'DOM'] })).toEqual([3, 4]);
  });

  it('do not expose internal modules', async () => {
    const deep = ['--input-type=module', '-e', "await import('@reluctant/random/dist/philox.js')"];
    await expect(run(process.execPath, deep, project)).rejects.toThrow(/ERR_PACKAGE_PATH_NOT_EXPORTED/);
  });

  it.each(folders)('%s: holds its build, README, license and manifest, and nothing else', (folder) => {
    const { files } = packedAs(folder);
    const others = files.filter((file) => !/^dist\/[\w/-]+\.(js|d\.ts)$/.test(file));
    expect(others.toSorted()).toEqual(['LICENSE', 'README.md', 'package.json']);
  });

  it.each(folders)('%s: depends on published version ranges', async (folder) => {
    const manifest = await readFile(join(project, 'node_modules', `@reluctant/${folder}`, 'package.json'), 'utf8');
    expect(manifest).not.toMatch(/"(workspace|catalog|link|file):/);
  });

  it.each(folders)('%s: publint reports nothing', async (folder) => {
    const pkgDir = join(project, 'node_modules', `@reluctant/${folder}`);
    const { messages, pkg } = await publint({ pkgDir, pack: false, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });
});

describe.each(['study', 'study-charts', 'runner', 'presets', 'preprocessing', 'tables'])('%s, packed', (folder) => {
  it('holds its build, README, license and manifest, and nothing else; publint reports nothing', async () => {
    const { tarball, files } = await packPackage(folder, scratch);
    const others = files.filter((file) => !/^dist\/[\w/-]+\.(js|d\.ts)$/.test(file));
    expect(others.toSorted()).toEqual(['LICENSE', 'README.md', 'package.json']);
    const { buffer } = Uint8Array.from(await readFile(tarball));
    const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });
});

function packedAs(folder: string): PackedPackage {
  const found = packed.find(({ name }) => name === `@reluctant/${folder}`);
  if (found === undefined) throw new Error(`${folder} was not packed`);
  return found;
}
