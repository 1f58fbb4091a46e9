// Replaces dist/vega.js by one minified file that includes Vega and Vega-Lite, and writes the list of bundled packages
// with their licences beside it. Vega consists of some 400 small modules; a single file loads much faster.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledPackages, writeContents } from '@reluctant/bundling';
import { rolldown } from 'rolldown';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const mark = '// Vega and Vega-Lite, bundled; licences: THIRD-PARTY-LICENSES.txt\n';

// A second build without a change of src/vega.ts finds the existing bundle.
if (!readFileSync(join(dist, 'vega.js'), 'utf8').startsWith(mark)) await bundle();

async function bundle() {
  const build = await rolldown({
    input: join(dist, 'vega.js'),
    platform: 'neutral',
    // Optional dependency of Vega for canvases in Node; charts are drawn as SVG.
    external: ['canvas'],
    resolve: { mainFields: ['module', 'main'] },
  });
  const { output } = await build.generate({ format: 'esm', minify: true, codeSplitting: false });
  await build.close();
  const [chunk] = output;
  writeContents(dist, bundledPackages([chunk], join(dist, '..')));
  // Renamed into place, so that readers see either the old file or the new one.
  writeFileSync(join(dist, 'vega.js.tmp'), mark + chunk.code);
  renameSync(join(dist, 'vega.js.tmp'), join(dist, 'vega.js'));
}
