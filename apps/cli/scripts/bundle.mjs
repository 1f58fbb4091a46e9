import { bundleApp } from '@reluctant/bundling';

await bundleApp({
  root: new URL('../', import.meta.url),
  // Native code and packages that are loaded on first use.
  external: [/^@resvg\/resvg-js/, /^dejavu-fonts-ttf/, '@reluctant/tables', 'yaml', 'bullmq', 'ioredis'],
  loadedByName: ['@reluctant/trainer/tfjs', 'dejavu-fonts-ttf'],
});
