import { type SparseWorkerTask, serveSparseProgram } from '@reluctant/kernels/sparse';

// The task comes from browser-platform.ts of this package and nowhere else.
globalThis.addEventListener(
  'message',
  (event: MessageEvent<SparseWorkerTask>) => {
    globalThis.postMessage('ready');
    serveSparseProgram(event.data);
  },
  { once: true },
);
