import { parentPort, workerData } from 'node:worker_threads';
import { measureReadBandwidth } from '@reluctant/kernels/sparse';

// The options come only from read-bandwidth.ts.
parentPort?.postMessage(await measureReadBandwidth(workerData));
