/**
 * Writes both sides of the binary interface (abi/generate.mjs), then compiles assembly/ to WebAssembly and embeds the binaries, base64,
 * in src/generated/*.ts: no file is read and nothing is fetched at run time, so the package bundles for browsers as it is. The
 * signatures of the functions that a module exports are those that the compiler declares.
 *
 * train: two builds of one source: `simd` runs wherever SIMD does (Node 16, every browser since 2023); `relaxed-simd` fuses its
 * multiply-adds and is taken only where the runtime validates it (Node 22 and later).
 * sparse: one build, on a memory that its worker threads share.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { writeGeneratedSources } from '../abi/generate.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const optimised = ['--optimizeLevel', '3'];
const common = ['--noAssert', '--importMemory', '--runtime', 'stub', '--enable', 'simd'];
const sharedMemory = ['--enable', 'threads', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
const doors = {
  train: { simd: [], relaxedSimd: ['--enable', 'relaxed-simd'] },
  sparse: { simd: ['--use', 'abort=', '--enable', 'bulk-memory', ...sharedMemory] },
};

for (const folder of ['assembly', 'src']) await mkdir(`${root}/${folder}/generated`, { recursive: true });
await writeGeneratedSources();
for (const [door, builds] of Object.entries(doors)) {
  const lines = ['/** Made by scripts/build.mjs from assembly/. The modules in base64. */'];
  for (const [name, flags] of Object.entries(builds)) {
    const { 'module.wasm': binary } = await compile(door, [...optimised, ...flags]);
    lines.push(`export const ${name}: string =`, `  '${Buffer.from(binary).toString('base64')}';`);
  }
  await writeFile(`${root}/src/generated/${door}.ts`, `${lines.join('\n')}\n`);
  const { 'module.d.ts': declarations } = await compile(door, ['--bindings', 'raw', ...builds.simd]);
  await writeFile(`${root}/src/generated/${door}-exports.ts`, exportsOf(declarations));
}

/** Files that the compiler makes, by name. */
async function compile(door, flags) {
  const files = {};
  const { error, stderr } = await asc.main(
    [`assembly/${door}/index.ts`, '--baseDir', root, '--outFile', 'module.wasm', ...common, ...flags],
    {
      writeFile(name, contents) {
        files[name] = contents;
      },
    },
  );
  if (error) {
    process.stderr.write(stderr.toString());
    throw error;
  }
  return files;
}

/** The signatures of a module's functions, as the compiler declares them; structures are passed by their address. */
function exportsOf(declarations) {
  const signatures = [...declarations.matchAll(/export function (\w+)\(([^)]*)\): (\w+);/g)].map(
    ([, name, parameters, result]) => {
      // A wasm boolean is a number where it is returned.
      const returned = result === 'boolean' ? 'number' : result;
      return `  ${name}(${parameters.replaceAll(/__Record\d+<\w+>/g, 'number')}): ${returned};`;
    },
  );
  return [
    '// Made by scripts/build.mjs from assembly/: do not edit.',
    '',
    '/** What an instance of the module exports. */',
    'export interface Exports {',
    ...signatures,
    '}',
    '',
  ].join('\n');
}
