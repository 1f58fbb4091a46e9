// Replaces dist/vega.js by one minified file with Vega and Vega-Lite inside, and writes the licences of what went in beside it.
// Vega is some 400 small modules: reading one file takes a third of the time, and drawing six charts must not be noticed.
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const mark = '// Vega and Vega-Lite, bundled; licences: vega.licenses.txt\n';

// A second build without a change of src/vega.ts finds the bundle of the first.
if (!readFileSync(join(dist, 'vega.js'), 'utf8').startsWith(mark)) await bundle();

async function bundle() {
  const build = await rolldown({
    input: join(dist, 'vega.js'),
    platform: 'neutral',
    // Optional of Vega, for canvases in Node; charts are drawn as SVG.
    external: ['canvas'],
    resolve: { mainFields: ['module', 'main'] },
  });
  const { output } = await build.generate({ format: 'esm', minify: true, codeSplitting: false });
  await build.close();
  const [chunk] = output;
  writeFileSync(join(dist, 'vega.licenses.txt'), licenses(chunk.moduleIds));
  // Renamed into place: a reader of the folder meets the old file or the new one.
  writeFileSync(join(dist, 'vega.js.tmp'), mark + chunk.code);
  renameSync(join(dist, 'vega.js.tmp'), join(dist, 'vega.js'));
}

/** Names, versions and licence texts of all packages that the modules are from. */
function licenses(moduleIds) {
  const folders = new Set(moduleIds.flatMap((id) => packageFolder(id) ?? []));
  return [...folders]
    .map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      return `${name} ${version} (${license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : ''}\n`;
    })
    .sort()
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** The folder of the npm package that a module is from; undefined for our own and for virtual modules. */
function packageFolder(id) {
  if (!/[\\/]node_modules[\\/]/.test(id)) return undefined;
  for (let folder = dirname(id); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      if (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version !== undefined) return folder;
    } catch {}
  }
  return undefined;
}
