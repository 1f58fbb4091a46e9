import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

/** What the page loads from elsewhere, if at all: optional peers. */
const external = [/^onnxruntime-(node|web)(\/|$)/, /^@tensorflow\//];

/** What one page loads. */
export interface LoadedSize {
  /** Bytes of every file that was loaded, each compressed by gzip at its highest level. */
  readonly bytes: number;
  /** Names of these files. */
  readonly files: readonly string[];
}

/**
 * Bytes that a page loads until it has done its work: the module of the page and everything that it imports, at once or
 * by `import()`, bundled for browsers and minified by rolldown. The page runs in a process without shared memory, as in
 * a page that is not cross-origin isolated, and each file reports that it was loaded.
 *
 * @param name - of the module in `fixtures/pages/`
 * @param model - what its function `page` gets
 * @param folder - an empty folder, for the bundle
 */
export async function loadedSize(name: string, model: Uint8Array, folder: string): Promise<LoadedSize> {
  const input = fileURLToPath(new URL(`../fixtures/pages/${name}.ts`, import.meta.url));
  const bundle = await rolldown({ input: { page: input }, platform: 'browser', external, logLevel: 'silent' });
  const { output } = await bundle.generate({ format: 'esm', minify: true, entryFileNames: '[name].js' });
  await bundle.close();
  await mkdir(folder, { recursive: true });
  const sizes = new Map<string, number>();
  for (const chunk of output) {
    if (chunk.type !== 'chunk') throw new Error(`the bundle has a file that is no code: ${chunk.fileName}`);
    sizes.set(chunk.fileName, gzipSync(chunk.code, { level: 9 }).length);
    const report = `\nglobalThis.loadedFiles.push(${JSON.stringify(chunk.fileName)});\n`;
    await writeFile(join(folder, chunk.fileName), chunk.code + report);
  }
  await writeFile(join(folder, 'model'), model);
  const program = `
    import { readFileSync } from 'node:fs';
    const model = new Uint8Array(readFileSync(${JSON.stringify(join(folder, 'model'))}));
    delete globalThis.SharedArrayBuffer;
    globalThis.loadedFiles = [];
    const { page } = await import(${JSON.stringify(pathToFileURL(join(folder, 'page.js')).href)});
    await page(model);
    process.stdout.write(JSON.stringify(globalThis.loadedFiles));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  const files: readonly string[] = JSON.parse(stdout);
  return { files, bytes: files.reduce((sum, file) => sum + (sizes.get(file) ?? Number.NaN), 0) };
}
