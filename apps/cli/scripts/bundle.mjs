import { bundleApp } from '@reluctant/bundling';

await bundleApp({
  root: new URL('../', import.meta.url),
  // Native code and packages that are loaded on first use.
  external: [
    /^@resvg\/resvg-js/,
    /^dejavu-fonts-ttf/,
    '@reluctant/trainer/tfjs',
    '@reluctant/tables',
    'yaml',
    'bullmq',
    'ioredis',
  ],
});
