import { type MessagePort, parentPort } from 'node:worker_threads';
import * as onnxRuntime from 'onnxruntime-node';
import { openDelegateHere } from '../delegate.js';
import type { DelegateAnswer, DelegateCall, DelegateModel } from './delegate-thread.js';

// Started by delegate-thread.ts only, which gives the model and the options of the session, then sends rows.
const port = parentPort as MessagePort;
const answer = (message: DelegateAnswer, transfer: readonly ArrayBuffer[] = []): void =>
  port.postMessage(message, [...transfer]);
const failureOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

port.once('message', async ({ model, options }: DelegateModel) => {
  const { buffer } = model;
  // Given back: this thread, which is idle most of the time, would collect it late.
  const transfer = buffer instanceof ArrayBuffer ? [buffer] : [];
  try {
    const delegate = await openDelegateHere(onnxRuntime, model, options);
    port.on('message', async ({ call, data, rows }: DelegateCall) => {
      try {
        answer({ call, data: await delegate.run(data, rows) });
      } catch (error) {
        answer({ call, failure: failureOf(error) });
      }
    });
    answer({ call: 0, model }, transfer);
  } catch (error) {
    answer({ call: 0, model, failure: failureOf(error) }, transfer);
  }
});
