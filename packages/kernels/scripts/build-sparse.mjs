// Compiles assembly/sparse to WebAssembly and writes it, base64 in a module, to src/generated/: bundlers need no file loader.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));
const outputs = new Map();
const { error, stderr } = await asc.main(
  [
    'assembly/sparse/index.ts',
    ...['--outFile', 'sparse.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort='],
    ...['--enable', 'simd', '--enable', 'threads', '--enable', 'bulk-memory'],
    ...['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
    ...['--baseDir', root],
  ],
  { writeFile: (name, contents) => void outputs.set(name, contents) },
);
if (error) {
  process.stderr.write(`${stderr.toString()}\n`);
  throw error;
}
const wasm = Buffer.from(outputs.get('sparse.wasm'));
await mkdir(new URL('../src/generated/', import.meta.url), { recursive: true });
await writeFile(
  new URL('../src/generated/sparse-wasm.ts', import.meta.url),
  `/** The sparse module (${wasm.length} bytes), made by scripts/build-sparse.mjs. */\nexport const sparseWasm: string =\n  '${wasm.toString('base64')}';\n`,
);
