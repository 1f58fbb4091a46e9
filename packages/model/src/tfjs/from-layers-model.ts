import { type Activation, createActivation, usageOf } from '@reluctant/activations';
import { StochasticLayer } from '@reluctant/activations/tfjs';
import { ReluctantError } from '@reluctant/errors';
import type * as tf from '@tensorflow/tfjs-core';
import type * as layers from '@tensorflow/tfjs-layers';
import type { DenseLayer, FeedForward } from '../feed-forward.js';
import { flatParameters, type NamedParameter } from '../named-parameters.js';

/** The result of {@link fromLayersModel}. */
export interface ReadLayersModel {
  readonly model: FeedForward;
  /** Flat, in the order of `parameterLayout`. */
  readonly parameters: Float32Array;
  /** Share of ReLU of the layers; NaN = the gate decides. */
  readonly share: number;
}

/**
 * A {@link FeedForward} from a `tf.LayersModel` that is a chain of Dense layers with an activation between each two:
 * one of the layers of `@reluctant/activations/tfjs`, tfjs's ReLU or Activation (`relu`, `silu`, `swish`), or the Dense
 * layer's own. Input, Flatten and Dropout layers are skipped (Dropout is inactive in inference; Flatten does not change
 * rows). A final softmax is dropped: its inputs are the logits. A Dense layer without bias gets zeros.
 *
 * @throws ReluctantError (`unsupported`) that names the layer if the model has another structure, or its activations
 * differ between layers
 */
export function fromLayersModel(tfModel: layers.LayersModel): ReadLayersModel {
  const named = new Map<string, NamedParameter>();
  const dense: DenseLayer[] = [];
  let inputs = 0;
  let activation: Activation | undefined;
  // True after a Dense layer whose activation has not been read yet.
  let open = false;
  let finished = false;
  const activate = (found: Activation, layer: layers.layers.Layer): void => {
    if (!open)
      throw new ReluctantError('unsupported', `layer '${layer.name}': expected a Dense layer before an activation`);
    if (
      activation &&
      JSON.stringify(usageOf(activation)) + JSON.stringify(activation.share) !==
        JSON.stringify(usageOf(found)) + JSON.stringify(found.share)
    ) {
      throw new ReluctantError(
        'unsupported',
        `layer '${layer.name}': expected the activation of the layers before, ${activation.name}, got ${found.name}`,
      );
    }
    activation = found;
    open = false;
    if (layer instanceof StochasticLayer && found.gate) {
      const weights = layer.getWeights();
      const names = found.gate.reads === 'none' ? ['b2'] : ['w1', 'b1', 'w2', 'b2'];
      names.forEach((name, index) => {
        const weight = weights[index];
        if (weight) named.set(`gate${dense.length - 1}.${name}`, read(weight));
      });
    }
  };
  checkChain(tfModel);
  for (const layer of tfModel.layers) {
    const kind = layer.getClassName();
    if (['InputLayer', 'Dropout', 'Flatten'].includes(kind)) continue;
    if (finished)
      throw new ReluctantError('unsupported', `layer '${layer.name}': expected no layer after softmax, got ${kind}`);
    const config = layer.getConfig();
    if (kind === 'Dense') {
      if (open)
        throw new ReluctantError(
          'unsupported',
          `layer '${layer.name}': expected an activation before the next Dense layer`,
        );
      const [kernel, bias] = layer.getWeights();
      const [from, out] = kernel?.shape ?? [];
      if (!kernel || from === undefined || out === undefined)
        throw new ReluctantError('unsupported', `layer '${layer.name}' is not built yet`);
      if (dense.length === 0) inputs = from;
      named.set(`linear${dense.length}.weight`, transposed(kernel, from, out));
      named.set(`linear${dense.length}.bias`, bias ? read(bias) : { shape: [out], data: new Float32Array(out) });
      dense.push({ kind: 'dense', out });
      open = true;
    }
    const name = kind === 'ReLU' ? 'relu' : kind === 'Softmax' ? 'softmax' : config.activation;
    if (layer instanceof StochasticLayer) activate(layer.activation, layer);
    else if (name === 'softmax') finished = true;
    else if (name === 'relu') activate(checkedRelu(config, layer), layer);
    else if (name === 'silu' || name === 'swish') activate(createActivation('silu'), layer);
    else if (kind !== 'Dense' || (name !== 'linear' && name !== undefined && name !== null)) {
      throw new ReluctantError(
        'unsupported',
        `layer '${layer.name}': expected Dense or a known activation, got ${kind}${name ? ` with ${name}` : ''}`,
      );
    }
  }
  if (dense.length === 0 || !open)
    throw new ReluctantError(
      'unsupported',
      'expected a model that ends in a Dense layer without activation, or softmax',
    );
  const found = activation ?? createActivation('relu');
  const model: FeedForward = { inputs, layers: dense, activation: usageOf(found) };
  return {
    model,
    parameters: flatParameters(model, named),
    share: found.share === 'gate' ? Number.NaN : found.share,
  };
}

/** relu; a ReLU layer with a ceiling is another function. */
function checkedRelu(config: tf.serialization.ConfigDict, layer: layers.layers.Layer): Activation {
  const ceiling = config.maxValue;
  if (ceiling !== undefined && ceiling !== null) {
    throw new ReluctantError('unsupported', `layer '${layer.name}': expected a ReLU without maxValue, got ${ceiling}`);
  }
  return createActivation('relu');
}

/** Each layer must be used once and feed the next one: no branch, no sum, no sharing. */
function checkChain(tfModel: layers.LayersModel): void {
  if (tfModel.inputs.length !== 1 || tfModel.outputs.length !== 1) {
    throw new ReluctantError(
      'unsupported',
      `expected a model with one input and one output, got ${tfModel.inputs.length} and ${tfModel.outputs.length}`,
    );
  }
  tfModel.layers.forEach((layer, index) => {
    const next = tfModel.layers[index + 1];
    const output = layer.output;
    if (next && (Array.isArray(output) || next.input !== output)) {
      throw new ReluctantError(
        'unsupported',
        `layer '${next.name}': expected each layer to read the one before, this one does not read '${layer.name}'`,
      );
    }
  });
}

function read(tensor: tf.Tensor): NamedParameter {
  return { shape: [...tensor.shape], data: Float32Array.from(tensor.dataSync()) };
}

/** [in, out] to [out, in]. */
function transposed(kernel: tf.Tensor, from: number, out: number): NamedParameter {
  const source = kernel.dataSync();
  const data = new Float32Array(from * out);
  for (let i = 0; i < from; i++) for (let o = 0; o < out; o++) data[o * from + i] = source[i * out + o] ?? Number.NaN;
  return { shape: [out, from], data };
}
