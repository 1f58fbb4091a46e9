/**
 * A thread of a measuring process that ends the process when its parent has ended, whatever ended it. The main thread
 * cannot do this: it may compute for hours without a turn of its event loop. The parent keeps the other end of the pipe
 * open as long as it lives.
 */
import { Socket } from 'node:net';
import { workerData } from 'node:worker_threads';

const pipe = new Socket({ fd: Number(workerData) });
pipe.on('error', () => undefined);
pipe.on('close', () => process.kill(process.pid, 'SIGKILL'));
pipe.resume();
