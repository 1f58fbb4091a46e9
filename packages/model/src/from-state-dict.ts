import { type Activation, usageOf } from '@reluctant/activations';
import { invalidOption, optionCheck } from '@reluctant/errors';
import type { DenseLayer, FeedForward } from './feed-forward.js';
import { flatParameters, type NamedParameter } from './named-parameters.js';
import { orderedModules, type StateDict, StateDictReader, tensorName } from './state-dict.js';
import type { TrainedModel } from './trained-model.js';

/** Options of {@link fromStateDict}. */
export interface FromStateDictOptions {
  /**
   * The activation between the Linear modules, which a state_dict does not hold: `createActivation('relu')`. It has no
   * gate.
   */
  readonly activation: Activation;
  /**
   * The Linear modules in order, by their names in the state_dict: `['stem', 'body', 'head']`. Default: by the numbers
   * in their names (`0`, `2`, `4`); required where names differ in more than these.
   */
  readonly modules?: readonly string[];
  /** `values` for a regressor. Default: the last layer gives logits. */
  readonly outputs?: 'values';
}

const checkOptions = optionCheck<FromStateDictOptions>('fromStateDict', {
  activation: true,
  modules: true,
  outputs: true,
});

/**
 * A {@link FeedForward} from a PyTorch `state_dict` of Linear modules, one after another with an activation between
 * each two, e.g. of `nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 2))`. Tensors of other types than F32 are
 * converted to float32; a module without bias gets zeros.
 *
 * @param tensors - `decodeSafetensors(bytes).tensors`
 * @throws ReluctantError that names the tensor, the expected and the received shape if the modules are no such chain;
 * `unsupported` for tensors of other modules
 */
export function fromStateDict(tensors: StateDict, options: FromStateDictOptions): TrainedModel {
  checkOptions(options);
  const { activation, modules, outputs } = options;
  if (activation.share === 'gate') {
    throw invalidOption('activation', 'one without a gate, whose weights PyTorch does not have', activation.name);
  }
  const reader = new StateDictReader(tensors);
  const named = new Map<string, NamedParameter>();
  const layers: DenseLayer[] = [];
  let inputs: number | undefined;
  let width: number | undefined;
  for (const module of orderedModules(tensors, modules)) {
    const user = `layer ${layers.length}`;
    const weight = reader.take(tensorName(module, 'weight'), [undefined, width], user);
    const [out = 0, from = 0] = weight.shape;
    const biasName = tensorName(module, 'bias');
    const bias = reader.has(biasName)
      ? reader.take(biasName, [out], user)
      : { shape: [out], data: new Float32Array(out) };
    named.set(`linear${layers.length}.weight`, weight).set(`linear${layers.length}.bias`, bias);
    layers.push({ kind: 'dense', out });
    inputs ??= from;
    width = out;
  }
  reader.refuseOthers('a chain of Linear modules');
  if (inputs === undefined) throw invalidOption('tensors', 'those of at least one Linear module', tensors);
  const model: FeedForward = { inputs, layers, activation: usageOf(activation), ...(outputs && { outputs }) };
  const inForce = { share: activation.share, domainAll: false };
  return { model, parameters: flatParameters(model, named, 'invalid-file'), inForce };
}
