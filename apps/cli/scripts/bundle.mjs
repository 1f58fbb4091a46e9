import { bundleApp } from '@reluctant/bundling';

await bundleApp({
  root: new URL('../', import.meta.url),
  // Native code, and what is loaded on first use.
  external: [/^@resvg\/resvg-js/, /^dejavu-fonts-ttf/, '@reluctant/trainer/tfjs', 'yaml'],
});
