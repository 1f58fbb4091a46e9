import '@tensorflow/tfjs-backend-cpu';
import type { MlpGraph } from '@reluctant/onnx';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { PeerRunner } from './peer-runner.js';

/**
 * The graph as a `tf.sequential`, called by `predict` as its guide does: a tensor in, `data()` out. Batches of any
 * size.
 */
export async function loadTfjs({ layers: dense }: MlpGraph, backend: 'cpu' | 'wasm'): Promise<PeerRunner> {
  tf.env().set('PROD', true);
  if (backend === 'wasm') await import('@tensorflow/tfjs-backend-wasm');
  if (!(await tf.setBackend(backend))) throw new Error(`no TensorFlow.js backend ${backend}`);
  const model = layers.sequential();
  let inputs = 0;
  let outputs = 0;
  for (const layer of dense) {
    if (layer.kind !== 'dense' || layer.activation === 'silu') throw new Error('only dense layers with ReLU');
    const { linear } = layer;
    if (inputs === 0) inputs = linear.inputs;
    outputs = linear.outputs;
    const kernel = tf.transpose(tf.tensor2d(linear.weight, [linear.outputs, linear.inputs]));
    const bias = tf.tensor1d(linear.bias ?? new Float32Array(linear.outputs));
    const made = layers.layers.dense({
      units: linear.outputs,
      inputShape: [linear.inputs],
      activation: layer.activation === 'relu' ? 'relu' : 'linear',
    });
    model.add(made);
    made.setWeights([kernel, bias]);
  }
  return {
    ...{ inputs, outputs },
    async run({ input, rows, output }) {
      const x = tf.tensor2d(input, [rows, inputs]);
      const y = model.predict(x) as tf.Tensor;
      output.set(await y.data<'float32'>());
      x.dispose();
      y.dispose();
      return output;
    },
  };
}
