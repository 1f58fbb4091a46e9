import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { RandomState } from '@reluctant/random';
import { SparseSession } from '@reluctant/sparse';
import { type InferenceSession, Tensor } from 'onnxruntime-common';
import { readNpy } from '../inspection/read-npy.js';
import { fileFeeds, randomFeeds } from '../inspection/session-feeds.js';
import { tableCalls } from '../inspection/table-calls.js';
import {
  type EngineCase,
  type EngineRequest,
  type EngineSpec,
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
const { inputs, features } = request;
const rows = inputs === null || features === 0 ? undefined : rowsOf(readFileSync(inputs));
const array = inputs === null || features !== 0 ? undefined : readNpy(inputs);

const latencies: Latency[] = [];
for (const engineCase of request.cases) {
  const model =
    rows === undefined
      ? await openWhole(request.spec, engineCase)
      : await open(request, engineCase, batchesOf(rows, engineCase.batch));
  const percentiles = await measureLatency(model.call, request.seconds);
  latencies.push({ key: engineCase.key, ...percentiles, answered_by: model.answeredBy() });
  await model.close();
}
process.stdout.write(JSON.stringify(latencies), () => process.exit(0));

/** Distinct batches: all rows are used once before any repeats. */
function batchesOf(rows: Float32Array, batch: number): Float32Array[] {
  const size = batch * request.features;
  return Array.from({ length: Math.floor(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  );
}

function rowsOf({ buffer, byteOffset, byteLength }: Buffer): Float32Array {
  return new Float32Array(buffer, byteOffset, byteLength / 4);
}

async function openOnnxRuntime(spec: EngineSpec, path: string): Promise<InferenceSession> {
  const { InferenceSession } = await import('onnxruntime-node');
  // By path, so that it finds tensors in files beside the model.
  return InferenceSession.create(path, {
    intraOpNumThreads: spec.threads,
    logSeverityLevel: 4,
    extra: { session: { intra_op: { allow_spinning: spec.spinning ? '1' : '0' } } },
  });
}

/** Distinct random inputs of a graph that is not one chain of layers. */
const distinctFeeds = 8;

/** Opens any graph, on the rows of a file or on random inputs of the kinds that it declares. */
async function openWhole(spec: EngineSpec, { path, batch }: EngineCase): Promise<OpenModel> {
  const { threads, precision, multiply } = spec;
  const own =
    spec.runtime === 'session' ? await SparseSession.create(path, { threads, precision, multiply }) : undefined;
  const session: InferenceSession = own ?? (await openOnnxRuntime(spec, path));
  const random = new RandomState(0);
  const feeds =
    request.table !== null
      ? await tableCalls(path, request.table, batch)
      : array === undefined
        ? Array.from({ length: distinctFeeds }, () => randomFeeds(session, batch, random))
        : fileFeeds(session, array, batch);
  return {
    call: (index) => session.run(feeds[index % feeds.length] ?? {}),
    answeredBy: () => own?.lastEngine ?? 'onnxruntime',
    close: () => session.release(),
  };
}

async function open(
  { spec, features }: EngineRequest,
  { path, batch }: EngineCase,
  batches: readonly Float32Array[],
): Promise<OpenModel> {
  const tensors = batches.map((data) => new Tensor('float32', data, [batch, features]));
  const { length } = batches;
  if (spec.runtime === 'onnxruntime') {
    const session = await openOnnxRuntime(spec, path);
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
