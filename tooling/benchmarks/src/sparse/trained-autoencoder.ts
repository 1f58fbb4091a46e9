import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeClassification } from '@reluctant/data';
import { type Checkpoint, namedParameters } from '@reluctant/model';
import { exportOnnx, importOnnx } from '@reluctant/onnx';
import { parseStrategy, type TargetRows, type TrainOptions, train } from '@reluctant/trainer';
import { describeMachine } from '../machine.js';
import type { BenchmarkCase } from './benchmark-case.js';

/** An autoencoder to train: width → inner → width with ReLU. */
export interface AutoencoderRecipe {
  readonly width: number;
  readonly inner: number;
  /** Every bias before ReLU at the start of the training; default: PyTorch's initial ones. */
  readonly bias?: number;
  /** Weight of the L1 term on hidden activations. Default 0. */
  readonly l1?: number;
}

/** The rows of an autoencoder: those that it learns, and others. */
export interface AutoencoderRows {
  readonly train: TargetRows;
  readonly test: TargetRows;
}

const rows = { train: 3200, test: 256 } as const;
/** Informative columns; the others are random combinations of them. */
const informative = 64;
const settings = { epochs: 2, batchSize: 32, learningRate: 0.001 } as const;

/**
 * Rows of scikit-learn's make_classification with 64 informative columns, standardised by the rows of the training set.
 * As in the hidden states of larger nets, most of the variance lies in few directions.
 */
export function autoencoderRows(width: number): AutoencoderRows {
  const { x } = makeClassification({
    ...{ nSamples: rows.train + rows.test, nFeatures: width, randomState: 42 },
    ...{ nInformative: informative, nRedundant: width - informative },
  });
  for (let column = 0; column < width; column++) {
    let [sum, squares] = [0, 0];
    for (let at = column; at < rows.train * width; at += width) {
      const value = x[at] ?? 0;
      sum += value;
      squares += value * value;
    }
    const mean = sum / rows.train;
    const deviation = Math.sqrt(squares / rows.train - mean * mean);
    for (let at = column; at < x.length; at += width) x[at] = ((x[at] ?? 0) - mean) / deviation;
  }
  const part = (first: number, count: number): TargetRows => {
    const features = Float32Array.from(x.subarray(first * width, (first + count) * width));
    return { features, targets: features, rows: count };
  };
  return { train: part(0, rows.train), test: part(rows.train, rows.test) };
}

/** The untrained net with other biases before ReLU, as a checkpoint to begin with. */
async function startFrom(options: TrainOptions, bias: number): Promise<Checkpoint> {
  const untrained = train(options);
  try {
    const checkpoint = await untrained.checkpoint();
    const parameters = checkpoint.parameters.slice();
    namedParameters(checkpoint.model, parameters).get('linear0.bias')?.data.fill(bias);
    return { ...checkpoint, parameters };
  } finally {
    untrained.dispose();
  }
}

/** Trains an autoencoder; returns its ONNX file. The same recipe gives the same bytes on one build of the kernels. */
export async function trainAutoencoder(
  { width, inner, bias, l1 = 0 }: AutoencoderRecipe,
  data: AutoencoderRows,
): Promise<Uint8Array> {
  const options: TrainOptions = {
    strategy: parseStrategy('relu'),
    model: { inputs: width, layers: [inner, width].map((out) => ({ kind: 'dense', out })) },
    ...{ train: data.train, validation: data.test, loss: 'squared_error', l1, ...settings },
  };
  const training = train({ ...options, ...(bias !== undefined && { from: await startFrom(options, bias) }) });
  try {
    for await (const _ of training);
    return exportOnnx(await training.checkpoint());
  } finally {
    training.dispose();
  }
}

/** A trained autoencoder and its test rows. It is trained once per commit. */
export async function trainedAutoencoder(recipe: AutoencoderRecipe): Promise<BenchmarkCase> {
  const { width, inner, bias = 'usual', l1 = 0 } = recipe;
  const folder = join(tmpdir(), `reluctant-bench-sparse-${describeMachine().commit}`);
  const path = join(folder, `autoencoder-${width}-${inner}-${bias}-${l1}.onnx`);
  const data = autoencoderRows(width);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${path}.tmp`, await trainAutoencoder(recipe, data));
    renameSync(`${path}.tmp`, path);
  }
  // Engines of the benchmark ask for the output that all other nets have.
  const graph = { ...importOnnx(readFileSync(path)), outputName: 'logits' };
  return { graph, inputs: [data.test.features], inputTitles: ['test set'] };
}
