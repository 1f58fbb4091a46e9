import { type MessagePort, parentPort } from 'node:worker_threads';
import { ReluctantError } from '@reluctant/errors';
import { interfaceOf, openRuntimeHere, type RuntimeHandle, type RuntimeTensor } from '../runtime-handle.js';
import type { OnnxRuntimeModule } from '../sparse-session.js';
import type { RuntimeAnswer, RuntimeRequest } from './runtime-messages.js';

// Started by runtime-thread.ts only, which gives the model and the options of the session, then calls.
const port = parentPort as MessagePort;
const answer = (message: RuntimeAnswer, transfer: readonly ArrayBuffer[] = []): void =>
  port.postMessage(message, [...transfer]);
const failureOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Memory that can change its thread: that of results, which onnxruntime made for this call. */
function buffersOf(results: Readonly<Record<string, RuntimeTensor>>): readonly ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { data } of Object.values(results))
    if (ArrayBuffer.isView(data) && data.buffer instanceof ArrayBuffer) buffers.add(data.buffer);
  return [...buffers];
}

async function load(): Promise<OnnxRuntimeModule | undefined> {
  return await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ 'onnxruntime-node').catch(() => undefined);
}

const module = await load();
let session: RuntimeHandle | undefined;

async function serve(request: RuntimeRequest): Promise<void> {
  if (request.kind === 'open') {
    const { model, options } = request;
    // Given back: this thread, which is idle most of the time, would collect it late.
    const transfer =
      model.buffer instanceof ArrayBuffer && model.buffer.byteLength === model.byteLength ? [model.buffer] : [];
    try {
      if (module === undefined) throw new ReluctantError('unsupported', 'onnxruntime-node is not installed');
      session = await openRuntimeHere(module, model, options);
      answer({ kind: 'opened', opened: interfaceOf(session), model }, transfer);
    } catch (error) {
      answer({ kind: 'refused', failure: failureOf(error), model }, transfer);
    }
  } else if (request.kind === 'run') {
    const { call, feeds, names, options } = request;
    try {
      const results = (await session?.run(feeds, names, options)) ?? {};
      answer({ kind: 'results', call, results }, buffersOf(results));
    } catch (error) {
      answer({ kind: 'failed', call, failure: failureOf(error) });
    }
  } else {
    await session?.release();
    answer({ kind: 'released' });
  }
}

port.on('message', (request: RuntimeRequest) => void serve(request));
answer({ kind: 'loaded', loaded: module !== undefined });
