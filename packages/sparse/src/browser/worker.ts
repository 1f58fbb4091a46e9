import { type SparseWorkerTask, serveSparseProgram } from '@reluctant/kernels/sparse';

// The task is posted only by browser-platform.ts.
globalThis.addEventListener(
  'message',
  (event: MessageEvent<SparseWorkerTask>) => {
    globalThis.postMessage('ready');
    serveSparseProgram(event.data, () => globalThis.postMessage('ended'));
  },
  { once: true },
);
