import { existsSync, statSync } from 'node:fs';
import { availableParallelism, cpus, platform, release } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { refuseFile } from '@reluctant/command-line';
import { ReluctantError } from '@reluctant/errors';
import { type HeldLock, makeDirectory, writeJson } from '@reluctant/runner';
import { type BenchRows, prepareFile } from '../bench/prepare-file.js';
import { runBench } from '../bench/run-bench.js';
import type { BenchFile } from '../directory/bench-file.js';
import { fileIn, fileNames, inDirectory } from '../directory/files.js';
import { isTableDirectory, loadTableTraining } from '../directory/load-table-training.js';
import type { TableTraining } from '../directory/table-training.js';
import { loadTrained, requireModel } from '../directory/trained-model.js';
import { readCount, readList, readPositive } from '../flags/read-flags.js';
import { loadOnnxRuntime } from '../inference/onnx-runtime.js';
import { nameOfRows, type RowFlags, refuseRows } from '../inspection/given-rows.js';
import { readNpy } from '../inspection/read-npy.js';
import { shortPath, type Voice, type VoiceFlags, voiceOf } from '../output/say.js';
import { benchText } from '../report/bench-tables.js';

/** Flags of `bench`, as texts. */
export interface BenchFlags extends VoiceFlags, RowFlags {
  readonly batch?: string;
  readonly densities?: string;
  readonly threads?: string;
  readonly seconds?: string;
  readonly rounds?: string;
  readonly out?: string;
}

/** `reluctant-sparse bench`: measures the latency of each engine on the model of a directory or on any ONNX file. */
export async function benchCommand(source: string, flags: BenchFlags): Promise<number> {
  const voice = voiceOf(flags);
  const { bench, path } = await benchSource(source, flags, voice);
  voice.tell(`${benchText(bench)}\nWritten to ${shortPath(path)}`);
  voice.json(bench);
  return 0;
}

/** Measures and writes `bench.json` beside the model, or into `--out`. */
export async function benchSource(
  source: string,
  flags: BenchFlags,
  voice: Voice,
): Promise<{ readonly bench: BenchFile; readonly path: string }> {
  const plan = readBenchFlags(flags);
  if (!existsSync(source))
    throw new ReluctantError('invalid-argument', `${source} does not exist: bench takes a directory or an ONNX file`);
  if (!statSync(source).isDirectory()) {
    const rows = rowsOf(flags);
    return measure(source, rows, { plan, out: flags.out, voice, told: `the inputs are ${nameOfRows(flags)}` });
  }
  if (isTableDirectory(source)) return benchTable(source, flags, plan, voice);
  refuseRows(flags);
  requireModel(source);
  return inDirectory(source, async (lock) => {
    const model = fileIn(source, 'dense');
    if (!existsSync(model))
      throw new ReluctantError('invalid-argument', `${model} does not exist: run reluctant-sparse export first`);
    const { features } = loadTrained(source).test;
    return measure(model, features, { plan, out: flags.out, voice, lock });
  });
}

/** Measures the graph of a model of a table on rows of `--data`, else on those that it learned from. */
async function benchTable(
  directory: string,
  { inputs, data, out }: BenchFlags,
  plan: BenchPlan,
  voice: Voice,
): Promise<{ readonly bench: BenchFile; readonly path: string }> {
  if (inputs !== undefined) {
    const message = `--inputs takes numbers, but the model of ${directory} takes rows of a table: give them by --data`;
    throw new ReluctantError('invalid-option', message, { path: ['inputs'] });
  }
  return inDirectory(directory, async (lock) => {
    const training = loadTableTraining(directory, 'graph');
    const table = data ?? tableOf(training);
    return measure(fileIn(directory, 'dense'), { table }, { plan, out, voice, lock });
  });
}

/** The files that a model learned from. @throws ReluctantError when it learned from a query, or they are gone */
function tableOf({ data: { source, is_query } }: TableTraining): string {
  const missing = source.split(',').some((file) => !existsSync(file.trim()));
  if (!is_query && !missing) return source;
  const why = is_query ? 'the model learned from a query' : `${source} is not there any more`;
  throw new ReluctantError('invalid-argument', `${why}: give rows by --data`);
}

function rowsOf(flags: BenchFlags): BenchRows | undefined {
  nameOfRows(flags);
  const { inputs, data } = flags;
  if (data !== undefined) return { table: data };
  return inputs === undefined ? undefined : { path: inputs, array: readNpy(inputs) };
}

interface Measuring {
  readonly plan: BenchPlan;
  /** The folder of `bench.json`; by default that of the model. */
  readonly out: string | undefined;
  readonly voice: Voice;
  /** Said when the model has been read and there are no rows of its own. */
  readonly told?: string;
  /** On the directory of the model, if it is one of this program. */
  readonly lock?: HeldLock;
}

/** @param rows - the model's own inputs, if there are any */
async function measure(
  model: string,
  rows: BenchRows | undefined,
  { plan: { batches, densities, threads, seconds, rounds }, out, voice, told, lock }: Measuring,
): Promise<{ readonly bench: BenchFile; readonly path: string }> {
  const cores = availableParallelism();
  const leftOut: string[] = [];
  const onnxRuntime = await loadOnnxRuntime((said) => leftOut.push(`${said}: its results are left out`));
  const prepared = await prepareFile(model, rows, { densities, batches });
  if (rows === undefined && told !== undefined) voice.note(told);
  // Ctrl-C ends the process immediately, and the temporary models may be large.
  process.once('exit', prepared.remove);
  try {
    leftOut.push(...prepared.leftOut);
    for (const sentence of leftOut) voice.note(sentence);
    const settings = { threads, seconds, rounds, onnxRuntime: onnxRuntime !== undefined, note: voice.note };
    const result = await runBench(prepared, settings);
    const bench: BenchFile = {
      version: 1,
      ...{ model: basename(model), widths: prepared.widths, weight_bytes: prepared.weightBytes },
      machine: {
        ...{ cpu: cpus()[0]?.model ?? 'unknown', cores, node: process.version },
        platform: `${platform()} ${release()} ${process.arch}`,
        ...(onnxRuntime && { onnxruntime: onnxRuntime.env.versions.node ?? 'unknown' }),
      },
      ...{ seconds, rounds, ...result, left_out: leftOut },
    };
    lock?.check();
    const folder = out ?? dirname(model);
    makeDirectory(folder);
    const path = join(folder, fileNames.bench);
    writeJson(path, bench);
    return { bench, path };
  } finally {
    process.off('exit', prepared.remove);
    prepared.remove();
  }
}

/** Result of {@link readBenchFlags}. */
interface BenchPlan {
  readonly batches: number[];
  readonly densities: number[];
  readonly threads: number[];
  readonly seconds: number;
  readonly rounds: number;
}

/** Parses the flags and fills in defaults. @throws ReluctantError (usage) when one is wrong */
export function readBenchFlags(flags: BenchFlags): BenchPlan {
  if (flags.out !== undefined) refuseFile(flags.out);
  return {
    batches: readList('batch', flags.batch ?? '1', 1, 4096, true),
    densities: readDensities(flags.densities ?? '0.5,0.3,0.1,0.05'),
    threads: readList('threads', flags.threads ?? [...new Set([1, availableParallelism()])].join(','), 1, 64, true),
    seconds: readPositive('seconds', flags.seconds ?? '0.2'),
    rounds: readCount('rounds', flags.rounds ?? '3', 1, 1000),
  };
}

function readDensities(text: string): number[] {
  return text === 'none' ? [] : readList('densities', text, 0.001, 1, false);
}
