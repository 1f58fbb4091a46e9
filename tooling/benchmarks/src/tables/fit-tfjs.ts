import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import type { LabelledRows } from '@reluctant/trainer';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { TrainingFiles } from './training-files.js';

/** Prepares the training as a `tf.sequential` on the wasm backend, as its guide does: `compile`, then `fit`. */
export async function fitTfjs(files: TrainingFiles & LabelledRows): Promise<() => Promise<void>> {
  tf.env().set('PROD', true);
  if (!(await tf.setBackend('wasm'))) throw new Error('no TensorFlow.js backend wasm');
  const { net, inputs, classes, features, labels, rows } = files;
  const model = layers.sequential();
  net.hidden.forEach((units, layer) => {
    model.add(layers.layers.dense({ units, activation: 'relu', ...(layer === 0 && { inputShape: [inputs] }) }));
  });
  model.add(layers.layers.dense({ units: classes, activation: 'softmax' }));
  model.compile({ optimizer: tf.train.adam(net.learningRate), loss: 'categoricalCrossentropy' });
  const x = tf.tensor2d(features, [rows, inputs]);
  const y = tf.oneHot(tf.tensor1d(labels, 'int32'), classes);
  return async () => {
    const { epochs, batchSize } = net;
    await model.fit(x, y, { epochs, batchSize, shuffle: true, verbose: 0, yieldEvery: 'never' });
  };
}
