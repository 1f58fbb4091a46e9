// Replaces dist/vega.js by one minified file with Vega and Vega-Lite inside, and writes what went in, with its licences, beside it.
// Vega is some 400 small modules: reading one file takes a third of the time, and drawing six charts must not be noticed.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledPackages, writeContents } from '@reluctant/bundling';
import { rolldown } from 'rolldown';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const mark = '// Vega and Vega-Lite, bundled; licences: THIRD-PARTY-LICENSES.txt\n';

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
  writeContents(dist, bundledPackages([chunk], join(dist, '..')));
  // Renamed into place: a reader of the folder meets the old file or the new one.
  writeFileSync(join(dist, 'vega.js.tmp'), mark + chunk.code);
  renameSync(join(dist, 'vega.js.tmp'), join(dist, 'vega.js'));
}
