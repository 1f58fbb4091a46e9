import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { bundledPackages, writeContents } from './bundled-packages.mjs';

/**
 * Replaces a compiled module, one that exports what the rest of its package uses of third-party packages, by one
 * minified file that includes them, and writes the list of bundled packages with their licences into `dist/`. They are
 * then dev dependencies: users install fewer packages, and load one file instead of many.
 *
 * A second build without a change of the module finds the existing bundle.
 *
 * @param {object} module
 * @param {URL} module.root - folder of the package, with a slash at its end
 * @param {string} module.file - the compiled module, as a path in `dist/`
 * @param {readonly string[]} [module.external] - modules that stay outside
 */
export async function bundleModule({ root, file, external = [] }) {
  const dist = fileURLToPath(new URL('dist/', root));
  const path = join(dist, file);
  const mark = '// Bundled with third-party packages; licences: THIRD-PARTY-LICENSES.txt\n';
  if (readFileSync(path, 'utf8').startsWith(mark)) return;
  const build = await rolldown({
    input: path,
    platform: 'neutral',
    external: [...external],
    resolve: { mainFields: ['module', 'main'] },
    logLevel: 'warn',
  });
  const { output } = await build.generate({ format: 'esm', minify: true, codeSplitting: false });
  await build.close();
  const [chunk] = output;
  const contents = bundledPackages([chunk], dirname(dist));
  if (contents.thirdParty.length === 0)
    throw new Error(`${path} is no compiled module; delete ${dist} and build again`);
  writeContents(dist, contents);
  // Renamed into place, so that readers see either the old file or the new one.
  writeFileSync(`${path}.tmp`, mark + chunk.code);
  renameSync(`${path}.tmp`, path);
}
