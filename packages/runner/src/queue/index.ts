export { type ConnectedQueue, type ConnectQueueOptions, connectQueue } from './connect-queue.js';
export { type RunQueueWorkerOptions, runQueueWorker } from './run-queue-worker.js';
