import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { importOnnx } from '@reluctant/onnx';
import type { InferenceSession } from 'onnxruntime-node';
import { caseFiles } from './case-folder.js';
import type { EngineKind, PeerEngine } from './engines.js';
import type { PeerRunner } from './peer-runner.js';
import { PlainMlp } from './plain-mlp.js';

/**
 * Loads an engine on the files of a case. Each engine imports only its own packages, as imports are part of a cold
 * start.
 */
export async function loadRunner(engine: PeerEngine, folder: string): Promise<PeerRunner> {
  const dense = join(folder, caseFiles.dense);
  switch (engine.kind) {
    case 'session':
    case 'session-dense':
      return sessionRunner(engine, dense);
    case 'plain':
      return plainRunner(dense);
    case 'tfjs-cpu':
    case 'tfjs-wasm': {
      const { loadTfjs } = await import('./tfjs-runner.js');
      return loadTfjs(importOnnx(readFileSync(dense)), engine.kind === 'tfjs-cpu' ? 'cpu' : 'wasm');
    }
    default:
      return onnxRuntimeRunner(engine, join(folder, onnxRuntimeFiles[engine.kind]));
  }
}

/** The package of this build, or of another built clone, whose interface was the same in what is called here. */
function sessionPackage(clone: string | undefined): Promise<typeof import('@reluctant/sparse')> {
  if (clone === undefined) return import('@reluctant/sparse');
  const { href } = pathToFileURL(resolve(clone, 'packages/sparse/dist/node/index.js'));
  return import(href) as Promise<typeof import('@reluctant/sparse')>;
}

async function sessionRunner(
  { threads, precision, kind, certify, clone }: PeerEngine,
  path: string,
): Promise<PeerRunner> {
  const { SparseSession } = await sessionPackage(clone);
  const multiply = kind === 'session' ? 'active' : 'all';
  const session = await SparseSession.create(path, {
    threads,
    precision,
    multiply,
    ...(certify === false && { certify }),
  });
  return {
    ...{ session, inputs: session.info.inputs, outputs: session.info.outputs },
    async run({ output, feeds, fetches }) {
      await session.run(feeds, fetches);
      return output;
    },
    runSync({ input, output }) {
      session.runSync(input, output);
    },
  };
}

function plainRunner(path: string): PeerRunner {
  const plain = new PlainMlp(importOnnx(readFileSync(path)));
  return {
    ...{ inputs: plain.inputs, outputs: plain.outputs },
    async run(batch) {
      plain.run(batch.input, batch.output);
      return batch.output;
    },
    runSync({ input, output }) {
      plain.run(input, output);
    },
  };
}

type OnnxRuntimeKind = Extract<EngineKind, `onnxruntime${string}`>;

const onnxRuntimeFiles: Readonly<Record<OnnxRuntimeKind, string>> = {
  onnxruntime: caseFiles.dense,
  'onnxruntime-sparse-graph': caseFiles.sparse,
  'onnxruntime-int8': caseFiles.int8,
};

async function onnxRuntimeRunner({ threads, spinning }: PeerEngine, path: string): Promise<PeerRunner> {
  const { InferenceSession } = await import('onnxruntime-node');
  const session = await InferenceSession.create(path, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    extra: { session: { intra_op: { allow_spinning: spinning ? '1' : '0' } } },
  });
  return {
    ...{ inputs: sizeOf(session.inputMetadata), outputs: sizeOf(session.outputMetadata) },
    async run({ feeds, fetches, output }) {
      const { logits } = await session.run(feeds, fetches);
      return logits?.data instanceof Float32Array ? logits.data : output;
    },
  };
}

/** Columns of the one input or output. */
function sizeOf(metadata: InferenceSession['inputMetadata']): number {
  const [first] = metadata;
  const columns = first?.isTensor ? first.shape.at(-1) : undefined;
  if (typeof columns !== 'number') throw new Error('expected a model with one matrix in and one out');
  return columns;
}
