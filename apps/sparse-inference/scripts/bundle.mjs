import { bundleApp } from '@reluctant/bundling';

await bundleApp({
  root: new URL('../', import.meta.url),
  entries: {
    main: 'src/main.ts',
    'engine-process': 'src/bench/engine-process.ts',
    'bandwidth-worker': 'src/bench/bandwidth-worker.ts',
  },
  workers: { worker: import.meta.resolve('@reluctant/runner/worker') },
  // Sessions start worker threads of their own package, which also reads the files: one copy of both.
  external: [
    '@reluctant/kernels/sparse',
    '@reluctant/onnx',
    '@reluctant/sparse',
    'onnxruntime-node',
    'onnxruntime-common',
  ],
});
