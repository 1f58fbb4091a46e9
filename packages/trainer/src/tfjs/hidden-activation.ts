import type { ShareUsage } from '@reluctant/activations';
import {
  type ActivationOutput,
  applyActivation,
  type GateTensors,
  loadActivationModule,
} from '@reluctant/activations/tfjs';
import { describe, parseWith, ReluctantError } from '@reluctant/errors';
import type { FeedForward } from '@reluctant/model';
import type { RandomStream } from '@reluctant/random';
import * as tf from '@tensorflow/tfjs-core';
import { drawNoise, type NoiseBlock } from './noise.js';

/** What is in force during the pass of one batch. */
export interface InForce {
  /** Share of ReLU; NaN = the gate decides. */
  readonly share: number;
  readonly domainAll: boolean;
  readonly training: boolean;
  readonly stream: RandomStream;
  /** Step of the draws. */
  readonly step: number;
  /** Position in the batch of the first row of this pass. Default 0. */
  readonly firstRow?: number;
  /** Rate of dropout and the stream of its masks. */
  readonly dropout: { readonly rate: number; readonly stream: RandomStream };
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
 * @throws ReluctantError when a user's activation module cannot be loaded or refuses its options
 */
export async function hiddenActivation(activation: FeedForward['activation']): Promise<HiddenActivation> {
  return 'module' in activation ? userActivation(activation) : shareActivation(activation);
}

function shareActivation(usage: ShareUsage): HiddenActivation {
  return (z, layer, inForce, gate) => {
    const { share, domainAll, stream } = inForce;
    const noise = injectedNoise(z, layer, inForce) ?? drawNoise(stream, usage, share, blockOf(z, layer, inForce));
    return applyActivation(z, usage, { share, domainAll, ...(noise && { noise }), ...(gate && { gate }) });
  };
}

async function userActivation(
  activation: Extract<FeedForward['activation'], { module: string }>,
): Promise<HiddenActivation> {
  const { activation: own } = await loadActivationModule(activation.module).catch((error: unknown) => {
    // The module's path is an option that a user has set, so a failure is an invalid option.
    throw new ReluctantError('invalid-option', describe(error), {
      path: ['path'],
      received: activation.module,
      cause: error,
    });
  });
  const options = parseWith(own.options, activation.options, { owner: own.name });
  return (z, layer, inForce) => ({
    output: own.forward(z, options, {
      training: inForce.training,
      share: inForce.share,
      // Drawn only if the module reads it.
      get noise() {
        const at = blockOf(z, layer, inForce);
        return injectedNoise(z, layer, inForce) ?? tf.tensor2d(inForce.stream.uniform(at), [at.rows, at.units]);
      },
    }),
  });
}

function blockOf(z: tf.Tensor2D, layer: number, { step, firstRow = 0 }: InForce): NoiseBlock {
  const [rows, units] = z.shape;
  return { step, layer, rows, firstRow, units };
}

function injectedNoise(z: tf.Tensor2D, layer: number, { noise, firstRow = 0 }: InForce): tf.Tensor2D | undefined {
  const [rows, units] = z.shape;
  const values = noise?.[layer];
  return values && tf.tensor2d(values.subarray(firstRow * units, (firstRow + rows) * units), z.shape);
}
