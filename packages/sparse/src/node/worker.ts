import { workerData } from 'node:worker_threads';
import { serveSparseProgram } from '@reluctant/kernels/sparse';

// The task comes from node-platform.ts of this package and nowhere else.
serveSparseProgram(workerData);
