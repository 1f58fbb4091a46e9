import { parentPort, workerData } from 'node:worker_threads';
import { measureReadBandwidth } from '@reluctant/kernels/sparse';

// The options come from read-bandwidth.ts and nowhere else.
parentPort?.postMessage(await measureReadBandwidth(workerData));
