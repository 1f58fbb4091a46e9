import { parseWith, printable, ReluctantError } from '@reluctant/errors';
import type * as tf from '@tensorflow/tfjs-core';
import * as z from 'zod';

/** Context that a user's own activation receives at each call. */
export interface ActivationContext {
  /** True while training. */
  readonly training: boolean;
  /** Share of ReLU in force in [0, 1], or NaN if there is none. */
  readonly share: number;
  /** Uniform u in [0, 1), [rows, units], if the caller draws noise. */
  readonly noise?: tf.Tensor2D;
}

/** A user's own activation for the tfjs engine. */
export interface UserActivation<Options = unknown> {
  /** A name for tables, plots and files. */
  readonly name: string;
  /** Schema of its options; each option should have a default. */
  readonly options: z.ZodType<Options>;
  /** Post-activations [rows, units] from pre-activations [rows, units], by differentiable tensor functions. */
  readonly forward: (z: tf.Tensor2D, options: Options, context: ActivationContext) => tf.Tensor2D;
}

/** An ES module that exports a user's own activation, loaded by path so that worker threads can load it too. */
export interface ActivationModule {
  readonly activation: UserActivation;
}

const shape = z.object({
  name: z.string().min(1),
  options: z.custom<z.ZodType>(
    (value) => typeof value === 'object' && value !== null && 'safeParse' in value,
    'expected a zod schema',
  ),
  forward: z.custom<UserActivation['forward']>((value) => typeof value === 'function', 'expected a function'),
});

/**
 * Types and checks a user's own activation: `export const activation = defineActivation({ name, options, forward })`.
 *
 * Callers parse the options by the schema once and pass the result to `forward`.
 *
 * @throws ReluctantError naming the field that is missing or of the wrong kind
 */
export function defineActivation<Options>(definition: UserActivation<Options>): UserActivation<Options> {
  check(definition, 'defineActivation');
  return definition;
}

/**
 * Loads a user's own activation.
 *
 * @param reference - `file:` URL or package specifier of an ES module that exports `activation`
 * @throws ReluctantError in one sentence that names the module and the problem
 */
export async function loadActivationModule(reference: string): Promise<ActivationModule> {
  const exported: Readonly<Record<string, unknown>> = await import(
    /* @vite-ignore */ /* webpackIgnore: true */ /* turbopackIgnore: true */ reference
  ).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    const message = `activation module '${printable(reference)}' cannot be loaded: ${printable(reason ?? '')}`;
    throw new ReluctantError('input-output', message, { cause: error });
  });
  const { activation } = exported;
  if (activation === undefined) {
    const message = `activation module '${printable(reference)}' must export 'activation', but exports ${list(exported)}`;
    throw new ReluctantError('invalid-file', message, { path: [reference, 'activation'] });
  }
  check(activation, `activation module '${printable(reference)}'`);
  return { activation };
}

function check(value: unknown, owner: string): asserts value is UserActivation {
  parseWith(shape, value, { owner, of: 'file', path: ['activation'] });
}

const list = (exported: Readonly<Record<string, unknown>>): string => Object.keys(exported).join(', ') || 'nothing';
