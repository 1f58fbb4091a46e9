import { parentPort, workerData } from 'node:worker_threads';
import { serveSparseProgram } from '@reluctant/kernels/sparse';

// The task is posted only by node-platform.ts. Messages are sent synchronously, before the thread enters the program's
// loop.
parentPort?.postMessage('ready');
serveSparseProgram(workerData, () => parentPort?.postMessage('ended'));
