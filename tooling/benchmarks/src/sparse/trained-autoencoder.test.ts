import { createSparseProgram } from '@reluctant/kernels/sparse';
import { importOnnx } from '@reluctant/onnx';
import { expect, it } from 'vitest';
import { type AutoencoderRecipe, autoencoderRows, trainAutoencoder } from './trained-autoencoder.js';

const width = 96;
const data = autoencoderRows(width);

/** Mean squared error on the test rows, and the share of active units. */
async function trained(recipe: AutoencoderRecipe): Promise<{ readonly error: number; readonly active: number }> {
  const { layers } = importOnnx(await trainAutoencoder(recipe, data));
  const stages = layers.flatMap((layer) => (layer.kind === 'dense' ? [{ ...layer.linear, ...layer }] : []));
  expect(stages.map(({ inputs, outputs, activation }) => [inputs, outputs, activation])).toEqual([
    [width, recipe.inner, 'relu'],
    [recipe.inner, width, 'none'],
  ]);
  const program = await createSparseProgram(stages);
  const { features, rows } = data.test;
  const outputs = program.run(Float32Array.from(features));
  const squares = outputs.reduce((sum, value, at) => sum + (value - (features[at] ?? 0)) ** 2, 0);
  return { error: squares / (rows * width), active: program.takeDensities()?.[1] ?? Number.NaN };
}

it('standardises rows by those of the training set', () => {
  const { features, rows } = data.train;
  for (const column of [0, 50, width - 1]) {
    const values = Array.from({ length: rows }, (_, row) => features[row * width + column] ?? 0);
    expect(values.reduce((sum, value) => sum + value, 0) / rows).toBeCloseTo(0, 5);
    expect(values.reduce((sum, value) => sum + value * value, 0) / rows).toBeCloseTo(1, 5);
  }
  expect(data.test.features.subarray(0, width)).not.toEqual(features.subarray(0, width));
});

it('learns to reproduce rows, with far fewer active units from negative biases', async () => {
  const usual = await trained({ width, inner: 256 });
  const negative = await trained({ width, inner: 256, bias: -1.6 });
  // Standardised rows have a mean square of 1.
  expect(usual.error).toBeLessThan(0.6);
  expect(negative.error).toBeLessThan(0.9);
  expect(negative.active).toBeLessThan(0.5 * usual.active);
});
