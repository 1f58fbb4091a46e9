/**
 * Compiles assembly/ to WebAssembly and embeds the binaries, base64, in src/generated/*.ts: no file is read and nothing is
 * fetched at run time, so the package bundles for browsers as it is.
 *
 * train: two builds of one source: `simd` runs wherever SIMD does (Node 16, every browser since 2023); `relaxed-simd` fuses its
 * multiply-adds and is taken only where the runtime validates it (Node 22 and later).
 * sparse: one build, on a memory that its worker threads share.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const common = ['--optimizeLevel', '3', '--noAssert', '--importMemory', '--runtime', 'stub', '--enable', 'simd'];
const sharedMemory = ['--enable', 'threads', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
const doors = {
  train: { simd: [], relaxedSimd: ['--enable', 'relaxed-simd'] },
  sparse: { simd: ['--use', 'abort=', '--enable', 'bulk-memory', ...sharedMemory] },
};

await mkdir(`${root}/src/generated`, { recursive: true });
for (const [door, builds] of Object.entries(doors)) {
  const lines = ['/** Made by scripts/build.mjs from assembly/. The modules in base64. */'];
  for (const [name, flags] of Object.entries(builds)) {
    lines.push(`export const ${name}: string =`, `  '${Buffer.from(await compile(door, flags)).toString('base64')}';`);
  }
  await writeFile(`${root}/src/generated/${door}.ts`, `${lines.join('\n')}\n`);
}

async function compile(door, flags) {
  let binary;
  const { error, stderr } = await asc.main(
    [`assembly/${door}/index.ts`, '--baseDir', root, '--outFile', 'module.wasm', ...common, ...flags],
    {
      writeFile(_name, contents) {
        binary = contents;
      },
    },
  );
  if (error) {
    process.stderr.write(stderr.toString());
    throw error;
  }
  return binary;
}
