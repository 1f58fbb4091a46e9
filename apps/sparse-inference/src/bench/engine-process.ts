import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { SparseSession } from '@reluctant/sparse';
import { Tensor } from 'onnxruntime-common';
import {
  type EngineCase,
  type EngineRequest,
  engineRequestSchema,
  type Latency,
  parentPipe,
} from './engine-request.js';
import { measureLatency } from './measure-latency.js';

/** A loaded model that runs prepared batches. */
interface OpenModel {
  call(index: number): Promise<unknown> | unknown;
  answeredBy(): string;
  close(): Promise<void>;
}

// The first thing, so that no phase of the process can outlive its parent.
new Worker(new URL('./parent-watch.js', import.meta.url), { workerData: parentPipe }).unref();

const request = engineRequestSchema.parse(JSON.parse(await text(process.stdin)));
const bytes = readFileSync(request.inputs);
const rows = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);

const latencies: Latency[] = [];
for (const engineCase of request.cases) {
  const model = await open(request, engineCase, batchesOf(engineCase.batch));
  const percentiles = await measureLatency(model.call, request.seconds);
  latencies.push({ key: engineCase.key, ...percentiles, answered_by: model.answeredBy() });
  await model.close();
}
process.stdout.write(JSON.stringify(latencies), () => process.exit(0));

/** Distinct batches: all rows are used once before any repeats. */
function batchesOf(batch: number): Float32Array[] {
  const size = batch * request.features;
  return Array.from({ length: Math.floor(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );
}

async function open(
  { spec, features }: EngineRequest,
  { path, batch }: EngineCase,
  batches: readonly Float32Array[],
): Promise<OpenModel> {
  const tensors = batches.map((data) => new Tensor('float32', data, [batch, features]));
  const { length } = batches;
  if (spec.runtime === 'onnxruntime') {
    const { InferenceSession } = await import('onnxruntime-node');
    const session = await InferenceSession.create(readFileSync(path), {
      intraOpNumThreads: spec.threads,
      logSeverityLevel: 4,
      extra: { session: { intra_op: { allow_spinning: spec.spinning ? '1' : '0' } } },
    });
    const [name = ''] = session.inputNames;
    const feeds = tensors.map((tensor) => ({ [name]: tensor }));
    return {
      call: (index) => session.run(feeds[index % length] ?? {}),
      answeredBy: () => 'onnxruntime',
      close: () => session.release(),
    };
  }
  const { threads, precision, multiply } = spec;
  const session = await SparseSession.create(path, { threads, precision, multiply });
  const answeredBy = (): string => session.lastEngine ?? 'nobody';
  const close = (): Promise<void> => session.release();
  const output = new Float32Array(batch * session.info.outputs);
  if (spec.call === 'runSync') {
    const none = new Float32Array();
    return { call: (index) => session.runSync(batches[index % length] ?? none, output), answeredBy, close };
  }
  const [name = '', outputName = ''] = [session.inputNames[0], session.outputNames[0]];
  const feeds = tensors.map((tensor) => ({ [name]: tensor }));
  const fetches = { [outputName]: new Tensor('float32', output, [batch, session.info.outputs]) };
  return { call: (index) => session.run(feeds[index % length] ?? {}, fetches), answeredBy, close };
}
