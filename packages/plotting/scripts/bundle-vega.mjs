// Vega consists of some 400 small modules; a single file loads much faster.
import { bundleModule } from '@reluctant/bundling';

await bundleModule({
  root: new URL('../', import.meta.url),
  file: 'vega.js',
  // Optional dependency of Vega for canvases in Node; charts are drawn as SVG.
  external: ['canvas'],
});
