import { invalidOption, printable, ReluctantError } from '@reluctant/errors';
import { RandomStream } from '@reluctant/random';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { Activation } from '../activation.js';
import { parseActivation } from '../create-activation.js';
import type { ActivationName } from '../named-activations.js';
import { applyActivation } from './apply-activation.js';
import type { GateTensors } from './gate-logit.js';

/** What any {@link StochasticLayer} can be told besides its activation's own options. */
export interface StochasticLayerArgs {
  /** Layer name; tfjs makes one up by default. */
  readonly name?: string;
  /** Shape of one input without the batch, when this is the first layer. */
  readonly inputShape?: number[];
  /**
   * Unsigned 32-bit seed of the draws and of the gate's initial weights. Default: a random one, kept in the config. Give each
   * layer of a model its own: equal seeds draw equal noise.
   */
  readonly seed?: number;
  /** True to sample in inference too. Default false, like Dropout: the expected value p·relu + (1 − p)·silu is used. */
  readonly sampleAtInference?: boolean;
  /** The activation's own options, e.g. `share`, `domain`, `reads`, `tau`. */
  readonly [option: string]: unknown;
}

/** What tfjs-layers itself understands of a layer's arguments; everything else is the activation's. */
const layerKeys = ['name', 'inputShape', 'batchInputShape', 'batchSize', 'dtype', 'trainable', 'inputDType', 'weights'];
/** Our own, and what tfjs adds to a config on its way through loadLayersModel. */
const ownKeys = ['seed', 'sampleAtInference', 'replaced', 'customObjects', 'fastWeightInit'];

/** Names of a gate's weights; `reads: none` has b2 alone. */
type GateWeightName = 'w1' | 'b1' | 'w2' | 'b2';

type Call = (inputs: tf.Tensor | tf.Tensor[], kwargs: Record<string, unknown>) => tf.Tensor;

/**
 * An activation as a layer of TensorFlow.js: for tf.sequential(), model.fit, save and load.
 *
 * The last axis of the input is the layer of units, all other axes are rows: of an image [batch, height, width, channels] every
 * pixel is a row, and a gate that reads the layer reads its channels. Draws come from RandomStream('layer') with key (seed, 0) and
 * step = number of the sampling call of this layer object, so a model made and trained again draws the same.
 *
 * @throws ReluctantError (constructor) for an unknown option or one out of range
 */
export abstract class StochasticLayer extends layers.layers.Layer {
  /** What this layer computes. */
  readonly activation: Activation;
  readonly seed: number;
  readonly sampleAtInference: boolean;
  /** What `stochastify` replaced by this layer, so that `destochastify` can put it back. */
  readonly replaced: tf.serialization.ConfigDict | undefined;
  readonly #options: Readonly<Record<string, unknown>>;
  readonly #stream: RandomStream;
  #calls = 0;
  #gate: ReadonlyMap<GateWeightName, { read(): tf.Tensor }> | undefined;

  protected constructor(activationName: ActivationName, args: StochasticLayerArgs) {
    super(Object.fromEntries(Object.entries(args).filter(([key]) => layerKeys.includes(key))));
    this.#options = Object.fromEntries(
      Object.entries(args).filter(([key]) => !layerKeys.includes(key) && !ownKeys.includes(key)),
    );
    this.activation = parseActivation(activationName, this.#options);
    const { seed = Math.floor(Math.random() * 2 ** 32), sampleAtInference = false, replaced } = args;
    if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
      throw invalidOption('seed', 'an unsigned 32-bit integer', seed);
    }
    this.seed = seed;
    this.sampleAtInference = sampleAtInference;
    this.replaced = isConfig(replaced) ? replaced : undefined;
    this.#stream = new RandomStream({ seed, run: 0 }, 'layer');
  }

  override build(inputShape: Parameters<layers.layers.Layer['build']>[0]): void {
    const { gate } = this.activation;
    if (gate) {
      const units = lastAxis(inputShape);
      const inputs = gate.reads === 'layer' ? units : 1;
      const outputs = this.activation.use === 'mix' ? 1 : 2;
      this.#gate =
        gate.reads === 'none'
          ? new Map([['b2', this.addWeight('gate_b2', [outputs], 'float32', layers.initializers.zeros())]])
          : new Map([
              ['w1', this.#addGateWeight('w1', [gate.hidden, inputs], inputs, 0)],
              ['b1', this.#addGateWeight('b1', [gate.hidden], inputs, 1)],
              ['w2', this.#addGateWeight('w2', [outputs, gate.hidden], gate.hidden, 2)],
              ['b2', this.#addGateWeight('b2', [outputs], gate.hidden, 3)],
            ]);
    }
    super.build(inputShape);
  }

  override call(...[inputs, kwargs]: Parameters<Call>): tf.Tensor {
    return tf.tidy(() => {
      this.invokeCallHook(inputs, kwargs);
      const input = Array.isArray(inputs) ? inputs[0] : inputs;
      if (!input)
        throw new ReluctantError('invalid-argument', `layer '${printable(this.name)}' expects one input, got none`);
      const units = lastAxis(input.shape);
      const z = tf.reshape(input, [-1, units]) as tf.Tensor2D;
      const samples = this.activation.use === 'sample' && (kwargs.training === true || this.sampleAtInference);
      const { output } = applyActivation(z, samples ? this.activation : { ...this.activation, use: 'mix' }, {
        share: this.activation.share === 'gate' ? Number.NaN : this.activation.share,
        ...(samples && { noise: this.#draw(z) }),
        ...(this.#gate && { gate: readGate(this.#gate) }),
      });
      return tf.reshape(output, input.shape);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    return {
      ...super.getConfig(),
      ...(this.#options as tf.serialization.ConfigDict),
      seed: this.seed,
      sampleAtInference: this.sampleAtInference,
      ...(this.replaced && { replaced: this.replaced }),
    };
  }

  /** The noise of one sampling call, in the granularity of the activation. */
  #draw(z: tf.Tensor2D): tf.Tensor2D {
    const [rows, units] = z.shape;
    const { granularity, share } = this.activation;
    const at = {
      step: this.#calls++,
      rows: granularity === 'element' ? rows : 1,
      units: granularity === 'layer' ? 1 : units,
    };
    const noise = share === 'gate' ? this.#stream.logistic(at) : this.#stream.uniform(at);
    return tf.tensor2d(noise, [at.rows, at.units]);
  }

  /** Uniform in ±1/√fan_in, as PyTorch's nn.Linear. */
  #addGateWeight(name: string, shape: number[], fanIn: number, index: number): { read(): tf.Tensor } {
    const bound = 1 / Math.sqrt(fanIn);
    const seed = this.#stream.word(0xffffffff, 0, index);
    const initializer = layers.initializers.randomUniform({ minval: -bound, maxval: bound, seed });
    return this.addWeight(`gate_${name}`, shape, 'float32', initializer);
  }
}

function readGate(gate: ReadonlyMap<GateWeightName, { read(): tf.Tensor }>): GateTensors {
  // Built with these ranks.
  return Object.fromEntries(Array.from(gate, ([name, weight]) => [name, weight.read()])) as unknown as GateTensors;
}

function isConfig(value: unknown): value is tf.serialization.ConfigDict {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function lastAxis(shape: Parameters<layers.layers.Layer['build']>[0]): number {
  const size = shape.at(-1);
  if (typeof size !== 'number') {
    throw new ReluctantError('invalid-argument', `expected an input with a known last axis, got shape [${shape}]`);
  }
  return size;
}
