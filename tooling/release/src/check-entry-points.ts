import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type PublishedPackage, repository } from './published-packages.js';
import type { Stranger } from './stranger.js';

/** The TypeScript compiler of this workspace, a script for Node. */
export const tsc: string = createRequire(import.meta.url)
  .resolve('typescript/package.json')
  .replace('package.json', 'bin/tsc');

/**
 * The modules that a package exports. Those of commands and of worker threads are left out, because importing starts
 * them.
 *
 * @param peers - whether the optional peers that some of them need are there
 */
export function entryPoints({ name, manifest }: PublishedPackage, peers: boolean): readonly string[] {
  if (manifest.bin !== undefined) return [];
  return Object.keys(manifest.exports)
    .filter((key) => !['./package.json', './worker'].includes(key) && (peers || !key.endsWith('/tfjs')))
    .map((key) => name + key.slice(1));
}

/** Imports modules in Node, each before the next. */
export async function importEach(stranger: Stranger, modules: readonly string[]): Promise<void> {
  if (modules.length === 0) return;
  const code = modules.map((name) => `await import('${name}');`).join('\n');
  await stranger.run(process.execPath, ['--input-type=module', '-e', code]);
}

/**
 * Type-checks modules, declaration files included, as TypeScript resolves them for Node and for bundlers.
 *
 * @param libraries - whether declaration files are checked (`skipLibCheck: false`)
 */
export async function typeCheckEach(
  stranger: Stranger,
  modules: readonly string[],
  { libraries }: { readonly libraries: boolean },
): Promise<void> {
  if (modules.length === 0) return;
  stranger.write('all.ts', modules.map((name, index) => `export * as m${index} from '${name}';\n`).join(''));
  // Without exactOptionalPropertyTypes, which the declarations of Node do not pass.
  const shared = {
    ...{ strict: true, noUncheckedIndexedAccess: true, noEmit: true },
    ...{ skipLibCheck: !libraries, target: 'ES2023', lib: ['ES2023', 'ESNext.Disposable', 'DOM'] },
    ...nodeTypes,
  };
  const resolutions = {
    NodeNext: { module: 'NodeNext' },
    Bundler: { module: 'ESNext', moduleResolution: 'Bundler' },
  };
  for (const [name, resolution] of Object.entries(resolutions)) {
    const config = `tsconfig.${name}.json`;
    stranger.write(config, JSON.stringify({ compilerOptions: { ...shared, ...resolution }, files: ['all.ts'] }));
    await stranger.run(process.execPath, [tsc, '-p', config]);
  }
}

/** Compiler options that give a stranger the types of Node that this workspace has. */
export const nodeTypes: Readonly<Record<string, readonly string[]>> = {
  types: ['node'],
  typeRoots: [join(repository, 'node_modules/@types')],
};
