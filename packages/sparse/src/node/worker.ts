import { parentPort, workerData } from 'node:worker_threads';
import { serveSparseProgram } from '@reluctant/kernels/sparse';

// The task comes from node-platform.ts of this package and nowhere else. Messages are sent at once, before the thread is lost
// to the program.
parentPort?.postMessage('ready');
serveSparseProgram(workerData);
