import { describe, ReluctantError } from '@reluctant/errors';
import { RandomState } from '@reluctant/random';
import type { SparseSession } from '@reluctant/sparse';
import type { InferenceSession } from 'onnxruntime-common';
import { loadOnnxRuntime } from '../inference/onnx-runtime.js';
import { openSession } from '../inference/sparse-answers.js';
import { type Comparison, compareSession } from '../inspection/compare-session.js';
import { nameOfRows, type RowFlags } from '../inspection/given-rows.js';
import { readNpy } from '../inspection/read-npy.js';
import { fileFeeds, randomFeeds, type SessionFeeds } from '../inspection/session-feeds.js';
import { tableCalls } from '../inspection/table-calls.js';
import { shortPath, type Voice } from '../output/say.js';
import { comparisonFailure, comparisonText } from '../report/comparison-text.js';

/** Calls of one row, and rows of the last call, on random inputs. */
const [randomCalls, randomBatch] = [16, 64];

/**
 * `reluctant-sparse verify model.onnx`: compares a session's answers with onnxruntime's, on given or on random inputs.
 */
export async function verifyFile(path: string, flags: RowFlags, tolerance: number, voice: Voice): Promise<number> {
  const inputs = nameOfRows(flags);
  const onnxRuntime = await openOnnxRuntime(path);
  const session = await openSession(path);
  try {
    for (const notice of session.info.notices) voice.note(notice);
    const calls = await callsOf(path, onnxRuntime, flags);
    const comparison = await compareSession(session, onnxRuntime, calls, tolerance);
    const { engine, reason } = session.info;
    voice.tell(comparisonText(comparison, { engine, reason, inputs }));
    voice.json({ ...comparison, engine, reason, inputs: flags.inputs ?? flags.data ?? 'random' });
    return verdict(comparison);
  } finally {
    await release(session, onnxRuntime);
  }
}

function verdict(comparison: Comparison): number {
  if (comparison.passed) return 0;
  process.stderr.write(`reluctant-sparse: ${comparisonFailure(comparison)}\n`);
  return 1;
}

async function release(session: SparseSession, onnxRuntime: InferenceSession): Promise<void> {
  await session.release();
  await onnxRuntime.release();
}

async function callsOf(
  path: string,
  onnxRuntime: InferenceSession,
  { inputs, data }: RowFlags,
): Promise<readonly SessionFeeds[]> {
  if (inputs !== undefined) return fileFeeds(onnxRuntime, readNpy(inputs));
  if (data === undefined) return randomCallsOf(onnxRuntime);
  const [info] = onnxRuntime.inputMetadata;
  const isSingle = info?.isTensor === true && info.shape[0] === 1;
  const single = await tableCalls(path, data, 1);
  return isSingle ? single : [...single.slice(0, randomCalls), ...(await tableCalls(path, data, randomBatch))];
}

function randomCallsOf(session: InferenceSession): readonly SessionFeeds[] {
  const random = new RandomState(0);
  const rows = [...Array.from({ length: randomCalls }, () => 1), randomBatch];
  return rows.map((count) => randomFeeds(session, count, random));
}

async function openOnnxRuntime(path: string): Promise<InferenceSession> {
  let missing = '';
  const module = await loadOnnxRuntime((said) => {
    missing = said;
  });
  if (module === undefined)
    throw new ReluctantError('unsupported', `a file is verified against onnxruntime: ${missing}`);
  try {
    return await module.InferenceSession.create(path, { logSeverityLevel: 4 });
  } catch (error) {
    const [reason] = describe(error).split('\n');
    throw new ReluctantError('input-output', `${shortPath(path)}: onnxruntime refuses the file: ${reason}`, {
      cause: error,
    });
  }
}
