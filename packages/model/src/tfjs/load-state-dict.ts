import { StochasticLayer } from '@reluctant/activations/tfjs';
import { optionCheck, printable, ReluctantError } from '@reluctant/errors';
import * as tf from '@tensorflow/tfjs-core';
import { LayersModel, type layers } from '@tensorflow/tfjs-layers';
import { orderedModules, type StateDict, StateDictReader, tensorName } from '../state-dict.js';

/** Options of {@link loadStateDict}. */
export interface LoadStateDictOptions {
  /**
   * The modules of the state_dict, in the order of the model's layers that have weights. Default: by the numbers in
   * their names; required where names differ in more than these.
   */
  readonly modules?: readonly string[];
}

const checkOptions = optionCheck<LoadStateDictOptions>('loadStateDict', { modules: true });

type Layer = layers.Layer;

/**
 * PyTorch's name of each weight of tfjs's layers. A kernel has other axes there: [out, in, …] in place of […, in, out].
 */
const parts: Readonly<Record<string, string>> = {
  kernel: 'weight',
  embeddings: 'weight',
  gamma: 'weight',
  bias: 'bias',
  beta: 'bias',
  moving_mean: 'running_mean',
  moving_variance: 'running_var',
};

/** Layers whose weights have the meaning and the names above. */
const known = new Set(['Dense', 'Conv1D', 'Conv2D', 'Embedding', 'LayerNormalization', 'BatchNormalization']);

/**
 * Sets the weights of a built model from a PyTorch `state_dict`: Dense from Linear, Conv1D and Conv2D, Embedding,
 * LayerNormalization and BatchNormalization from their namesakes, in the order of the layers, nested models too.
 * Kernels are transposed; tensors of other types than F32 are converted to float32. Layers of
 * `@reluctant/activations/tfjs` keep the weights of their gates.
 *
 * PyTorch's images are channels first, those of the model channels last: give it the transposed ones. The epsilons of
 * normalisations belong to the layers and are not in a state_dict.
 *
 * @param tensors - `decodeSafetensors(bytes).tensors`
 * @throws ReluctantError that names the layer, the tensor, the expected and the received shape, before any weight is
 * set; `unsupported` for other layers with weights, for a Flatten behind a convolution (its order of axes differs) and
 * for tensors that no layer takes
 */
export function loadStateDict(model: LayersModel, tensors: StateDict, options: LoadStateDictOptions = {}): void {
  checkOptions(options);
  const all = leaves(model);
  refuseFlattenedImages(all);
  const targets = all.filter((layer) => layer.weights.length > 0 && !(layer instanceof StochasticLayer));
  const modules = orderedModules(tensors, options.modules);
  if (modules.length !== targets.length) {
    const [here, there] = [targets.map(({ name }) => name), modules].map((names) =>
      names.map((name) => printable(name)),
    );
    const message = `the model has ${targets.length} layers with weights (${here?.join(', ')}), the state_dict ${modules.length} modules (${there?.join(', ')})`;
    throw new ReluctantError('invalid-argument', message, { path: ['tensors'], received: modules });
  }
  const reader = new StateDictReader(tensors);
  tf.tidy(() => {
    const read = targets.map((layer, index) => ({ layer, weights: weightsOf(layer, modules[index] ?? '', reader) }));
    reader.refuseOthers('the model');
    for (const { layer, weights } of read) layer.setWeights(weights);
  });
}

/** The layers of a model, those of nested models in their place. */
function leaves(model: LayersModel): readonly Layer[] {
  return model.layers.flatMap((layer) => (layer instanceof LayersModel ? leaves(layer) : [layer]));
}

function weightsOf(layer: Layer, module: string, reader: StateDictReader): tf.Tensor[] {
  const user = `layer '${printable(layer.name)}'`;
  if (!known.has(layer.getClassName())) {
    const message = `${user}: expected one of ${[...known].join(', ')}, got ${layer.getClassName()}`;
    throw new ReluctantError('unsupported', message, { path: ['model'], received: layer.getClassName() });
  }
  return layer.weights.map(({ originalName, shape }) => {
    const own = originalName.slice(originalName.lastIndexOf('/') + 1);
    const lengths = shape.map((length) => length ?? undefined);
    const name = tensorName(module, parts[own] ?? own);
    if (own !== 'kernel') return asTensor(reader.take(name, lengths, user));
    const taken = reader.take(name, [...lengths.slice(-2).reverse(), ...lengths.slice(0, -2)], user);
    // [out, in, …spatial] to […spatial, in, out].
    return tf.transpose(asTensor(taken), [...lengths.slice(2).map((_, axis) => axis + 2), 1, 0]);
  });
}

const asTensor = ({ shape, data }: { readonly shape: readonly number[]; readonly data: Float32Array }): tf.Tensor =>
  tf.tensor(data, [...shape], 'float32');

/**
 * PyTorch flattens [channels, height, width], tfjs [height, width, channels]: the weights behind would meet other
 * inputs.
 */
function refuseFlattenedImages(all: readonly Layer[]): void {
  const convolution = all.findIndex((layer) => /^Conv\dD$/.test(layer.getClassName()));
  const flatten = all.find((layer, index) => index > convolution && layer.getClassName() === 'Flatten');
  if (convolution < 0 || !flatten) return;
  const said = `layer '${printable(flatten.name)}': expected no Flatten behind a convolution`;
  const why = 'PyTorch flattens the channels first and TensorFlow.js last';
  throw new ReluctantError('unsupported', `${said}, because ${why}`, { path: ['model'] });
}
