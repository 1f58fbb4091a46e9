import { bundleApp } from '@reluctant/bundling';

await bundleApp({
  root: new URL('../', import.meta.url),
  external: [
    // Native code and packages that are loaded on first use.
    ...[/^@resvg\/resvg-js/, /^dejavu-fonts-ttf/, 'onnxruntime-node', 'onnxruntime-common'],
    // Sessions start worker threads from the modules of their package, so these packages stay external.
    ...['@reluctant/kernels/sparse', '@reluctant/onnx', '@reluctant/sparse'],
    // DuckDB is loaded by `predict` alone.
    '@reluctant/tables',
  ],
  loadedByName: ['@reluctant/trainer/tfjs', 'dejavu-fonts-ttf'],
});
