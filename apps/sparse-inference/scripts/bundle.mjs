import { bundleApp } from '@reluctant/bundling';

await bundleApp({
  root: new URL('../', import.meta.url),
  external: [
    // Native code and packages that are loaded on first use.
    ...[/^@resvg\/resvg-js/, /^dejavu-fonts-ttf/, '@reluctant/trainer/tfjs', 'onnxruntime-node', 'onnxruntime-common'],
    // Sessions start worker threads of their own package, which also reads the files: one copy of both.
    ...['@reluctant/kernels/sparse', '@reluctant/onnx', '@reluctant/sparse'],
  ],
});
