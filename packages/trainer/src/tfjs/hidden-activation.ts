import type { ShareUsage } from '@reluctant/activations';
import {
  type ActivationOutput,
  applyActivation,
  type GateTensors,
  loadActivationModule,
} from '@reluctant/activations/tfjs';
import type { FeedForward } from '@reluctant/model';
import type { RandomStream } from '@reluctant/random';
import * as tf from '@tensorflow/tfjs-core';
import { OptionError } from '../option-error.js';
import { drawNoise } from './noise.js';

/** What is in force while one batch goes through the net. */
export interface InForce {
  /** Share of ReLU; NaN = the gate decides. */
  readonly share: number;
  readonly domainAll: boolean;
  readonly training: boolean;
  readonly stream: RandomStream;
  /** Step of the draws. */
  readonly step: number;
  /** Injected noise in place of the stream: for each hidden layer, row-major [rows, units]. */
  readonly noise?: readonly Float32Array[];
}

/** The activation of hidden layer `layer`; `gate` holds its gate's weights if the usage has one. */
export type HiddenActivation = (
  z: tf.Tensor2D,
  layer: number,
  inForce: InForce,
  gate: GateTensors | undefined,
) => ActivationOutput;

/**
 * A net's activation as a tensor function.
 *
 * @throws OptionError when a user's own activation cannot be loaded or refuses its options
 */
export async function hiddenActivation(activation: FeedForward['activation']): Promise<HiddenActivation> {
  return 'module' in activation ? userActivation(activation) : shareActivation(activation);
}

function shareActivation(usage: ShareUsage): HiddenActivation {
  return (z, layer, { share, domainAll, stream, step, noise: injected }, gate) => {
    const noise = injectedNoise(z, injected, layer) ?? drawNoise(stream, usage, share, blockOf(z, layer, step));
    return applyActivation(z, usage, { share, domainAll, ...(noise && { noise }), ...(gate && { gate }) });
  };
}

async function userActivation(
  activation: Extract<FeedForward['activation'], { module: string }>,
): Promise<HiddenActivation> {
  const { activation: own } = await loadActivationModule(activation.module).catch((error: unknown) => {
    throw new OptionError(error instanceof Error ? error.message : String(error));
  });
  const options = own.options.safeParse(activation.options);
  if (!options.success) {
    const [issue] = options.error.issues;
    throw new OptionError(
      `activation ${own.name}, option '${issue?.path.join('.') ?? ''}': ${issue?.message ?? 'not valid'}`,
    );
  }
  return (z, layer, { share, training, stream, step, noise }) => ({
    output: own.forward(z, options.data, {
      training,
      share,
      // Drawn only if the module asks for it.
      get noise() {
        const { rows, units, ...at } = blockOf(z, layer, step);
        return injectedNoise(z, noise, layer) ?? tf.tensor2d(stream.uniform({ ...at, rows, units }), [rows, units]);
      },
    }),
  });
}

function blockOf(z: tf.Tensor2D, layer: number, step: number): Parameters<typeof drawNoise>[3] {
  const [rows, units] = z.shape;
  return { step, layer, rows, units };
}

function injectedNoise(
  z: tf.Tensor2D,
  noise: readonly Float32Array[] | undefined,
  layer: number,
): tf.Tensor2D | undefined {
  const values = noise?.[layer];
  return values && tf.tensor2d(values, z.shape);
}
